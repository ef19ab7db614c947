# source.tables instead of a publication: wal2mysql makes one and keeps its list.  And whatever makes
# the list: a table that joins is copied though nothing in it changes, one that leaves is left alone,
# and copied anew when it comes back.

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
	CREATE SCHEMA sales;
	CREATE SCHEMA "odd.%_\";
	CREATE TABLE orders (id int PRIMARY KEY, n int);
	CREATE TABLE audit_log (id int PRIMARY KEY);
	CREATE TABLE audit_keep (id int PRIMARY KEY);
	CREATE TABLE sales.items (id int PRIMARY KEY);
	CREATE TABLE sales.child () INHERITS (sales.items);
	ALTER TABLE sales.child ADD PRIMARY KEY (id);
	CREATE TABLE "odd.%_\".t (id int PRIMARY KEY);
	CREATE TABLE measured (id int, at date, PRIMARY KEY (id, at)) PARTITION BY RANGE (at);
	CREATE TABLE measured_1 PARTITION OF measured FOR VALUES FROM ('2026-01-01') TO ('2026-07-01');
	CREATE UNLOGGED TABLE scratch (id int);
	CREATE ROLE stranger LOGIN REPLICATION;
	INSERT INTO orders SELECT i, i FROM generate_series(1, 10) i;
	SQL

my $stream = Stream->new(
	source => $source,
	target => $target,
	publications => ['wal2mysql_demo'],
	log => "$PostgreSQL::Test::Utils::log_path/own_publication_applier.log");
my @tables = ('public.*', '!public.audit_*', 'public.audit_keep', 'odd.%_\\.*', 'sales.c*');
sub configure { $stream->configure(source => { publications => undef, tables => [@tables], @_ }) }

sub published
{
	return $source->safe_psql('postgres',
		q{SELECT schemaname || '.' || tablename FROM pg_publication_tables
		WHERE pubname = 'wal2mysql_demo' ORDER BY 1});
}

configure();
$stream->start;
$stream->wait_for_log(qr/streaming from/);
is(published(), join("\n", 'odd.%_\\.t', 'public.audit_keep', 'public.measured_1', 'public.orders', 'sales.child'),
	'the last pattern that fits decides; partitions are tables, parents do not bring their children');

# Joining
$source->safe_psql('postgres', q{
	CREATE TABLE fresh (id int PRIMARY KEY);
	INSERT INTO fresh SELECT generate_series(1, 5);
	CREATE TABLE audit_fresh (id int PRIMARY KEY);
	CREATE TABLE measured_2 PARTITION OF measured FOR VALUES FROM ('2026-07-01') TO ('2027-01-01');
	INSERT INTO measured VALUES (1, '2026-08-01')});
ok($target->poll_query_until('SELECT COUNT(*) = 5 FROM postgres.fresh'),
	'a table that fits is published and copied soon after it was created');
ok($target->poll_query_until('SELECT COUNT(*) = 1 FROM postgres.measured_2'), 'so is a partition');
unlike(published(), qr/audit_fresh/, 'one that does not fit is not');
$source->safe_psql('postgres', 'INSERT INTO fresh VALUES (6); UPDATE orders SET n = n + 1');
$stream->wait_for_catchup;
is($stream->differences, '', 'all of them go on');

# Leaving, and coming back
is($stream->stop, 0, 'the applier ends well when asked to');
push @tables, '!public.fresh';
configure();
$stream->start;
ok($target->poll_query_until(q{SELECT state = 'left' FROM wal2mysql.table_state WHERE source_table = 'fresh'}),
	'a table that the patterns leave out leaves');
$stream->wait_for_log(qr/left in the target as they are: "postgres"\."fresh"/);
$source->safe_psql('postgres', 'DELETE FROM fresh WHERE id < 4; INSERT INTO orders VALUES (11, 0)');
$stream->wait_for_catchup;
is($target->value('SELECT COUNT(*) FROM fresh', 'postgres'), 6, 'and what it had stays');
is($stream->stop, 0, 'the applier ends well');
pop @tables;
configure();
$stream->start;
ok($target->poll_query_until('SELECT COUNT(*) = 3 FROM postgres.fresh'), 'back again it is copied anew');
$source->safe_psql('postgres', 'INSERT INTO fresh VALUES (7)');
$stream->wait_for_catchup;
is($stream->differences, '', 'and streamed');

$source->safe_psql('postgres', 'DROP TABLE audit_keep');
ok($target->poll_query_until(q{SELECT state = 'left' FROM wal2mysql.table_state WHERE source_table = 'audit_keep'}),
	'a table that is dropped leaves, too');
is($stream->stop, 0, 'the applier ends well');

# Operations
configure(operations => [ 'insert', 'update' ]);
$stream->start;
ok($source->poll_query_until('postgres', q{SELECT pubinsert AND pubupdate AND NOT pubdelete AND NOT pubtruncate
	FROM pg_publication WHERE pubname = 'wal2mysql_demo'}), 'what is published can be changed');
$source->safe_psql('postgres', 'DELETE FROM orders WHERE id = 1; INSERT INTO orders VALUES (12, 0)');
$stream->wait_for_catchup;
is($target->value('SELECT COUNT(*) FROM orders WHERE id IN (1, 12)', 'postgres'), 2, 'and is obeyed');
is($stream->stop, 0, 'the applier ends well');

# A stream that began with other publications has log to read in which ours does not exist.
my $late = Stream->new(name => 'late', source => $source, target => $target, publications => ['late'],
	config => { target => { database => 'late' } });
$source->safe_psql('postgres', 'CREATE PUBLICATION late FOR TABLE orders');
$late->start;
$late->wait_for_copy;
is($late->stop, 0, 'a stream of a publication ends well');
$late->configure(source => { publications => undef, tables => ['public.orders'] }, target => { database => 'late' });
$late->start;
isnt($late->wait_for_exit, 0, 'it does not change to source.tables by itself');
like($late->last_words, qr/has begun without it.*CREATE PUBLICATION wal2mysql_late/s, 'and says how to');

my $foreign = Stream->new(name => 'foreign_', source => $source, target => $target,
	config => { source => { publications => undef, tables => ['public.orders'],
		connection => $source->connstr('postgres') . ' user=stranger' } });
$foreign->start;
isnt($foreign->wait_for_exit, 0, 'who does not own the tables cannot publish them');
like($foreign->last_words, qr/must own the tables/, 'and is told so');
done_testing();
