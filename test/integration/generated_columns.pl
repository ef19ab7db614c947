# A generated column of the source is an ordinary column of the target, and has its values: MySQL
# could neither take them into a generated column of its own nor compute PostgreSQL's expression.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
my $has_virtual = $source->safe_psql('postgres', 'SHOW server_version_num') >= 180000;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE line (
		id int PRIMARY KEY,
		price numeric(10,2),
		pieces int,
		note text,
		total numeric(12,2) GENERATED ALWAYS AS (price * pieces) STORED,
		words text GENERATED ALWAYS AS (upper(note) || '!') STORED);
	INSERT INTO line SELECT i, i * 1.25, i, repeat('wörter ', i) FROM generate_series(1, 100) AS i;
	INSERT INTO line VALUES (0, NULL, 1, NULL);
	CREATE TABLE keyless (LIKE line INCLUDING GENERATED);
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	INSERT INTO keyless SELECT id, price, pieces, note FROM line;
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
if ($has_virtual)
{
	# Or PostgreSQL refuses to update what has generated columns in its replica identity.
	$source->safe_psql('postgres', 'ALTER PUBLICATION demo SET (publish_generated_columns = stored)');
	create_virtual();
}
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/generated_columns_applier.log",
	config => { values => { rules => [ { table => 'public.failing', column => 'quotient', policy => 'null' } ] } });
$stream->start;
$stream->wait_for_copy;
check_failing('copied', 1) if $has_virtual;
is($stream->differences, '', 'every value is that of the source when it has been copied');
for my $table (qw(line keyless))
{
	$source->safe_psql('postgres', $_) for (
		"UPDATE $table SET pieces = pieces + 1 WHERE id % 2 = 0",
		"UPDATE $table SET note = repeat(md5(id::text), 1000) WHERE id % 5 = 0",
		"UPDATE $table SET price = 7 WHERE id % 5 = 0",
		"DELETE FROM $table WHERE id % 3 = 0",
		"INSERT INTO $table VALUES (101, 0.01, 3, 'ß')");
}
$stream->wait_for_catchup;
is($stream->differences, '', 'every value is that of the source');
is($target->value('SELECT total FROM line WHERE id = 101', 'postgres'),
	'0.03', 'as PostgreSQL computed it');
SKIP:
{
	skip 'virtual columns are of PostgreSQL 18', 6 unless $has_virtual;
	check_virtual();
}
is($target->value(q{SELECT COUNT(*) FROM information_schema.columns
	WHERE table_schema = 'postgres' AND extra LIKE '%GENERATED%'}), 0, 'in ordinary columns');
is($stream->stop, 0, 'the applier ends well');

done_testing();

# No tuple has the values of virtual columns: the plugin computes them.
sub create_virtual
{
	my $columns = <<~'SQL';
		gone int, id int, price numeric(10,2), pieces int, note text, big text, list int[],
		total numeric(12,2) GENERATED ALWAYS AS (price * pieces) VIRTUAL NOT NULL,
		rounded int GENERATED ALWAYS AS (price) VIRTUAL,
		ratio float8 GENERATED ALWAYS AS (1e0 / pieces) VIRTUAL,
		cheap boolean GENERATED ALWAYS AS (price < 10) VIRTUAL,
		words varchar(700) GENERATED ALWAYS AS (upper(note)) VIRTUAL,
		bytes bytea GENERATED ALWAYS AS (decode(md5(note), 'hex')) VIRTUAL,
		day date GENERATED ALWAYS AS (date '2024-01-01' + pieces) VIRTUAL,
		flag bit(3) GENERATED ALWAYS AS (pieces::bit(3)) VIRTUAL,
		longer int[] GENERATED ALWAYS AS (list || pieces) VIRTUAL,
		document jsonb GENERATED ALWAYS AS (('{"a": ' || pieces::text || '}')::jsonb) VIRTUAL,
		nothing text GENERATED ALWAYS AS (NULL::text) VIRTUAL,
		same text GENERATED ALWAYS AS (big) VIRTUAL,
		start text GENERATED ALWAYS AS (left(big, 10)) VIRTUAL,
		size int GENERATED ALWAYS AS (length(big)) STORED
		SQL
	$source->safe_psql('postgres', <<~SQL);
		CREATE TABLE seen ($columns, PRIMARY KEY (id));
		CREATE TABLE parted (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) VIRTUAL)
			PARTITION BY RANGE (id);
		CREATE TABLE part_1 PARTITION OF parted FOR VALUES FROM (0) TO (50);
		CREATE TABLE part_2 (twice int GENERATED ALWAYS AS (a * 200) VIRTUAL, gone int, a int, id int PRIMARY KEY);
		ALTER TABLE part_2 DROP COLUMN gone;
		ALTER TABLE parted ATTACH PARTITION part_2 FOR VALUES FROM (50) TO (200);
		CREATE TABLE failing (id int PRIMARY KEY, a int, quotient int GENERATED ALWAYS AS (100 / a) VIRTUAL, note text);
		ALTER TABLE seen ALTER COLUMN big SET STORAGE EXTERNAL, DROP COLUMN gone;
		INSERT INTO seen
		SELECT i, i * 1.25, i, repeat('wörter ', i), repeat(md5(i::text), 5 * i), ARRAY[i, NULL]
		FROM generate_series(1, 100) AS i;
		INSERT INTO seen VALUES (0, 0, 1);
		INSERT INTO parted SELECT i, i FROM generate_series(1, 100) AS i;
		INSERT INTO failing(id, a, note) VALUES (1, 0, 'copied');
		SQL
	return;
}

sub check_virtual
{
	$source->safe_psql('postgres', $_) for (
		'UPDATE seen SET price = price + 1 WHERE id % 2 = 0',
		'UPDATE seen SET pieces = pieces + 1, note = NULL WHERE id % 3 = 0',
		'UPDATE seen SET big = repeat(md5(id::text), 500) WHERE id % 5 = 0',
		'UPDATE seen SET id = 1000 + id WHERE id % 7 = 0',
		'DELETE FROM seen WHERE id % 4 = 0',
		q{INSERT INTO seen VALUES (101, 0.01, 3, 'ß', repeat('é', 3000), '{}'), (102, 1e7, 7, NULL, NULL, NULL)},
		'UPDATE parted SET a = a + 1 WHERE id % 2 = 0',
		'UPDATE parted SET id = id + 100 WHERE id BETWEEN 45 AND 49',
		'INSERT INTO parted VALUES (0, 1), (160, 1)');
	$stream->wait_for_catchup;
	is($stream->differences, '', 'every value that PostgreSQL computes when it is read');
	is($target->value('SELECT total FROM seen WHERE id = 101', 'postgres'), '0.03', 'as PostgreSQL computes it');
	is(join(' ', map { $target->value("SELECT twice FROM $_ WHERE id IN (0, 160)", 'postgres') } qw(part_1 part_2)),
		'2 200', 'a partition has its own expression');

	$source->safe_psql('postgres', q{INSERT INTO failing(id, a, note) VALUES (2, 0, 'inserted')});
	$stream->wait_for_catchup;
	check_failing('inserted', 2);

	$source->safe_psql('postgres', $_) for (
		'ALTER TABLE seen ALTER COLUMN rounded SET EXPRESSION AS (price * 100)',
		'UPDATE seen SET pieces = pieces');
	$stream->wait_for_catchup;
	is($stream->differences, '', 'another expression counts for rows that are written after it');
	return;
}

# Where the expression fails, its value is not known, and a SELECT on the source would fail.
sub check_failing
{
	my ($how, $id) = @_;
	is($target->value("SELECT CONCAT(COALESCE(quotient, 'NULL'), ' ', note) FROM failing WHERE id = $id", 'postgres'),
		"NULL $how", "what cannot be computed becomes what its policy says: $how");
	is($target->value("SELECT row_key FROM wal2mysql.lossy_values WHERE source_table = 'failing' AND row_key LIKE '%$id'"),
		"id = $id", 'and is noted');
	$source->safe_psql('postgres', "UPDATE failing SET a = 5 WHERE id = $id");
	$stream->wait_for_catchup;
	return;
}
