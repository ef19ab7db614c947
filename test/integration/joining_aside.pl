# Tables that join a stream, and those that are to be copied again, are copied while the other tables go on; whatever happens
# meanwhile.

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
my $target = MysqlServer->new->start;
my $proxy = MysqlProxy->start($target);
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE hold (id int);
	CREATE TABLE busy (id int PRIMARY KEY, n int);
	INSERT INTO busy VALUES (1, 0), (2, 0);
	CREATE TABLE large (id int PRIMARY KEY, n int, filler text);
	INSERT INTO large SELECT i, i, repeat('x', 500) FROM generate_series(1, 20000) i;
	CREATE INDEX ON large (n);
	CREATE TABLE keyless (id int, word text);
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	INSERT INTO keyless SELECT i % 50, 'word' FROM generate_series(1, 500) i;
	CREATE TABLE parted (id int PRIMARY KEY, n int) PARTITION BY RANGE (id);
	CREATE TABLE part PARTITION OF parted FOR VALUES FROM (0) TO (100);
	CREATE TABLE late (id int PRIMARY KEY);
	INSERT INTO late SELECT generate_series(1, 100);
	CREATE TABLE leaver (id int PRIMARY KEY);
	INSERT INTO leaver SELECT generate_series(1, 100);
	CREATE TABLE dropped (id int PRIMARY KEY);
	INSERT INTO dropped SELECT generate_series(1, 100);
	CREATE PUBLICATION demo FOR TABLE busy WITH (publish_via_partition_root = true);
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => {
		target => { socket => $proxy->socket },
		copy => { pause_while_source => 'SELECT count(*) > 0 FROM public.hold', chunk_mb => 1 } },
	log => "$PostgreSQL::Test::Utils::log_path/joining_aside_applier.log");
$stream->start;
$stream->wait_for_copy;

hold();
$source->safe_psql('postgres', 'ALTER PUBLICATION demo ADD TABLE large, keyless, parted; INSERT INTO parted VALUES (1, 1)');
copies_aside(qw(large keyless parted));
busy_goes_on('while tables that join are copied');
write_to_joining();
busy_goes_on('whatever they are changed by');
is(states('demo'), 'busy', 'it has the others not yet');
$stream->kill9->start;
busy_goes_on('when the applier was killed');
write_to_joining();
release();
joined('then all are equal');
like($target->value(q{SELECT GROUP_CONCAT(column_name) FROM information_schema.statistics WHERE table_name = 'large'}),
	qr/\bn\b/, 'and have their indexes');

hold();
$target->query('UPDATE large SET n = -1 WHERE id % 5 = 0', 'postgres');
$target->query('DELETE FROM keyless LIMIT 7', 'postgres');
resync(qw(public.large public.keyless));
copies_aside(qw(large keyless));
busy_goes_on('while tables are copied again');
write_to_joining();
resync('public.large');
$source->safe_psql('postgres', 'ALTER PUBLICATION demo ADD TABLE late');
busy_goes_on('and another one joins');
$source->safe_psql('postgres', 'CREATE TABLE young PARTITION OF parted FOR VALUES FROM (100) TO (200);
	CREATE TABLE filled (LIKE parted INCLUDING ALL); INSERT INTO filled SELECT i, i FROM generate_series(200, 299) i;
	ALTER TABLE parted ATTACH PARTITION filled FOR VALUES FROM (200) TO (300); INSERT INTO parted VALUES (150, 1), (230, 0) ON CONFLICT (id) DO UPDATE SET n = 7');
busy_goes_on('and rows come untold');
release();
joined('then all are equal again');

# What is not published any more, or is no more, is not waited for.
hold();
$source->safe_psql('postgres', 'ALTER PUBLICATION demo ADD TABLE leaver, dropped');
copies_aside(qw(leaver dropped));
$source->safe_psql('postgres', 'ALTER PUBLICATION demo DROP TABLE leaver; DROP TABLE dropped');
busy_goes_on('while tables leave that have not joined');
release();
joined('what is published is equal');
is($target->value(q{SELECT COUNT(*) FROM wal2mysql.table_state WHERE source_table = 'busy' AND state = 'copied'}), 1, 'and noted as such');

# A slot that was lost takes nothing with it but work.
hold();
resync(qw(public.large public.late));
copies_aside('large');
is($stream->stop, 0, 'the applier ends well while tables are copied aside');
$source->safe_psql('postgres', q{SELECT pg_drop_replication_slot('wal2mysqlsync_demo')});
$source->safe_psql('postgres', 'DELETE FROM large WHERE id % 3 = 0; DELETE FROM late WHERE id > 50');
release();
$stream->start;
joined('then all are equal, too');
like($stream->log_text, qr/copied anew: replication slot "wal2mysqlsync_demo" is gone/, 'and the log says why they were copied anew');

# Killed between the steps of becoming part of the stream
for my $step (q{SET copied_lsn = IF}, q{DELETE FROM `wal2mysql`.`checkpoint` WHERE stream = 'demo\+sync'},
	q{DELETE FROM `wal2mysql`.`stream` WHERE stream = 'demo\+sync'})
{
	$proxy->arm('hold', pattern => $step);
	resync('public.late');
	write_to_joining();
	$proxy->wait_for_fault;
	$stream->kill9;
	$proxy->release;
	$source->safe_psql('postgres', 'INSERT INTO late SELECT max(id) + 1 FROM late');
	$stream->start;
	joined("killed before $step");
}
is($stream->stop, 0, 'the applier ends well');
done_testing();

sub hold { $source->safe_psql('postgres', 'INSERT INTO hold VALUES (1)'); return }
sub release { $source->safe_psql('postgres', 'DELETE FROM hold'); return }

# The copy stands still, and what is written to a table of the stream arrives.
sub busy_goes_on
{
	my ($when) = @_;
	my $n = $source->safe_psql('postgres', 'UPDATE busy SET n = n + 1; SELECT max(n) FROM busy');
	$stream->wait_until("busy goes on $when", sub { $target->value('SELECT MIN(n) FROM busy', 'postgres') == $n });
	ok(1, "the stream goes on $when");
	return;
}

sub write_to_joining
{
	$source->safe_psql('postgres', $_) for
	  'UPDATE large SET n = n + 1 WHERE id % 100 = 0',
	  'DELETE FROM large WHERE id % 1000 = 7',
	  'INSERT INTO large SELECT max(id) + 1 FROM large',
	  q{UPDATE keyless SET word = word || 's' WHERE id = 7},
	  'DELETE FROM keyless WHERE ctid IN (SELECT ctid FROM keyless LIMIT 3)',
	  'INSERT INTO parted SELECT max(id) + 1, 0 FROM parted WHERE id < 90';
	return;
}

sub copies_aside
{
	for my $table (@_)
	{
		my $copying = "SELECT COUNT(*) FROM wal2mysql.table_state WHERE source_table = '$table' AND stream = 'demo+sync' AND state = 'copying'";
		$stream->wait_until("$table is copied aside", sub { $target->value($copying) });
	}
	return;
}

sub joined
{
	my ($what) = @_;
	$stream->wait_for_copy;
	$stream->wait_for_catchup;
	is($stream->differences, '', $what);
	is(states('demo+sync'), '', 'nothing is aside any more');
	is($source->safe_psql('postgres', 'SELECT string_agg(slot_name, $$ $$) FROM pg_replication_slots'), 'wal2mysql_demo', 'but the slot of the stream');
	return;
}

# The tables of a stream, as the target knows it.
sub states
{
	my ($name) = @_;
	return join ' ', map { $$_[0] }
	  $target->query("SELECT source_table FROM wal2mysql.table_state WHERE stream = '$name' AND state <> 'left' ORDER BY 1");
}

sub resync
{
	my (@tables) = @_;
	my $said = '';
	IPC::Run::run([ $ENV{WAL2MYSQL} || 'wal2mysql', 'resync', $stream->config_path, @tables ], '>', \$said, '2>&1', IPC::Run::timeout(60))
	  or die $said;
	return;
}
