# Columns that only the target has: constants, and the position, time and operation of what wrote a
# row last.  What they say does not depend on how transactions were folded, and agrees with the
# source's own records.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;
use TwoWays;

my $seed = $ENV{SEED} || time;
srand $seed;
diag "SEED=$seed";

my $source = Source->start(settings => "track_commit_timestamp = on\n");
my $target = MysqlServer->new(durable => 0)->start;
my $log = "$PostgreSQL::Test::Utils::log_path/added_columns";
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE documents (id int PRIMARY KEY, words text, document text);
	CREATE TABLE by_name (id int UNIQUE NOT NULL, words text, document text);
	ALTER TABLE by_name REPLICA IDENTITY USING INDEX by_name_id_key;
	CREATE TABLE keyless (id int, words text, document text);
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	CREATE TABLE pairs (a int, b text, n int, PRIMARY KEY (a, b));
	ALTER TABLE documents ALTER document SET STORAGE EXTERNAL;
	ALTER TABLE by_name ALTER document SET STORAGE EXTERNAL;
	ALTER TABLE keyless ALTER document SET STORAGE EXTERNAL;
	INSERT INTO documents SELECT n, 'copied', repeat('document', 500) FROM generate_series(0, 5) n;
	INSERT INTO by_name SELECT * FROM documents;
	INSERT INTO keyless SELECT * FROM documents;
	INSERT INTO pairs SELECT n % 5, 'b' || n, n FROM generate_series(1, 20) n;
	CREATE PUBLICATION demo FOR TABLE documents, by_name, keyless, pairs;
	SQL
my $audit = <<~'TOML';
	[[rules.columns]]
	add = "lsn"
	audit = "commit_lsn"
	[[rules.columns]]
	add = "position"
	audit = "commit_lsn"
	type = "VARCHAR(20)"
	[[rules.columns]]
	add = "written_at"
	audit = "commit_time"
	[[rules.columns]]
	add = "operation"
	audit = "operation"
	TOML
my $ways = TwoWays->new(
	source => $source,
	target => $target,
	log => $log,
	rules => <<~"TOML")->start;
	[[rules]]
	table = "public.*"
	$audit
	[[rules.columns]]
	add = "shop"
	value = "Zürich 1 {1}"

	[[rules]]
	table = "public.pairs"
	[[rules.columns]]
	add = "region"
	value = "eu"
	key = true
	[[rules.columns]]
	add = "shard"
	value = "07"
	type = "SMALLINT"
	key = true
	TOML

for my $database (qw(singly folded))
{
	is($target->value("SELECT COUNT(*) FROM documents JOIN wal2mysql.table_state s
			ON stream = DATABASE() AND source_table = 'documents' AND lsn = copied_lsn
			WHERE operation = 'copy' AND written_at IS NULL AND shop = 'Zürich 1 documents'", $database),
		6, "$database: copied rows say as of when");
}
is(join(' ', map { $_->[0] } $target->query(q{SELECT column_name FROM information_schema.statistics
		WHERE table_schema = 'folded' AND table_name = 'pairs' AND index_name = 'PRIMARY' ORDER BY seq_in_index})),
	'region shard a b', 'constants of the key come first in it');

# The transaction that wrote a row version is its xmin.
sub agrees_with_source
{
	my ($table, $key, $description) = @_;
	my @theirs = sort split /\n/, $source->safe_psql('postgres', <<~"SQL");
		SELECT $key || '|' || to_char(pg_xact_commit_timestamp(xmin) AT TIME ZONE 'UTC',
			'YYYY-MM-DD HH24:MI:SS.US') FROM $table WHERE words <> 'copied'
		SQL
	for my $name (qw(singly folded))
	{
		my @ours = map { join '|', @$_ } $target->query(
			"SELECT $key, written_at FROM $table WHERE words <> 'copied'", $name);
		is_deeply([ sort @ours ], \@theirs, "$name: $table: $description");
	}
	return;
}

sub same_both_ways
{
	my ($description, @tables) = @_;
	for my $table (@tables)
	{
		is($ways->differences($table, "CONCAT_WS('|', id, words, SHA2(document, 256)), shop, IF(operation = 'copy', '', lsn),
			IF(operation = 'copy', '', position), written_at, operation"), '', "$table: $description");
	}
	return;
}

my $before = $source->safe_psql('postgres', 'SELECT pg_current_wal_insert_lsn()');
$ways->apply(
	q{INSERT INTO documents VALUES (10, 'inserted', '')},
	q{INSERT INTO documents VALUES (11, 'inserted', ''), (12, 'inserted', ''), (13, 'inserted', ''), (14, 'inserted', '')},
	q{UPDATE documents SET words = 'updated' WHERE id IN (11, 1)},
	q{DELETE FROM documents WHERE id IN (12, 2)},
	q{INSERT INTO documents VALUES (12, 'again', ''), (2, 'again', '')},
	q{UPDATE documents SET id = 23 WHERE id = 13},
	q{UPDATE documents SET words = words WHERE id = 14},
	q{UPDATE pairs SET n = -n WHERE a = 1},
	q{UPDATE pairs SET a = 9 WHERE a = 2},
	q{DELETE FROM pairs WHERE a = 3});
my $after = $source->safe_psql('postgres', 'SELECT pg_current_wal_insert_lsn()');
is($ways->shared('singly'), 1, 'one stream applies each transaction alone');
cmp_ok($ways->shared('folded'), '>', 5, 'and the other many together');
for my $name (qw(singly folded))
{
	is_deeply(
		[ map { "@$_" } $target->query('SELECT id, operation FROM documents WHERE id IN (1, 2) OR id > 9 ORDER BY id', $name) ],
		[ '1 update', '2 insert', '10 insert', '11 update', '12 insert', '14 update', '23 update' ],
		"$name: a row says what wrote it last");
	is(join(' ', $target->value(qq{SELECT COUNT(*), COUNT(DISTINCT lsn),
			MIN(lsn) >= @{[ number($before) ]}, MAX(lsn) < @{[ number($after) ]} FROM documents WHERE operation <> 'copy'}, $name)),
		'7 5 1 1', "$name: and the position of the transaction");
	is_deeply([ map { $_->[0] } $target->query(q{SELECT DISTINCT CONCAT(CONV(SUBSTRING_INDEX(position, '/', 1), 16, 10)
			* 4294967296 + CONV(SUBSTRING_INDEX(position, '/', -1), 16, 10) = lsn) FROM documents}, $name) ],
		[1], "$name: which is the same as text");
	is_deeply(
		[ map { "@$_" } $target->query('SELECT region, shard, a, b, n FROM pairs ORDER BY a, b', $name) ],
		[ map { "eu 7 $_" } split /\n/, $source->safe_psql('postgres',
			q{SELECT a || ' ' || b || ' ' || n FROM pairs ORDER BY a, b}) ],
		"$name: keys begin with the constants");
}
agrees_with_source('documents', 'id', 'the time is that of the commit');

$ways->apply($ways->random_transactions(600, 12, qw(documents by_name)));
cmp_ok($ways->shared('folded'), '>', 50, 'hundreds of random transactions are folded');
same_both_ways('the rows say the same', qw(documents by_name));
agrees_with_source($_, 'id', 'as the source does') for qw(documents by_name);

$ways->apply(
	q{INSERT INTO keyless SELECT n, 'one', repeat('document', 500) FROM generate_series(10, 14) n},
	q{UPDATE keyless SET words = 'two' WHERE id IN (1, 11, 12)},
	q{DELETE FROM keyless WHERE id IN (2, 12)},
	q{UPDATE keyless SET document = repeat('new', 1000) WHERE id IN (3, 13)},
	q{INSERT INTO keyless SELECT 20, 'twin', '' FROM generate_series(1, 6)},
	q{DELETE FROM keyless WHERE ctid IN (SELECT ctid FROM keyless WHERE id = 20 LIMIT 2)},
	q{UPDATE keyless SET words = 'sibling' WHERE ctid IN (SELECT ctid FROM keyless WHERE id = 20 LIMIT 3)});
same_both_ways('rows without a key are found by what the source has', 'keyless');
agrees_with_source('keyless', 'id', 'and the time is that of the commit');
is($ways->singly->stop, 0, 'one applier ends well');
is($ways->folded->stop, 0, 'and so does the other');

# A target table that is there already must have the columns.
$source->safe_psql('postgres', 'CREATE TABLE made_by_hand (id int PRIMARY KEY); CREATE PUBLICATION hand FOR TABLE made_by_hand');
$target->query('CREATE DATABASE by_hand; CREATE TABLE by_hand.made_by_hand (id INT PRIMARY KEY)');
my $stream = Stream->new(
	name => 'hand',
	source => $source,
	target => $target,
	config => { target => { database => 'by_hand' } },
	rules => qq{[[rules]]\ntable = "public.made_by_hand"\n$audit},
	log => "${log}_by_hand.log");
$stream->start;
isnt($stream->wait_for_exit, 0, 'a table without the columns is refused');
like($stream->log_text, qr/Missing: "lsn", "position", "written_at", "operation"/, 'and they are named');
$target->query(q{ALTER TABLE made_by_hand ADD lsn BIGINT UNSIGNED, ADD position VARCHAR(20), ADD written_at DATETIME(6),
	ADD operation ENUM('insert', 'update', 'copy')}, 'by_hand');
$stream->start;
$stream->wait_for_copy;
$source->safe_psql('postgres', 'INSERT INTO made_by_hand VALUES (1)');
$stream->wait_for_catchup;
is($target->value('SELECT operation FROM made_by_hand', 'by_hand'), 'insert', 'with them it is filled');
is($stream->stop, 0, 'and the applier ends well');
$stream->{rules} .= qq{[[rules.columns]]\nadd = "region"\nvalue = "eu"\nkey = true\n};
$stream->configure(target => { database => 'by_hand' });
$target->query('ALTER TABLE made_by_hand ADD region VARCHAR(64)', 'by_hand');
$stream->start;
$source->safe_psql('postgres', 'INSERT INTO made_by_hand VALUES (2)');
isnt($stream->wait_for_exit, 0, 'a constant that joins the key of what is copied is refused');
like($stream->log_text, qr/It has all rows, and now is to have the rows where `region` = 'eu'/, 'for the rows without it');
done_testing();

sub number
{
	my ($high, $low) = split m{/}, $_[0];
	return (hex($high) << 32) + hex $low;
}
