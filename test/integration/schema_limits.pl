# What MySQL cannot have as a table is said before its first row is copied, with the remedy; what
# only looks like it, it has.

use strict;
use warnings;
use utf8;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;

sub columns { my ($count, $type) = @_; return join ', ', map { "c$_ $type" } 1 .. $count }
sub names { my ($count) = @_; return join ', ', map { "c$_" } 1 .. $count }

# what, table definition, error
my @refused = (
	[ 'more than 1017 columns', 'CREATE TABLE t (' . columns(1018, 'int') . ')', qr/"public\.t" has 1018 columns/ ],
	[ 'no columns', 'CREATE TABLE t (); INSERT INTO t DEFAULT VALUES', qr/"public\.t" has no columns/ ],
	[ 'no columns any more', 'CREATE TABLE t (a int); INSERT INTO t VALUES (1); ALTER TABLE t DROP a', qr/"public\.t" has no columns/ ],
	[ 'more than 16 columns in the key',
		'CREATE TABLE t (' . columns(17, 'int') . ', PRIMARY KEY (' . names(17) . '))',
		qr/"public\.t" has a primary key of 17 columns/ ],
	[ 'rows wider than a page', 'CREATE TABLE t (' . columns(600, 'text') . ')', qr/"public\.t" has rows that are too wide/ ],
	[ 'columns that differ only in case', 'CREATE TABLE t ("Total" int, total int)', qr/columns "Total" and "total" of table "public\.t"/ ],
	[ 'a column name that ends in a blank', 'CREATE TABLE t ("a " int)', qr/column name "a " of table "public\.t"/ ],
	[ 'a table name that ends in a blank', 'CREATE TABLE "t " (a int)', qr/table name "t "/ ],
	[ 'a name beyond U+FFFF', qq{CREATE TABLE t ("a\x{1F600}" int)}, qr/beyond U\+FFFF/ ],
	[ 'a schema with the name of a database of the server', 'CREATE SCHEMA mysql; CREATE TABLE mysql.t (a int)', qr/database "mysql", which is reserved/ ],
	[ 'two tables for one target', 'CREATE SCHEMA postgres; CREATE TABLE postgres.t (a int); CREATE TABLE t (a int)', qr/already belongs to another table/ ],
);

for my $case (@refused)
{
	my ($what, $definition, $error) = @$case;
	fresh_database($definition);
	my $stream = new_stream();
	is($stream->start->wait_for_exit, 1, "$what: the applier ends");
	like($stream->log_text, qr/error: .*$error.*^HINT:  \S/ms, "$what: the message names it and has a hint");
	is($target->value(q{SELECT COUNT(*) FROM wal2mysql.table_state WHERE state = 'copied'}),
		0, "$what: nothing was copied");
	end($stream);
}

# Long names, reserved words, quotes, other alphabets, rows that are made to fit.
my $long = 'n' x 63;
fresh_database(<<~"SQL");
	CREATE TABLE "$long" ("$long" int PRIMARY KEY, "select" text, "a`b""c" int, "größe" int, "名前" text, " x" int);
	INSERT INTO "$long" VALUES (1, 'a', 2, 3, '山', 4);
	CREATE TABLE "Order" (id int PRIMARY KEY, t text);
	CREATE TABLE "order" (id int PRIMARY KEY, t text);
	INSERT INTO "Order" VALUES (1, 'upper');
	INSERT INTO "order" VALUES (1, 'lower');
	CREATE TABLE wide (id int PRIMARY KEY, a varchar(16000), b varchar(16000), c varchar(300));
	INSERT INTO wide VALUES (1, repeat('a', 16000), repeat('é', 16000), 'c');
	CREATE TABLE tagged (id int PRIMARY KEY, tag text UNIQUE, UNIQUE (id, tag));
	INSERT INTO tagged VALUES (1, repeat('x', 5000)), (2, repeat('x', 5001)), (3, NULL), (4, NULL);
	CREATE TYPE mood AS ENUM ('ok', 'OK', 'ok ', '');
	CREATE TABLE feeling (id int PRIMARY KEY, mood mood);
	INSERT INTO feeling VALUES (1, 'ok'), (2, 'OK'), (3, 'ok '), (4, ''), (5, NULL);
	SQL
my $stream = new_stream();
$stream->start;
$stream->wait_for_copy;
$source->safe_psql('postgres', $_) for (
	qq{UPDATE "$long" SET "a`b""c" = 7, "名前" = '川'},
	q{UPDATE "Order" SET t = 'Upper'; DELETE FROM "order"},
	q{UPDATE wide SET a = 'x'},
	q{UPDATE tagged SET tag = repeat('y', 6000) WHERE id = 1},
	q{UPDATE feeling SET mood = 'ok ' WHERE id = 2});
$stream->wait_for_catchup;
is($stream->differences, '', 'every row of names and rows at the limits');
is_deeply(
	[ $target->query(q{SELECT DISTINCT index_name, non_unique FROM information_schema.statistics WHERE table_name = 'tagged' ORDER BY index_name}) ],
	[ [ 'PRIMARY', 0 ], [ 'tagged_id_tag_key', 1 ], [ 'tagged_tag_key', 1 ] ],
	'no unique keys are made of what is longer than they could be');
end($stream);

done_testing();

sub fresh_database
{
	my ($definition) = @_;
	$source->safe_psql('postgres', $definition);
	$source->safe_psql('postgres', 'CREATE PUBLICATION demo FOR ALL TABLES');
	return;
}

sub new_stream
{
	return Stream->new(source => $source, target => $target);
}

# Leaves nothing of a case on either side.
sub end
{
	my ($stream) = @_;
	$stream->stop if $stream->{process};
	$source->safe_psql('postgres', <<~'SQL');
		SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots;
		DROP PUBLICATION demo;
		DROP SCHEMA public CASCADE;
		DROP SCHEMA IF EXISTS mysql, postgres CASCADE;
		CREATE SCHEMA public;
		SQL
	$target->query('DROP DATABASE IF EXISTS wal2mysql; DROP DATABASE IF EXISTS postgres');
	return;
}
