# Updates of many rows at once in which some values are NULL: those beside them arrive whole, of
# every kind of type, wherever the NULLs stand.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my %value = (
	a_boolean => [ 'boolean', 'id % 3 = 0' ],
	an_int => [ 'int', 'id * 1000003' ],
	a_bigint => [ 'bigint', '9007199254740993 + id' ],
	an_oid => [ 'oid', '(4294967295 - id)::oid' ],
	an_lsn => [ 'pg_lsn', q{'FFFFFFFF/1'::pg_lsn + id} ],
	some_bits => [ 'bit(40)', '(id * 123456789::bigint)::bit(40)' ],
	a_real => [ 'real', 'id / 7.0' ],
	a_double => [ 'double precision', 'id / 7.0::float8' ],
	a_price => [ 'numeric(12, 4)', 'id / 7.0' ],
	a_numeric => [ 'numeric', 'id * 1234567890123456789.123456789012345678' ],
	a_text => [ 'text', q{'größe ' || id} ],
	a_char => [ 'char(3)', q{'a' || id % 10} ],
	a_bytea => [ 'bytea', q{decode('00ff' || lpad(id::text, 4, '0'), 'hex')} ],
	a_date => [ 'date', q{date '2024-01-01' + id} ],
	a_time => [ 'time', q{time '10:00' + id * interval '1.000001 s'} ],
	a_coarse_time => [ 'time(2)', q{time '10:00' + id * interval '1.01 s'} ],
	a_moment => [ 'timestamptz', q{timestamptz '2024-01-01 UTC' + id * interval '1.000001 s'} ],
	a_timestamp => [ 'timestamp', q{timestamp '2024-01-01' + id * interval '1.000001 s'} ],
	a_coarse_one => [ 'timestamp(3)', q{timestamp '2024-01-01' + id * interval '1.001 s'} ],
	a_uuid => [ 'uuid', q{md5(id::text)::uuid} ],
	a_json => [ 'json', q{json_build_object('größe', id / 7.0::float8)} ],
	a_jsonb => [ 'jsonb', q{jsonb_build_array(id / 7.0::float8, NULL)} ],
	some_integers => [ 'int[]', 'ARRAY[id, NULL]' ],
	a_span => [ 'interval', q{id * interval '1.5 days'} ]);
my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
for my $table (sort keys %value)
{
	$source->safe_psql('postgres', <<~"SQL");
		CREATE TABLE $table (id int PRIMARY KEY, value $value{$table}[0]);
		INSERT INTO $table SELECT n FROM generate_series(1, 64) n;
		SQL
}
$source->safe_psql('postgres', 'CREATE PUBLICATION demo FOR ALL TABLES');
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/nulls_among_values_applier.log");
$stream->start;
$stream->wait_for_copy;

# The first rows of a statement are those of the smallest keys.
my @wanted = ('id % 4 = 1', 'id % 4 = 2', 'id % 4 <> 1', 'id = 1', 'id = 64', 'id <> 1');
for my $wanted (@wanted)
{
	$source->safe_psql('postgres', join ';',
		map { "UPDATE $_ SET value = CASE WHEN $wanted THEN $value{$_}[1] END" } sort keys %value);
	$stream->wait_for_catchup;
	is($stream->differences, '', "a value where $wanted, NULL elsewhere");
	$source->safe_psql('postgres', join ';', map { "UPDATE $_ SET value = NULL" } sort keys %value);
	$stream->wait_for_catchup;
}
is($stream->stop, 0, 'the applier ends well');
done_testing();
