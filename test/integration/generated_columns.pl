# A generated column of the source is an ordinary column of the target, and has its values: MySQL
# could neither take them into a generated column of its own nor compute PostgreSQL's expression.
# Stored ones are in the rows of the source; the virtual ones of PostgreSQL 18 the plugin computes.

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
	CREATE TABLE keyless (n int, twice bigint GENERATED ALWAYS AS (n * 2::bigint) STORED);
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	INSERT INTO keyless SELECT i % 10 FROM generate_series(1, 100) AS i;
	CREATE PUBLICATION demo FOR TABLE line, keyless;
	SQL
create_virtual() if $has_virtual;
my $stream = Stream->new(source => $source, target => $target);
$stream->start;
$stream->wait_for_copy;
$source->safe_psql('postgres', $_) for (
	'UPDATE line SET pieces = pieces + 1 WHERE id % 2 = 0',
	q{UPDATE line SET note = repeat(md5(id::text), 1000) WHERE id % 5 = 0},
	'UPDATE line SET price = 7 WHERE id % 5 = 0',
	'DELETE FROM line WHERE id % 3 = 0',
	q{INSERT INTO line VALUES (101, 0.01, 3, 'ß')},
	'UPDATE keyless SET n = n + 100 WHERE n % 2 = 0',
	'DELETE FROM keyless WHERE n % 3 = 0');
change_virtual() if $has_virtual;
$stream->wait_for_catchup;
is($stream->differences, '', 'every value is that of the source');
is($target->value('SELECT total FROM line WHERE id = 101', 'postgres'),
	'0.03', 'as PostgreSQL computed it');
SKIP:
{
	skip 'virtual columns are of PostgreSQL 18', 3 unless $has_virtual;
	check_unknown();
}
is($target->value(q{SELECT COUNT(*) FROM information_schema.columns
	WHERE table_schema = 'postgres' AND extra LIKE '%GENERATED%'}), 0, 'in ordinary columns');
is($stream->stop, 0, 'the applier ends well');

done_testing();

# The note is long enough for TOAST, where an update leaves it: then the log does not have it.
sub create_virtual
{
	$source->safe_psql('postgres', <<~'SQL');
		CREATE TABLE seen (
			id int PRIMARY KEY,
			price numeric(10,2),
			gone int,
			pieces int,
			note text STORAGE EXTERNAL,
			total numeric(12,2) GENERATED ALWAYS AS (price * pieces) VIRTUAL,
			many boolean GENERATED ALWAYS AS (pieces > 50) VIRTUAL,
			stored bigint GENERATED ALWAYS AS (pieces * 3) STORED,
			words text GENERATED ALWAYS AS (upper(left(note, 20)) || '!') VIRTUAL,
			letters int[] GENERATED ALWAYS AS (ARRAY[length(note), ascii(note)]) VIRTUAL,
			constant text GENERATED ALWAYS AS ('ß') VIRTUAL);
		ALTER TABLE seen DROP COLUMN gone;
		INSERT INTO seen (id, price, pieces, note)
		SELECT i, i * 1.25, i, repeat('wörter ', i * 20) FROM generate_series(1, 100) AS i;
		INSERT INTO seen (id, price, pieces, note) VALUES (0, NULL, 1, NULL);
		CREATE TABLE appended (n int, twice bigint GENERATED ALWAYS AS (n * 2::bigint) VIRTUAL);
		ALTER TABLE appended REPLICA IDENTITY FULL;
		INSERT INTO appended SELECT i % 10 FROM generate_series(1, 100) AS i;
		ALTER PUBLICATION demo ADD TABLE seen, appended;
		-- Else PostgreSQL 18 refuses to change tables like keyless.
		ALTER PUBLICATION demo SET (publish_generated_columns = stored);
		SQL
	return;
}

sub change_virtual
{
	$source->safe_psql('postgres', $_) for (
		'UPDATE seen SET pieces = pieces + 1 WHERE id % 2 = 0',
		q{UPDATE seen SET note = repeat(md5(id::text), 1000) WHERE id % 5 = 0},
		'UPDATE seen SET price = 7 WHERE id % 5 = 0',
		'UPDATE seen SET note = NULL WHERE id % 7 = 0',
		'UPDATE seen SET id = -id WHERE id % 11 = 0',
		'DELETE FROM seen WHERE id % 3 = 0',
		q{INSERT INTO seen (id, price, pieces, note) VALUES (101, 0.01, 3, 'ß')},
		'INSERT INTO appended SELECT i % 10 FROM generate_series(1, 100) AS i');
	return;
}

# A virtual column that is not known is a value that MySQL cannot hold: where its expression
# fails, or needs a value in TOAST and others.
sub check_unknown
{
	$source->safe_psql('postgres', <<~'SQL');
		CREATE TABLE unknown (
			id int PRIMARY KEY,
			n int,
			note text STORAGE EXTERNAL,
			quotient int GENERATED ALWAYS AS (100 / n) VIRTUAL,
			mixed text GENERATED ALWAYS AS (n || left(note, 3)) VIRTUAL);
		INSERT INTO unknown VALUES (1, 0, 'abc'), (2, 4, repeat('word', 1000)), (3, 5, repeat('word', 1000));
		CREATE PUBLICATION unknown FOR TABLE unknown;
		SQL
	my $unknown = Stream->new(
		source => $source,
		target => $target,
		name => 'unknown',
		config => { values => { policy => 'null' } });
	$unknown->start;
	$unknown->wait_for_copy;
	$source->safe_psql('postgres', $_) for (
		q{INSERT INTO unknown VALUES (4, 0, 'abc'), (5, 10, NULL)},
		'UPDATE unknown SET n = 50 WHERE id = 3');
	$unknown->wait_for_catchup;
	is(join(' ', $target->value(<<~'SQL', 'postgres')), '1::0abc 2:25:4wor 3:2: 4::0abc 5:10:', 'what is not known is NULL');
		SELECT GROUP_CONCAT(CONCAT_WS(':', id, COALESCE(quotient, ''), COALESCE(mixed, '')) ORDER BY id SEPARATOR ' ')
		FROM unknown
		SQL
	is($target->value(q{SELECT COUNT(*) FROM wal2mysql.lossy_values WHERE source_table = 'unknown'}),
		3, 'and said to be lost');
	is($unknown->stop, 0, 'its applier ends well');
	return;
}
