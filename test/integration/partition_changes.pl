# Partitions come with rows and go with them, filters and lists are altered: nothing of it is logged row by row, and yet the
# target has what the source has, whether the applier was there or not.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlProxy;
use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE root (id int, note text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
	CREATE TABLE part_0 PARTITION OF root FOR VALUES FROM (0) TO (100);
	CREATE TABLE part_1 PARTITION OF root FOR VALUES FROM (100) TO (200);
	CREATE TABLE loose (note text, gone int, id int PRIMARY KEY);
	ALTER TABLE loose DROP COLUMN gone;
	INSERT INTO root SELECT i, 'row ' || i FROM generate_series(0, 199) AS i;
	INSERT INTO loose SELECT 'loose ' || i, i FROM generate_series(200, 299) AS i;
	CREATE TABLE plain (id int PRIMARY KEY, a int, b text);
	INSERT INTO plain SELECT i, i % 10, 'text' FROM generate_series(1, 100) AS i;
	CREATE TABLE later (id int PRIMARY KEY);
	INSERT INTO later VALUES (1), (2);
	CREATE PUBLICATION demo FOR TABLE root, plain WITH (publish_via_partition_root = true);
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/partition_changes_applier.log");
$stream->start;
$stream->wait_for_copy;
is($stream->differences, '', 'the copy is equal');

# Each with a reason that the log gives, or with none where nothing has to be copied.
my $copies = copies();
my @changes = (
	[ 'a partition that is created and filled', 0, q{
		CREATE TABLE part_3 PARTITION OF root FOR VALUES FROM (300) TO (400);
		INSERT INTO root SELECT i, 'new' FROM generate_series(300, 310) AS i} ],
	[ 'a partition that one transaction creates, attaches and fills', 0, q{
		BEGIN; CREATE TABLE part_4 (note text, id int PRIMARY KEY); ALTER TABLE root ATTACH PARTITION part_4 FOR VALUES FROM (400) TO (500);
		INSERT INTO root VALUES (400, 'new'), (401, 'new'); COMMIT} ],
	[ 'a partition that is attached with rows', 1, q{
		ALTER TABLE root ATTACH PARTITION loose FOR VALUES FROM (200) TO (300)} ],
	[ 'changes of it', 0, q{UPDATE root SET note = note || ' changed' WHERE id % 3 = 0; DELETE FROM loose WHERE id % 7 = 0} ],
	[ 'a partition that is detached', 1, q{ALTER TABLE root DETACH PARTITION loose; UPDATE loose SET note = 'alone'} ],
	[ 'one that comes back, changed', 1, q{ALTER TABLE root ATTACH PARTITION loose FOR VALUES FROM (200) TO (300)} ],
	[ 'a partition that is truncated', 1, q{TRUNCATE part_1; INSERT INTO root VALUES (150, 'after')} ],
	[ 'a partition that is dropped', 1, q{DROP TABLE part_0} ],
	[ 'the root truncated', 0, q{TRUNCATE root; INSERT INTO root VALUES (151, 'after')} ],
	[ 'a narrower filter', 1, q{ALTER PUBLICATION demo SET TABLE root, plain WHERE (a > 5); INSERT INTO plain VALUES (101, 5), (102, 6)} ],
	[ 'a wider filter', 1, q{ALTER PUBLICATION demo SET TABLE root, plain WHERE (a > 2)} ],
	[ 'other operations', 1, q{
		ALTER PUBLICATION demo SET (publish = 'insert, delete'); UPDATE plain SET b = 'not seen';
		ALTER PUBLICATION demo SET (publish = 'insert, update, delete, truncate')} ],
	[ 'a table that joins with rows', 1, q{ALTER PUBLICATION demo ADD TABLE later} ],
	[ 'a table that was away', 1, q{
		ALTER PUBLICATION demo DROP TABLE later; INSERT INTO later VALUES (3); DELETE FROM later WHERE id = 1;
		ALTER PUBLICATION demo ADD TABLE later} ],
);
for (@changes)
{
	my ($name, $copied, $sql) = @$_;
	$source->safe_psql('postgres', $sql);
	$stream->wait_for_catchup;
	is($stream->differences, '', "$name: equal");
	is(copies() > $copies ? 1 : 0, $copied, $copied ? "$name: copied again" : "$name: not copied");
	$copies = copies();
}
like($stream->log_text, qr/table "public.root" has to be copied again\nDETAIL:  A partition with rows was attached/, 'the log says why');
like($stream->log_text, qr/table "public.plain" has to be copied again\nDETAIL:  Its publications were altered/, 'and why else');

# The same while nobody looks; a table that is not published any more in the end is left out.
is($stream->stop, 0, 'the applier ends well when asked to');
$source->safe_psql('postgres', $_) for (
	q{INSERT INTO root SELECT i, 'again' FROM generate_series(100, 149) AS i},
	'CREATE TABLE part_7 (id int PRIMARY KEY, note text)',
	q{INSERT INTO part_7 VALUES (700, 'before')},
	'ALTER TABLE root ATTACH PARTITION part_7 FOR VALUES FROM (700) TO (800)',
	q{INSERT INTO root VALUES (701, 'after')},
	'ALTER TABLE root DETACH PARTITION part_1',
	'CREATE TABLE passing (id int PRIMARY KEY)',
	'ALTER PUBLICATION demo ADD TABLE passing, part_1',
	'INSERT INTO passing VALUES (1)',
	q{UPDATE part_1 SET note = 'on its own'},
	'ALTER PUBLICATION demo DROP TABLE passing',
	'ALTER PUBLICATION demo SET TABLE root, plain WHERE (a < 5), later, part_1');
$stream->start;
$stream->wait_for_catchup;
is($stream->differences, '', 'what happened meanwhile: equal');
like($stream->log_text, qr/leaving out table "public.passing", which is no longer published/, 'and who was there for a while is left out');

# A partition that is a table of the target by itself, and then a part of its root.
$source->safe_psql('postgres', 'ALTER TABLE root ATTACH PARTITION part_1 FOR VALUES FROM (100) TO (200)');
$source->safe_psql('postgres', q{UPDATE root SET note = 'in the root' WHERE id < 200});
$stream->wait_for_catchup;
is($stream->differences, '', 'a table that becomes a partition: equal');
$source->safe_psql('postgres', 'ALTER TABLE root DETACH PARTITION part_1');
$source->safe_psql('postgres', q{INSERT INTO part_1 VALUES (199, 'alone again')});
$stream->wait_for_catchup;
is($stream->differences, '', 'and a table again: equal');
ok($target->value(q{SELECT COUNT(*) FROM part_1 WHERE note = 'in the root'}, 'postgres') > 0,
	'with what happened to it as a partition');
is($stream->stop, 0, 'the applier ends well when asked to');

# What leaves while it waits to be copied.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE first (id int PRIMARY KEY, filler text);
	INSERT INTO first SELECT i, repeat('x', 500) FROM generate_series(1, 1000) AS i;
	CREATE TABLE second (id int PRIMARY KEY) PARTITION BY LIST (id);
	CREATE TABLE second_1 PARTITION OF second FOR VALUES IN (1);
	CREATE TABLE second_2 PARTITION OF second FOR VALUES IN (2);
	CREATE TABLE second_3 PARTITION OF second FOR VALUES IN (3);
	CREATE TABLE second_4 PARTITION OF second FOR VALUES IN (4);
	CREATE TABLE third (id int PRIMARY KEY);
	INSERT INTO second VALUES (1), (2), (3), (4);
	CREATE PUBLICATION race FOR TABLE first, second, third WITH (publish_via_partition_root = true);
	SQL
my $proxy = MysqlProxy->start($target);
my $number = 0;
for my $leaves (
	'ALTER TABLE second DETACH PARTITION second_2', 'DROP TABLE second_3', 'TRUNCATE second_4', 'ALTER PUBLICATION race DROP TABLE third')
{
	my $name = 'race_' . ++$number;
	my $race = Stream->new(
		name => $name,
		source => $source,
		target => $target,
		publications => ['race'],
		config => { target => { socket => $proxy->socket, database => $name }, copy => { workers => 1 } },
		log => "$PostgreSQL::Test::Utils::log_path/partition_changes_$name.log");
	$proxy->arm('hold', pattern => q{SET state = 'copied'});
	$race->start;
	$proxy->wait_for_fault;
	$source->safe_psql('postgres', $leaves);
	$proxy->release;
	$race->wait_for_catchup;
	like($race->log_text, qr/was altered while it was copied/, "$leaves: noticed");
	is($race->differences, '', "$leaves: equal");
	is($race->stop, 0, 'the applier ends well when asked to');
}

done_testing();

# How many tables were copied so far.
sub copies
{
	return scalar(() = $stream->log_text =~ /copied table/g);
}
