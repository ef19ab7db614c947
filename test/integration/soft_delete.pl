# Deleted rows stay in the target, marked: all of them, as they were when they were deleted, until
# another row takes their place.  Triggers on the source keep the same record, and how transactions
# were folded makes no difference to it.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use TwoWays;

my $seed = $ENV{SEED} || time;
srand $seed;
diag "SEED=$seed";

my $source = Source->start(settings => "track_commit_timestamp = on\n");
my $target = MysqlServer->new(durable => 0)->start;

# The rows of by_index are named by another key than the primary one, and numbered has a unique key in
# the target whose values go from row to row.
my %key = (
	accounts => 'PRIMARY KEY',
	flagged => 'PRIMARY KEY',
	numbered => 'PRIMARY KEY',
	by_index => 'NOT NULL UNIQUE',
	keyless => '');
my @tables = sort keys %key;
$source->safe_psql('postgres', <<~'SQL');
	CREATE SCHEMA graves;
	CREATE FUNCTION bury() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		IF tg_op = 'TRUNCATE' THEN
			EXECUTE format('INSERT INTO graves.%I SELECT * FROM %1$I', tg_table_name);
		ELSIF tg_op = 'DELETE' THEN
			EXECUTE format('INSERT INTO graves.%I SELECT ($1).*', tg_table_name) USING old;
		ELSIF tg_table_name <> 'keyless' THEN
			EXECUTE format('DELETE FROM graves.%I WHERE id = $1 OR number = $2', tg_table_name)
			USING new.id, new.number;
		END IF;
		RETURN NULL;
	END $$;
	CREATE FUNCTION take_number() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		EXECUTE format('SELECT min(n) FROM generate_series(0, 99) n WHERE NOT EXISTS (
			SELECT FROM %I WHERE number = n)', tg_table_name) INTO new.number;
		RETURN new;
	END $$;
	SQL
for my $table (@tables)
{
	$source->safe_psql('postgres', <<~"SQL");
		CREATE TABLE $table (id int $key{$table}, words text, document text, number serial);
		ALTER TABLE $table ALTER document SET STORAGE EXTERNAL;
		CREATE TABLE graves.$table (LIKE $table);
		CREATE TRIGGER bury AFTER INSERT OR UPDATE OR DELETE ON $table FOR EACH ROW EXECUTE FUNCTION bury();
		CREATE TRIGGER bury_all BEFORE TRUNCATE ON $table EXECUTE FUNCTION bury();
		SQL
}
$source->safe_psql('postgres', <<~"SQL");
	CREATE TRIGGER take_number BEFORE INSERT ON numbered FOR EACH ROW EXECUTE FUNCTION take_number();
	CREATE TRIGGER take_number BEFORE INSERT ON by_index FOR EACH ROW EXECUTE FUNCTION take_number();
	ALTER TABLE by_index ADD PRIMARY KEY (number), REPLICA IDENTITY USING INDEX by_index_id_key;
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	CREATE TABLE swapped (id int PRIMARY KEY, u int UNIQUE DEFERRABLE);
	INSERT INTO swapped SELECT n, n FROM generate_series(1, 10) n;
	CREATE PUBLICATION demo FOR TABLE @{[ join ', ', @tables ]}, swapped;
	SQL
fill($_) for @tables;
my $ways = TwoWays->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/soft_delete",
	rules => <<~'TOML')->start;
	[[rules]]
	table = "public.*"
	soft_delete_time = "deleted_at"
	[[rules.columns]]
	add = "operation"
	audit = "operation"
	[[rules.columns]]
	add = "lsn"
	audit = "commit_lsn"

	[[rules]]
	table = "public.flagged"
	soft_delete_flag = "deleted"
	TOML
for my $stream ($ways->singly, $ways->folded)
{
	is($stream->stop, 0, 'the applier ends well');
	$target->query("ALTER TABLE numbered ADD UNIQUE KEY (number); ALTER TABLE swapped ADD UNIQUE KEY (u)", $stream->name);
	$stream->start;
}
same('after the copy');

$ways->apply('DELETE FROM accounts WHERE id IN (1, 2)', 'INSERT INTO accounts VALUES (10, $$new$$)');
for my $name (qw(singly folded))
{
	is_deeply(
		[ map { "@$_" } $target->query('SELECT id, operation, deleted_at IS NULL FROM accounts ORDER BY id', $name) ],
		[ '0 copy 1', '1 delete 0', '2 delete 0', '3 copy 1', '4 copy 1', '5 copy 1', '10 insert 1' ],
		"$name: deleted rows say so");
}
$ways->apply(map { my $table = $_; (
	"DELETE FROM $table WHERE id = 0",
	"UPDATE $table SET words = 'last words', document = repeat('x', 3000) WHERE id = 3", "DELETE FROM $table WHERE id = 3",
	"INSERT INTO $table VALUES (20, 'short life', '')", "DELETE FROM $table WHERE id = 20",
	"DELETE FROM $table WHERE id = 4", "INSERT INTO $table VALUES (4, 'second life', '')",
	"DELETE FROM $table WHERE id = 5", "INSERT INTO $table VALUES (5, 'second life', '')", "DELETE FROM $table WHERE id = 5",
	"INSERT INTO $table VALUES (30, 'moves', ''), (31, 'dies', '')", "DELETE FROM $table WHERE id = 31",
	"UPDATE $table SET id = 31 WHERE id = 30") } @tables);
same('rows that come and go, one by one');
$ways->apply(map { my $table = $_; (
	'BEGIN', "DELETE FROM $table", "INSERT INTO $table SELECT n, 'third life', '' FROM generate_series(0, 3) n",
	"UPDATE $table SET id = -id WHERE id = 2", "DELETE FROM $table WHERE id = 1", 'COMMIT') } @tables);
same('and in one transaction');
$ways->apply((map { "TRUNCATE $_" } @tables), 'TRUNCATE ' . join(', ', @tables));
same('a TRUNCATE deletes all that is left');
fill($_) for @tables;

$ways->apply($ways->random_transactions(800, 12, @tables));
cmp_ok($ways->shared('folded'), '>', 50, 'hundreds of random transactions are folded');
same('and leave the same rows');
$ways->apply('BEGIN', (map { (
		"INSERT INTO $_ SELECT n, 'many', repeat('d', 100) FROM generate_series(1000, 12000) n",
		"DELETE FROM $_ WHERE id > 1000 AND id % 3 = 0", "UPDATE $_ SET words = 'many more' WHERE id > 1000 AND id % 3 = 1",
		"INSERT INTO $_ SELECT n, 'again', '' FROM generate_series(1002, 12000, 6) n") } qw(accounts flagged)), 'COMMIT');
same('so does a transaction that is written as it arrives');

# Values of u hold only at the end, so that the target takes none of the orders but all deletes first.
$ways->apply(
	'BEGIN', 'SET CONSTRAINTS ALL DEFERRED', 'UPDATE swapped SET u = 11 - u', 'DELETE FROM swapped WHERE id = 10',
	'INSERT INTO swapped VALUES (10, 1)', 'DELETE FROM swapped WHERE id = 5', 'INSERT INTO swapped VALUES (12, 12)',
	'DELETE FROM swapped WHERE id = 12', 'COMMIT');
for my $name (qw(singly folded))
{
	is_deeply([ map { "@$_" } $target->query('SELECT id, u FROM swapped WHERE deleted_at IS NULL ORDER BY id', $name) ],
		[ map { s/\|/ /r } split /\n/, $source->safe_psql('postgres', 'SELECT id, u FROM swapped ORDER BY id') ],
		"$name: values are swapped");
	is_deeply([ map { "@$_" } $target->query('SELECT id, u FROM swapped WHERE deleted_at IS NOT NULL ORDER BY id', $name) ],
		[ '5 6', '12 12' ], "$name: and deleted rows stay");
}

# What is marked must be what was there: anything else is for people to see.
is($ways->folded->stop, 0, 'the applier ends well');
$source->safe_psql('postgres', q{INSERT INTO accounts VALUES (77, 'mine'), (78, 'mine')});
$ways->singly->wait_for_catchup;
$target->query('UPDATE accounts SET deleted_at = NOW() WHERE id = 77', 'singly');
$source->safe_psql('postgres', 'DELETE FROM accounts WHERE id IN (77, 78)');
isnt($ways->singly->wait_for_exit, 0, 'a row that is deleted already stops the stream');
like($ways->singly->log_text, qr/Not in the target: the row with key \(id = 77\)/, 'which says which it is');
$target->query('UPDATE accounts SET deleted_at = NULL WHERE id = 77', 'singly');
$ways->singly->start;
$ways->folded->start;
$_->wait_for_catchup for $ways->singly, $ways->folded;
same('put right by hand, it goes on');
is($_->stop, 0, 'the applier ends well') for $ways->singly, $ways->folded;
done_testing();

sub fill
{
	my ($table) = @_;
	$source->safe_psql('postgres',
		"INSERT INTO $table SELECT n, 'filled', repeat('document', 500) FROM generate_series(0, 5) n");
	return;
}

# A grave was dug by the transaction that is its xmin.
sub same
{
	my ($description) = @_;
	for my $table (@tables)
	{
		my ($mark, $time) = $table eq 'flagged' ? ('deleted = 1', q{IF(deleted, deleted_at, '')}) : ('deleted_at IS NOT NULL', q{COALESCE(deleted_at, '')});
		my $theirs = $source->safe_psql('postgres', <<~"SQL");
			SELECT concat_ws('|', id, words, encode(sha256(convert_to(document, 'UTF8')), 'hex'), number, 0, '')
			FROM $table UNION ALL
			SELECT concat_ws('|', id, words, encode(sha256(convert_to(document, 'UTF8')), 'hex'), number, 1,
				to_char(pg_xact_commit_timestamp(xmin) AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS.US'))
			FROM graves.$table
			SQL
		for my $name (qw(singly folded))
		{
			my @ours = $ways->rows($name, $table,
				"CONCAT_WS('|', id, words, SHA2(document, 256), number, $mark, $time)");
			is_deeply(\@ours, [ sort split /\n/, $theirs ], "$name: $table: $description");
		}
		is($ways->differences($table, "id, number, IF(operation = 'copy', '', lsn), operation"),
			'', "$table: both say the same of what wrote a row last");
	}
	return;
}
