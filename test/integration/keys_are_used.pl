# The target finds every row by its key, whatever the key is made of and however few rows change: it
# never reads a table for that.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $rows = 5000;
my %key = (
	one_number => '(a)',
	one_text => '(b)',
	one_uuid => '(c)',
	numbers => '(a, d)',
	number_and_text => '(d, b)',
	texts_and_uuid => '(e, c, b)',
	of_everything => '(d, e, c, f, g)');
my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~"SQL") for sort keys %key;
	CREATE TABLE $_ (a int, b text, c uuid, d int, e varchar(20), f numeric, g timestamp, n int, PRIMARY KEY $key{$_});
	INSERT INTO $_ SELECT i, 'b ' || i, md5(i::text)::uuid, i % 7, 'e ' || i % 5, i / 7.0,
		timestamp '2024-01-01' + i * interval '1.000001 s', 0 FROM generate_series(1, $rows) i;
	SQL
$source->safe_psql('postgres', 'CREATE PUBLICATION demo FOR ALL TABLES');
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/keys_are_used_applier.log");
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;

for my $case (
	[ 'one row is updated', 'UPDATE %s SET n = 1 WHERE a = 77' ],
	[ 'several are', 'UPDATE %s SET n = 2 WHERE a %% 500 = 3' ],
	[ 'one is deleted', 'DELETE FROM %s WHERE a = 99' ],
	[ 'several are deleted', 'DELETE FROM %s WHERE a %% 500 = 5' ],
	[ 'a key changes', q{UPDATE %s SET a = -a, b = b || '!', c = md5(b)::uuid, d = -d - 1 WHERE a = 111} ])
{
	my ($description, $sql) = @$case;
	my $before = rows_read();
	$source->safe_psql('postgres', sprintf $sql, $_) for sort keys %key;
	$stream->wait_for_catchup;
	my $read = rows_read() - $before;
	cmp_ok($read, '<', $rows / 2, "$description, and $read rows are read");
}
is($stream->differences, '', 'every row is equal');
is($stream->stop, 0, 'the applier ends well');
done_testing();

# Rows that the target's storage engine has handed out so far.
sub rows_read
{
	my $sum = 0;
	$sum += $_->[1] for $target->query(q{SHOW GLOBAL STATUS LIKE 'Handler_read%'});
	return $sum;
}
