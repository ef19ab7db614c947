# The comparison that the other tests rely on: equal rows are equal in whatever words the
# two servers put them, and one changed value of any type is found.  Nothing is replicated
# here; both tables are filled by hand.

use strict;
use warnings;

use PostgreSQL::Test::Cluster;
use Test::More;

use MysqlServer;
use TableComparison qw(compare_table);

my $source = PostgreSQL::Test::Cluster->new('source');
$source->init(extra => [ '--encoding=UTF8', '--locale=C' ]);
$source->start;
my $target = MysqlServer->new->start;
$target->query('CREATE DATABASE compared CHARACTER SET utf8mb4');

# type in PostgreSQL, in MySQL, value in PostgreSQL, the same in MySQL, another in MySQL
my @cases = (
	[ 'boolean', 'TINYINT(1)', 'true', '1', '0' ],
	[ 'bigint', 'BIGINT', '-9223372036854775808', '-9223372036854775808', '-9223372036854775807' ],
	[ 'numeric(12,2)', 'DECIMAL(12,2)', '1.50', '1.50', '1.51' ],
	[ 'numeric', 'DECIMAL(65,30)', '1200.0340', '1200.034', '1200.034000000000000000000000000001' ],
	[ 'numeric', 'DECIMAL(65,0)', '1200', '1200', '12' ],
	[ 'real', 'FLOAT', '0.1', '0.1', '0.10000001' ],
	[ 'real', 'FLOAT', '-1.1754944e-38', '-1.1754944e-38', '-1.1754945e-38' ],
	[ 'double precision', 'DOUBLE', '-1.7976931348623157e+308', '-1.7976931348623157e308', '-1.7976931348623155e308' ],
	[ 'double precision', 'DOUBLE', "'-0'", '0', '1e-300' ],
	[ 'text', 'LONGTEXT', "E'a\\tb\\n\\\\|~ü😀'", "'a\\tb\\n\\\\|~ü😀'", "'a b'" ],
	[ 'text', 'LONGTEXT', "''", "''", 'NULL' ],
	[ 'text', 'LONGTEXT', "'a '", "'a '", "'a'" ],
	[ 'text', 'LONGTEXT', "'NULL'", "'NULL'", 'NULL' ],
	[ 'char(5)', 'CHAR(5)', "'ab '", "'ab'", "'aB'" ],
	[ 'bytea', 'LONGBLOB', q{'\x00ff7c'}, 'x\'00ff7c\'', 'x\'00ff7d\'' ],
	[ 'date', 'DATE', "'0999-01-02'", "'0999-01-02'", "'0999-01-03'" ],
	[ 'time', 'TIME(6)', "'24:00:00'", "'24:00:00'", "'00:00:00'" ],
	[ 'time', 'TIME(6)', "'12:34:56.000001'", "'12:34:56.000001'", "'12:34:56'" ],
	[ 'timestamp', 'DATETIME(6)', "'2024-02-29 12:34:56.1'", "'2024-02-29 12:34:56.1'", "'2024-02-29 12:34:56.100001'" ],
	[ 'timestamptz', 'DATETIME(6)', "'2024-02-29 12:34:56+02'", "'2024-02-29 10:34:56'", "'2024-02-29 12:34:56'" ],
	[ 'uuid', 'CHAR(36)', "'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a12'" ],
	[ 'jsonb', 'JSON', q('{"b": 1.50, "aa": "1.50 \\"", "n": null}'), q('{"aa":"1.50 \\\\"","b":1.5,"n":null}'), q('{"aa":"1.5 \\\\"","b":1.5,"n":null}') ],
);

for my $case (@cases)
{
	my ($source_type, $target_type, $value, $same, $other) = @$case;
	$source->safe_psql('postgres', "CREATE TABLE compared AS SELECT CAST($value AS $source_type) AS v");
	for my $round ([ $same, 0 ], [ $other, 2 ])
	{
		my ($target_value, $expected) = @$round;
		$target->query("DROP TABLE IF EXISTS compared; CREATE TABLE compared (v $target_type);
			INSERT INTO compared VALUES ($target_value)", 'compared');
		my $report = compare();
		is($report->{differences}, $expected, "$source_type: $value against $target_value")
		  or diag explain $report;
	}
	$source->safe_psql('postgres', 'DROP TABLE compared');
}

# Without a key, how often a row is there counts.
$source->safe_psql('postgres', 'CREATE TABLE compared AS SELECT v FROM unnest(ARRAY[7, 7, 8]) v');
$target->query('DROP TABLE compared; CREATE TABLE compared (v INT);
	INSERT INTO compared VALUES (7), (8), (8)', 'compared');
my $report = compare();
is($report->{rows}, 3, 'the rows of the source are counted');
is_deeply($report->{samples}, [ "< 7\n", "> 8\n" ], 'repeated rows are told apart');

done_testing();

sub compare
{
	return compare_table(
		source => $source->connstr('postgres'),
		target => $target,
		schema => 'public',
		table => 'compared',
		database => 'compared');
}
