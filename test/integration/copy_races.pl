# Whatever is done to a table between the copy's snapshot and the last of its rows, before its turn, between two parts of it or in
# the middle of one: no row is lost or doubled, the copy is never a mixture, and tables that are copied stay so.  Who
# alters the table waits for no more than the part that is being read.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

use MysqlProxy;
use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
my $proxy = MysqlProxy->start($target);
$source->safe_psql('postgres', <<~'SQL');
	CREATE SCHEMA shop;
	CREATE SCHEMA depot;
	CREATE SCHEMA attic;
	CREATE PUBLICATION demo FOR TABLES IN SCHEMA shop, depot;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => { target => { socket => $proxy->socket }, copy => { workers => 1, chunk_mb => 1 } },
	log => "$PostgreSQL::Test::Utils::log_path/copy_races_applier.log");
$stream->start;
$stream->wait_for_log(qr/streaming from/);

# Where the copy is held: when the target of the table is not made yet, before the table's turn, or when the first part of it is written.
my %moments = (
	preparing => 'CREATE TABLE .shop.\..ahead',
	waiting => q{SET state = 'copied'},
	begun => 'REPLACE INTO .wal2mysql.\..copied_chunk.');

# What is done to table %: name, moments, whether it is noticed, SQL.
my @changes = (
	[ 'rewritten as it is', [qw(waiting begun)], 'noticed', 'VACUUM FULL %' ],
	[ 'sorted', [qw(waiting begun)], 'noticed', 'CLUSTER % USING pkey_of_%' ],
	[ 'given other values', [qw(preparing waiting begun)], 'noticed', 'ALTER TABLE % ALTER n TYPE int USING n + 1000' ],
	[ 'retyped', [qw(waiting begun)], 'noticed', 'ALTER TABLE % ALTER n TYPE bigint' ],
	[ 'retyped where it stands', [qw(waiting begun)], 'noticed', 'ALTER TABLE % ALTER note TYPE varchar(40)' ],
	[ 'unlogged for a while', [qw(waiting begun)], 'noticed', q{ALTER TABLE % SET UNLOGGED; UPDATE % SET n = -1 WHERE id < 9; ALTER TABLE % SET LOGGED} ],
	[ 'truncated', [qw(preparing waiting begun)], 'noticed', q{TRUNCATE %; INSERT INTO % (id, n) VALUES (1, 1), (2, 2)} ],
	[ 'truncated together with the changes before', [qw(waiting)], 'noticed', q{BEGIN; UPDATE % SET n = 7; TRUNCATE %; INSERT INTO % (id, n) VALUES (1, 1); COMMIT} ],
	[ 'dropped', [qw(preparing waiting begun)], 'noticed', 'DROP TABLE %' ],
	[ 'dropped and made again', [qw(preparing waiting begun)], 'noticed', q{DROP TABLE %; CREATE TABLE % (id int PRIMARY KEY, n int, note varchar(20)); INSERT INTO % VALUES (3, 3, 'new')} ],
	[ 'renamed', [qw(preparing waiting begun)], 'noticed', 'ALTER TABLE % RENAME TO other_%; INSERT INTO shop.other_% (id, n) VALUES (-7, 7)' ],
	[ 'replaced by another', [qw(waiting begun)], 'noticed', q{
		BEGIN; CREATE TABLE shop.new_% (LIKE % INCLUDING ALL); INSERT INTO shop.new_% (id, n) SELECT i, -i FROM generate_series(1, 50) i;
		ALTER TABLE % RENAME TO old_%; ALTER TABLE shop.new_% RENAME TO %; COMMIT} ],
	[ 'moved to another schema', [qw(waiting begun)], 'noticed', 'ALTER TABLE % SET SCHEMA depot' ],
	[ 'moved out of the publication', [qw(waiting begun)], 'noticed', 'ALTER TABLE % SET SCHEMA attic' ],
	[ 'given another key', [qw(preparing waiting begun)], 'noticed', q{
		ALTER TABLE % DROP CONSTRAINT pkey_of_%; ALTER TABLE % ADD PRIMARY KEY (other); UPDATE % SET n = 5 WHERE other = -5} ],
	[ 'given another identity', [qw(waiting begun)], 'noticed', q{
		CREATE UNIQUE INDEX other_% ON % (other); ALTER TABLE % REPLICA IDENTITY USING INDEX other_%; UPDATE % SET n = 5 WHERE id = 6} ],
	[ 'logged in full', [qw(waiting begun)], 'harmless', 'ALTER TABLE % REPLICA IDENTITY FULL; UPDATE % SET n = 5 WHERE id = 6' ],
	[ 'without a column', [qw(preparing waiting begun)], 'noticed', 'ALTER TABLE % DROP COLUMN other; UPDATE % SET n = 5 WHERE id = 6' ]);

my $number = 0;
for (@changes)
{
	my ($name, $moments, $expected, $sql) = @$_;
	for my $moment (@$moments)
	{
		my $table = begin_copy($moment);
		alter($table, $sql);
		$proxy->release;
		$stream->wait_for_catchup;
		my $log = $stream->log_text;
		$log =~ s/.*(?=created table "shop"."ahead_of_$table")//s;
		my $noticed = $log =~ /table "shop.$table" was altered while it was copied|tables were altered while their/ ? 'noticed' : 'harmless';
		is($noticed, $expected, "$name, $moment: $expected");
		is($stream->differences, '', "$name, $moment: every row of every table is equal");
		my @copies = $log =~ /info: copied table "shop\.ahead_of_$table"/g;
		is(scalar(@copies), 1, "$name, $moment: the table that was copied is not copied again");
		clean_up();
	}
}

# A column more, or one of another name, is for a person to make on the target; no row has gone there before.
for (
	[ 'ADD COLUMN extra int DEFAULT 7', 'ADD COLUMN extra INT' ],
	[ 'ADD COLUMN extra float DEFAULT random()', 'ADD COLUMN extra DOUBLE' ],
	[ 'RENAME COLUMN other TO else_', 'CHANGE other else_ INT' ])
{
	my ($change, $remedy) = @$_;
	my $table = begin_copy('begun');
	alter($table, "ALTER TABLE % $change; UPDATE % SET n = 5 WHERE id = 6");
	$proxy->release;
	is($stream->wait_for_exit, 1, "$change: stops the stream");
	like($stream->log_text, qr/target table "shop"."$table" has other columns than source table/, "$change: says why");
	$target->query("ALTER TABLE $table $remedy", 'shop');
	$stream->start;
	$stream->wait_for_catchup;
	is($stream->differences, '', "$change: every row of every table is equal");
	clean_up();
}

# Who alters a table of which a part is being read waits for that part, and the copy begins again.
my $reads = begin_copy('waiting', 20000, 1);
my $client = Session->new($target->client, '--unbuffered');
$client->ask("LOCK TABLES shop.$reads WRITE; SELECT 'done';");
$proxy->release;
ok($source->poll_query_until('postgres', lock_on($reads, 'granted')), 'the target keeps the copy waiting in the middle of a part');
my @psql = ('psql', '-XAtq', '-d', $source->connstr('postgres'));
my $alters = Session->new(@psql);
$alters->say("ALTER TABLE shop.$reads ALTER n TYPE int USING n + 1000; SELECT 'done';");
ok($source->poll_query_until('postgres', lock_on($reads, 'NOT granted')), 'who alters the table waits');
$client->ask(q{UNLOCK TABLES; SELECT 'done';});
$alters->hear;
$stream->wait_for_catchup;
like($stream->log_text, qr/table "shop.$reads" was altered while it was copied/, 'the copy begins again');
is($stream->differences, '', 'every row of every table is equal');

# A table that is rewritten all the time does not keep the others waiting.
my $busy = begin_copy('begun');
for my $round (1 .. 3)
{
	$source->safe_psql('postgres', "VACUUM FULL shop.$busy");
	$proxy->arm('hold', pattern => $moments{begun}) if $round < 3;
	$proxy->release;
	$proxy->wait_for_fault if $round < 3;
}
$stream->wait_for_log(qr/table "shop.$busy" is altered again and again/);
$source->safe_psql('postgres', "INSERT INTO shop.ahead_of_$busy VALUES (0, 'new'); UPDATE shop.$busy SET n = -n WHERE id = 1");
$stream->wait_for_catchup;
is($target->value("SELECT filler FROM ahead_of_$busy WHERE id = 0", 'shop'), 'new', 'the stream goes on without it');
$stream->wait_for_log(qr/info: copied table "shop.$busy"/);
$stream->wait_for_catchup;
is($stream->differences, '', 'and in the end every row of every table is equal');

# A table that another session keeps locked does not keep the applier from ending.
my $locked = begin_copy('waiting');
my $locks = Session->new(@psql);
$locks->ask("BEGIN; LOCK TABLE shop.$locked; SELECT 'done';");
$proxy->release;
ok($source->poll_query_until('postgres', lock_on($locked, 'NOT granted')), 'the copy waits for a lock');
is($stream->stop, 0, 'the applier ends well when asked to');
$locks->ask(q{ROLLBACK; SELECT 'done';});
$stream->start;
$stream->wait_for_catchup;
is($stream->differences, '', 'every row of every table is equal');
is($stream->stop, 0, 'the applier ends well when asked to');
$_->end for $client, $alters, $locks;

done_testing();

# A table of several parts joins the publication, and one that is larger and comes first; returns its name when its copy is held.
sub begin_copy
{
	my ($moment, $rows, $width) = (@_, 2000, 1000);
	my $table = 't' . ++$number;
	$proxy->arm('hold', pattern => $moments{$moment}, skip => $moment eq 'begun' ? 4 : 0);
	$source->safe_psql('postgres', <<~"SQL");
		BEGIN;
		CREATE TABLE shop.ahead_of_$table (id int PRIMARY KEY, filler text);
		INSERT INTO shop.ahead_of_$table SELECT i, repeat('x', 1500) FROM generate_series(1, 2000) AS i;
		CREATE TABLE shop.$table (id int CONSTRAINT pkey_of_$table PRIMARY KEY, n int, note varchar(20), other int NOT NULL DEFAULT 0, filler text);
		INSERT INTO shop.$table SELECT i, i, 'note ' || i, -i, repeat('x', $width) FROM generate_series(1, $rows) AS i;
		COMMIT;
		SQL
	$proxy->wait_for_fault;
	return $table;
}

# Comparing takes its time.
sub clean_up
{
	my @tables = map { "$_->[0].$_->[1]" } $stream->tables;
	return $source->safe_psql('postgres', 'DROP TABLE ' . join ', ', @tables);
}

# Rows change, too, before and after.
sub alter
{
	my ($table, $sql) = @_;
	$source->safe_psql('postgres', "SET search_path = shop, depot, attic; $_") for (
		"UPDATE $table SET n = -n WHERE id IN (1, 1000, 2000); DELETE FROM $table WHERE id IN (3, 1003); INSERT INTO $table VALUES (0, 0, 'new', 1, NULL)",
		$sql =~ s/%/$table/gr);
	return;
}

sub lock_on
{
	my ($table, $state) = @_;
	return "SELECT count(*) > 0 FROM pg_locks WHERE relation = 'shop.$table'::regclass AND $state";
}

# A client that stays, and says done when it is.
package Session;

sub new
{
	my ($class, @command) = @_;
	my $self = bless { in => '', out => '' }, $class;
	$self->{run} = IPC::Run::start(\@command, '<', \$self->{in}, '>', \$self->{out});
	return $self;
}

sub say
{
	my ($self, $sql) = @_;
	$self->{in} .= "$sql\n";
	$self->{run}->pump while length $self->{in};
	return;
}

sub hear
{
	my ($self) = @_;
	$self->{run}->pump until $self->{out} =~ s/^done$//m;
	return;
}

sub ask
{
	my ($self, $sql) = @_;
	$self->say($sql);
	return $self->hear;
}

sub end { return $_[0]{run}->finish }
