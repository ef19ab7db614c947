# Random rows, changed by random transactions, cross random filters of several publications; in the end each table of the target
# has what SELECT ... WHERE has on the source.  SEED repeats a run.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $seed = $ENV{SEED} // time % 1_000_000;
diag "SEED=$seed";
srand $seed;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;

# Which columns a filter may look at: those of the replica identity, or all where that is FULL.
my %identity = (
	full_1 => [qw(id n d t s b day)],
	full_2 => [qw(id n d t s b day)],
	rooted => [qw(id n d t s b day)],
	keyed_1 => [qw(id n)],
	keyed_2 => [qw(id t day)],
);
my @publications = qw(one two three);
my $next_id = 1;

$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE full_1 (id int PRIMARY KEY, n int, d numeric(8,2), t text, s timestamp, b boolean, day date, long text);
	CREATE TABLE full_2 (LIKE full_1);
	ALTER TABLE full_1 REPLICA IDENTITY FULL;
	ALTER TABLE full_2 REPLICA IDENTITY FULL;
	CREATE TABLE keyed_1 (d numeric(8,2), id int, n int NOT NULL, t text, s timestamp, b boolean, day date, long text, PRIMARY KEY (n, id));
	CREATE TABLE keyed_2 (id int PRIMARY KEY, n int, d numeric(8,2), t text NOT NULL, s timestamp, b boolean, day date NOT NULL, long text);
	CREATE UNIQUE INDEX keyed_2_identity ON keyed_2 (t, day, id);
	ALTER TABLE keyed_2 REPLICA IDENTITY USING INDEX keyed_2_identity;
	CREATE TABLE rooted (id int, n int, d numeric(8,2), t text, s timestamp, b boolean, day date, long text, PRIMARY KEY (id)) PARTITION BY HASH (id);
	CREATE TABLE rooted_0 PARTITION OF rooted FOR VALUES WITH (MODULUS 3, REMAINDER 0);
	CREATE TABLE rooted_1 (long text, gone int, day date, b boolean, s timestamp, t text, d numeric(8,2), n int, id int PRIMARY KEY);
	ALTER TABLE rooted_1 DROP COLUMN gone;
	ALTER TABLE rooted ATTACH PARTITION rooted_1 FOR VALUES WITH (MODULUS 3, REMAINDER 1);
	CREATE TABLE rooted_2 PARTITION OF rooted FOR VALUES WITH (MODULUS 3, REMAINDER 2);
	ALTER TABLE rooted_0 REPLICA IDENTITY FULL;
	ALTER TABLE rooted_1 REPLICA IDENTITY FULL;
	ALTER TABLE rooted_2 REPLICA IDENTITY FULL;
	ALTER TABLE rooted REPLICA IDENTITY FULL;
	ALTER TABLE full_1 ALTER long SET STORAGE EXTERNAL;
	ALTER TABLE rooted_1 ALTER long SET STORAGE EXTERNAL;
	SQL
$source->safe_psql('postgres', join "\n",
	(map { my $table = $_; map { insert_sql($table) } 1 .. 100 } sort keys %identity),
	map { publication_sql('CREATE PUBLICATION', $_, 'FOR TABLE') . ' WITH (publish_via_partition_root = true);' } @publications);
my $stream = Stream->new(
	source => $source,
	target => $target,
	publications => \@publications,
	log => "$PostgreSQL::Test::Utils::log_path/random_filters_applier.log");
$stream->start;
$stream->wait_for_copy;
check('copied');

for my $round (1 .. 3)
{
	$source->safe_psql('postgres', join "\n", map { transaction_sql() } 1 .. 150);
	$stream->wait_for_catchup;
	check("round $round");
}
unlike($stream->log_text, qr/copied again/, 'nothing was copied twice');

# Other filters, while transactions go on.
$source->safe_psql('postgres', join "\n",
	map { (publication_sql('ALTER PUBLICATION', $_, 'SET TABLE') . ';', map { transaction_sql() } 1 .. 20) } @publications);
$stream->wait_for_catchup;
check('other filters');
is($stream->stop, 0, 'the applier ends well when asked to');
done_testing();

sub check
{
	my ($when) = @_;
	my ($rows, $all) = (0, $source->safe_psql('postgres', join ' + ', 'SELECT 0', map { "(SELECT count(*) FROM $_)" } sort keys %identity));
	for my $report ($stream->compare_tables)
	{
		is($report->{differences}, 0, "$when, $report->{table}: $report->{rows} rows")
		  or diag "SEED=$seed\n", @{ $report->{samples} };
		$rows += $report->{rows};
	}
	cmp_ok($rows, '>', 0, "$when: there are rows");
	cmp_ok($rows, '<', $all, "$when: not all of them");
	return;
}

# Every table is in the first publication, so that none is without; a filter keeps some rows at least most of the time.
sub publication_sql
{
	my ($command, $name, $tables) = @_;
	my @tables = grep { $name eq 'one' || rand() < 0.6 || $_ eq 'full_1' } sort keys %identity;
	return "$command $name $tables " . join ', ', map { "$_ WHERE (" . condition(3, @{ $identity{$_} }) . ')' } @tables;
}

# Of the columns of a table, so many levels deep.
sub condition
{
	my ($depth, @columns) = @_;
	my $kind = $depth > 0 ? int rand 5 : 4;
	return 'NOT (' . condition($depth - 1, @columns) . ')' if $kind == 0;
	return '(' . join($kind == 1 ? ' AND ' : ' OR ', map { condition($depth - 1, @columns) } 1 .. 2) . ')' if $kind < 4;
	my $column = $columns[ rand @columns ];
	my %atoms = (
		id => [ "id % 3 = " . int(rand 3), "id > " . int(rand $next_id + 10), "id < " . int(rand $next_id + 10) ],
		n => [ "n > " . number(), "n IS NULL", "n IN (" . join(', ', map { number() } 1 .. 3) . ")", "n % 2 = 1", "coalesce(n, 0) < " . number() ],
		d => [ "d > " . decimal(), "d IS NOT NULL", "d BETWEEN -20 AND " . decimal(), "abs(d) < 30" ],
		t => [ "t LIKE '" . chr(97 + rand 4) . "%'", "t = ''", "t IS NULL", "length(t) > " . int(rand 6), "t < 'c'" ],
		s => [ "s > '2024-06-01'", "s IS NULL", "date_trunc('hour', s) = s" ],
		b => [ 'b', 'NOT b', 'b IS NOT TRUE', 'b IS NULL' ],
		day => [ "day > '2024-0" . (1 + int rand 9) . "-01'", "day IS NULL", "day <> '2024-01-01'" ],
	);
	my @atoms = @{ $atoms{$column} };
	return $atoms[ rand @atoms ];
}

sub transaction_sql
{
	my @statements = map { statement_sql() } 0 .. rand 6;
	splice @statements, rand @statements, 0, 'SAVEPOINT s;', statement_sql(), statement_sql(), 'ROLLBACK TO s;' if rand() < 0.2;
	return join "\n", 'BEGIN;', @statements, rand() < 0.1 ? 'ROLLBACK;' : 'COMMIT;';
}

sub statement_sql
{
	my $table = (sort keys %identity)[ rand keys %identity ];
	my $kind = rand;
	return insert_sql($table) if $kind < 0.35;
	my $rows = rand() < 0.2
	  ? condition(2, qw(id n d t s b day))
	  : "id = (SELECT min(id) FROM $table WHERE id >= " . int(rand $next_id) . ')';
	return "DELETE FROM $table WHERE id = (SELECT min(id) FROM $table WHERE id >= " . int(rand $next_id) . ');' if $kind < 0.45;
	my %set = map { my $column = (qw(n d t s b day long))[ rand 7 ]; ($column => value($table, $column)) } 0 .. rand 3;
	$set{id} = 1_000_000 + $next_id++ if $rows =~ /^id = / && rand() < 0.1;
	return "UPDATE $table SET " . join(', ', map { "$_ = $set{$_}" } sort keys %set) . " WHERE $rows;";
}

sub insert_sql
{
	my ($table) = @_;
	my @columns = qw(n d t s b day long);
	return "INSERT INTO $table (id, " . join(', ', @columns) . ') VALUES (' . $next_id++ . ', '
	  . join(', ', map { value($table, $_) } @columns) . ') ON CONFLICT DO NOTHING;';
}

sub value
{
	my ($table, $column) = @_;
	my $is_key = $table =~ /^keyed/ && grep { $_ eq $column } @{ $identity{$table} };
	return 'NULL' if !$is_key && rand() < 0.15;
	# What an UPDATE leaves in TOAST the log has only of a FULL old row.
	my $repeats = $table =~ /^keyed/ ? 1 : rand() < 0.3 ? 700 : 1;
	my %value = (
		n => number(),
		d => decimal(),
		t => "'" . join('', map { chr 97 + rand 4 } 1 .. rand 7) . "'",
		s => sprintf("'2024-%02d-%02d %02d:00'", 1 + rand 12, 1 + rand 28, rand 24),
		b => rand() < 0.5 ? 'true' : 'false',
		day => sprintf("'2024-%02d-01'", 1 + rand 12),
		long => "repeat('" . join('', map { chr 97 + rand 26 } 1 .. 8) . "', $repeats)",
	);
	return $value{$column};
}

sub number { return int(rand 20) - 5 }
sub decimal { return sprintf '%.2f', rand(100) - 50 }
