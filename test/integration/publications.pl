# What publications say is what arrives: rows by their filters, columns by their lists, partitions as their roots; in the copy
# and in the stream, as the same SELECT has it on the source.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~'SQL');
	-- Filters of several publications.
	CREATE TABLE item (id int PRIMARY KEY, a int, b text);
	ALTER TABLE item REPLICA IDENTITY FULL;
	INSERT INTO item SELECT i, i % 7, repeat('word ', i % 5) FROM generate_series(1, 500) AS i;
	CREATE PUBLICATION many FOR TABLE item WHERE (a > 4);
	CREATE PUBLICATION others FOR TABLE item WHERE (b = '');

	-- Columns, by two publications alike; one table without its key.
	CREATE TABLE customer (secret text, id int PRIMARY KEY, name text, card text);
	INSERT INTO customer SELECT 'secret', i, 'name ' || i, 'card' FROM generate_series(1, 100) AS i;
	CREATE TABLE visit (id int PRIMARY KEY, who text, what text);
	INSERT INTO visit SELECT i, 'who', 'what' FROM generate_series(1, 10) AS i;
	ALTER PUBLICATION many ADD TABLE customer (id, name) WHERE (id < 90);
	ALTER PUBLICATION others ADD TABLE customer (name, id) WHERE (id > 95);
	CREATE PUBLICATION visits FOR TABLE visit (what) WITH (publish = 'insert');

	-- Partitions at several levels, with their columns elsewhere; and children that are tables of their own.
	CREATE TABLE measure (id int, day date, gone int, value numeric(10,2), note text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
	ALTER TABLE measure DROP COLUMN gone;
	CREATE TABLE m2023 PARTITION OF measure FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
	CREATE TABLE m2024 (note text, dropped int, value numeric(10,2), day date, id int, PRIMARY KEY (id, day)) PARTITION BY HASH (id);
	ALTER TABLE m2024 DROP COLUMN dropped;
	CREATE TABLE m2024_0 PARTITION OF m2024 FOR VALUES WITH (MODULUS 2, REMAINDER 0);
	CREATE TABLE m2024_1 (day date, value numeric(10,2), id int, note text, PRIMARY KEY (id, day));
	ALTER TABLE m2024 ATTACH PARTITION m2024_1 FOR VALUES WITH (MODULUS 2, REMAINDER 1);
	ALTER TABLE measure ATTACH PARTITION m2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
	CREATE TABLE m_rest PARTITION OF measure DEFAULT;
	ALTER TABLE m2024_1 ALTER note SET STORAGE EXTERNAL;
	INSERT INTO measure SELECT i % 40, date '2023-06-01' + i, i, repeat('x', i * 7) FROM generate_series(1, 1000) AS i;
	CREATE PUBLICATION root FOR TABLE measure WITH (publish_via_partition_root = true);
	CREATE PUBLICATION leaf FOR TABLE m2024_1;
	CREATE SCHEMA part;
	CREATE TABLE part.filtered (id int, kind int, v text, PRIMARY KEY (id, kind)) PARTITION BY LIST (kind);
	CREATE TABLE part.filtered_1 PARTITION OF part.filtered FOR VALUES IN (1, 3);
	CREATE TABLE part.filtered_2 (kind int, id int, v text, PRIMARY KEY (id, kind));
	ALTER TABLE part.filtered ATTACH PARTITION part.filtered_2 FOR VALUES IN (2, 4);
	CREATE TABLE part.empty (id int PRIMARY KEY) PARTITION BY LIST (id);
	INSERT INTO part.filtered SELECT i, 1 + i % 4, 'v' || i FROM generate_series(1, 400) AS i;
	ALTER PUBLICATION root ADD TABLE part.filtered WHERE (kind > 2), part.empty;
	CREATE TABLE parent (id int PRIMARY KEY, note text);
	CREATE TABLE child (extra int, PRIMARY KEY (id)) INHERITS (parent);
	INSERT INTO parent VALUES (1, 'parent');
	INSERT INTO child VALUES (2, 'child', 5);
	ALTER PUBLICATION root ADD TABLE parent;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	publications => [qw(many others visits root leaf)],
	config => { copy => { chunk_mb => 1 } },
	log => "$PostgreSQL::Test::Utils::log_path/publications_applier.log");
is(join(' ', map { "$_->[0].$_->[1]" } $stream->tables),
	'part.empty part.filtered public.child public.customer public.item public.measure public.parent public.visit',
	'partitions are not tables of their own');
$stream->start;
$stream->wait_for_copy;
is($stream->differences, '', 'the copy has the rows and columns that a SELECT has');
is($target->value(q{SELECT GROUP_CONCAT(table_name ORDER BY 1) FROM information_schema.tables
	WHERE table_schema IN ('postgres', 'part')}),
	'child,customer,empty,filtered,item,measure,parent,visit', 'in one table each');
is(columns_of('customer'), 'id,name', 'what is not listed is not there');
is(columns_of('visit'), 'what', 'a key neither');

$source->safe_psql('postgres', $_) for (
	# Into the filters, within, across and out of them.
	'UPDATE item SET a = a + 1',
	q{UPDATE item SET b = '' WHERE id % 11 = 0},
	q{UPDATE item SET a = 0, b = 'gone' WHERE id % 13 = 0},
	'UPDATE item SET id = id + 1000 WHERE id % 17 = 0',
	'UPDATE item SET a = NULL WHERE id % 19 = 0',
	'DELETE FROM item WHERE id % 5 = 0',
	q{INSERT INTO item VALUES (2001, 5, 'x'), (2002, 4, 'x'), (2003, NULL, ''), (2004, 9, NULL)},
	'BEGIN; UPDATE item SET a = 9; UPDATE item SET a = id % 9; DELETE FROM item WHERE a = 8; COMMIT',
	# Of columns that are not listed nothing arrives.
	q{UPDATE customer SET card = 'other'},
	q{UPDATE customer SET name = 'other ' || id WHERE id % 3 = 0},
	'UPDATE customer SET id = id + 400 WHERE id BETWEEN 41 AND 50',
	q{INSERT INTO customer VALUES ('s', 300, 'three hundred', 'c'), ('s', 0, 'nobody', 'c')},
	'DELETE FROM customer WHERE id % 4 = 0',
	q{INSERT INTO customer VALUES ('s', 92, 'none', 'c')},
	q{INSERT INTO visit VALUES (11, 'who', 'when')},
	# Within partitions and between them.
	'UPDATE measure SET value = value + 1 WHERE id % 3 = 0',
	'UPDATE measure SET day = day + 300 WHERE id % 4 = 0',
	'UPDATE measure SET id = id + 1000 WHERE id % 5 = 0',
	'UPDATE measure SET note = NULL WHERE id % 7 = 0',
	'DELETE FROM measure WHERE id % 11 = 0',
	q{INSERT INTO m2024_1 SELECT day, value, id, note FROM m2024_1 WHERE false},
	q{INSERT INTO measure VALUES (5000, '2023-02-02', 1, 'a'), (5001, '2024-02-02', NULL, repeat('y', 5000)), (5002, '2031-01-01', 3, NULL)},
	'UPDATE part.filtered SET kind = kind % 4 + 1 WHERE id % 3 = 0',
	q{UPDATE part.filtered SET v = 'new' WHERE id % 5 = 0},
	'DELETE FROM part.filtered WHERE id % 7 = 0',
	q{UPDATE parent SET note = note || ' and more'});
$stream->wait_for_catchup;
is($stream->differences, '', 'the stream has them, too');

$source->safe_psql('postgres', 'TRUNCATE part.filtered, item');
$source->safe_psql('postgres', q{INSERT INTO part.filtered VALUES (1, 1, 'a'), (2, 3, 'b'), (3, 4, 'c'); INSERT INTO item VALUES (1, 1, ''), (2, 2, 'x')});
$stream->wait_for_catchup;
is($target->value('SELECT CONCAT(COUNT(*), MIN(v)) FROM part.filtered'), '2b', 'a root is truncated with its partitions');
is($stream->differences, '', 'a filter does not keep rows from TRUNCATE');
is($stream->log_text =~ /copied again/, '', 'nothing was copied twice');

# What cannot be known stops the stream, by the name of the row.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE document (id int, state int, body text, PRIMARY KEY (id, state));
	ALTER TABLE document ALTER body SET STORAGE EXTERNAL;
	INSERT INTO document VALUES (1, 0, repeat('a', 3000)), (2, 1, 'short');
	ALTER PUBLICATION many ADD TABLE document WHERE (state = 1);
	UPDATE document SET state = 2 WHERE id = 2;
	UPDATE document SET state = 1 WHERE id = 2;
	SQL
$stream->wait_for_catchup;
is($stream->differences, '', 'an UPDATE brings a row whose values are all logged');
$source->safe_psql('postgres', 'UPDATE document SET state = 1 WHERE id = 1');
is($stream->wait_for_exit, 1, 'a row of which the log lacks a value ends the applier');
like(
	$stream->log_text,
	qr/did not log a value of a row that begins to be published.*"body".*REPLICA IDENTITY FULL.*key \(id = 1, state = 1\), table "public.document", transaction ending at/s,
	'which says which, where, and what to do');
$source->safe_psql('postgres', 'ALTER TABLE document REPLICA IDENTITY FULL');
$target->query(q{UPDATE wal2mysql.table_state SET state = 'copying' WHERE source_table = 'document'});
$stream->start;
$source->safe_psql('postgres', 'UPDATE document SET state = 0 WHERE id = 1; UPDATE document SET state = 1 WHERE id = 1');
$stream->wait_for_catchup;
is($stream->differences, '', 'copied again, and with its old rows in the log, the table goes on');
is($stream->stop, 0, 'the applier ends well when asked to');

done_testing();

sub columns_of
{
	my ($table) = @_;
	return $target->value(qq{SELECT GROUP_CONCAT(column_name ORDER BY ordinal_position) FROM information_schema.columns
		WHERE table_schema = 'postgres' AND table_name = '$table'});
}
