# Heartbeats: a sign of life that is left on the source comes back through the log, in its place among the transactions.  So the
# target knows how far behind it is, and an idle database releases its log.

use strict;
use warnings;

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
	CREATE TABLE written (n int PRIMARY KEY);
	CREATE PUBLICATION demo FOR ALL TABLES;
	CREATE PUBLICATION other FOR TABLE written;
	SQL
my $log = $PostgreSQL::Test::Utils::log_path;
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => { target => { socket => $proxy->socket }, heartbeat => { interval_ms => 100 } },
	log => "$log/heartbeat_applier.log");
$stream->start;
$stream->wait_for_copy;
beats_go_on(0, 'beats arrive');
is($target->value(q{SELECT COUNT(*) FROM wal2mysql.table_state WHERE source_schema = 'wal2mysql'}), 0, 'but not as rows of a table');

# An idle database
released('where nothing else happens');
$source->safe_psql('postgres', 'CREATE UNLOGGED TABLE unlogged (n int); CREATE DATABASE busy');
$source->safe_psql('busy', 'CREATE TABLE t AS SELECT generate_series(1, 100000) n');
released('where only another database is busy');

# A target that takes nothing
my $lag = q{SELECT TIMESTAMPDIFF(MICROSECOND, sent_at, UTC_TIMESTAMP(6)) / 1e6 FROM wal2mysql.heartbeat WHERE stream = 'demo'};
cmp_ok($target->value($lag), '<', 30, 'the lag can be read');
$proxy->freeze;
my $before = arrived();
$stream->wait_until('the source is ahead', sub { sent() > $before + 5 });
cmp_ok(arrived() - $before, '<=', 1, 'beats wait as rows do');
cmp_ok($target->value($lag), '>', 0.4, 'and the lag grows');
$proxy->thaw;
beats_go_on(sent(), 'they catch up');

# What was committed before a beat is there when the beat is.
my (@sent, @wrong);
for my $n (1 .. 200)
{
	push @sent, [ $n, $source->safe_psql('postgres', "INSERT INTO written VALUES ($n); SELECT wal2mysql.beat('demo')") ];
	my ($beat, $rows) = $target->value(q{SELECT (SELECT beat FROM wal2mysql.heartbeat WHERE stream = 'demo'), (SELECT COALESCE(MAX(n), 0) FROM postgres.written)});
	push @wrong, "beat $beat, row $rows" if grep { $$_[1] <= $beat && $$_[0] > $rows } @sent;
}
is(join(', ', @wrong), '', 'no beat is ahead of a row that was committed before it');

my $reached = arrived();
$stream->kill9->start;
beats_go_on($reached, 'they go on after a crash');
$stream->wait_for_catchup;
is($stream->differences, '', 'and so do rows');

# Another stream has its own.
my $other = Stream->new(name => 'other', source => $source, target => $target,
	config => { target => { database => 'other' }, heartbeat => { interval_ms => 100 } }, log => "$log/heartbeat_other.log");
$other->start;
$other->wait_for_copy;
$other->wait_until('the other stream has beats', sub { arrived('other') });
is($other->stop, 0, 'it ends well');
my $last = arrived('other');
beats_go_on(sent() + 3, 'those of the first stream are its own');
is(arrived('other'), $last, 'and not those of the other');

# The source refuses them for a while.
$source->safe_psql('postgres', 'ALTER FUNCTION wal2mysql.beat(text) RENAME TO beat_no_more');
$stream->wait_for_log(qr/warning: no heartbeats for now: .*\nDETAIL:  function wal2mysql\.beat/);
$source->safe_psql('postgres', 'INSERT INTO written VALUES (1000)');
$stream->wait_for_catchup;
is($stream->differences, '', 'rows need no heartbeats');
$source->safe_psql('postgres', 'ALTER FUNCTION wal2mysql.beat_no_more(text) RENAME TO beat');
beats_go_on(sent(), 'which come back');
is(scalar(() = $stream->log_text =~ /no heartbeats/g), 1, 'the log warns once');
like($stream->log_text, qr/heartbeats [\d.]+ ms \(p99 [\d.]+ ms\)/, 'and says how long they take') if $stream->log_text =~ /stream at/;
is($stream->stop, 0, 'the applier ends well');

# They leave no trail, in pages or in dead rows.
$source->safe_psql('postgres', q{DO $$ BEGIN FOR i IN 1..3000 LOOP PERFORM wal2mysql.beat('demo'); COMMIT; END LOOP; END $$;
	SELECT pg_stat_force_next_flush()});
cmp_ok($source->safe_psql('postgres', q{SELECT pg_relation_size('wal2mysql.heartbeat') / current_setting('block_size')::int}), '<=', 4, 'thousands of beats fit into a few pages');
$source->poll_query_until('postgres', q{SELECT n_tup_upd > 3000 AND n_tup_hot_upd > 0.9 * n_tup_upd FROM pg_stat_user_tables WHERE relid = 'wal2mysql.heartbeat'::regclass})
  or fail('updates are in place');

$stream->configure(heartbeat => { interval_ms => 0 });
my $silent = sent();
$stream->start;
$source->safe_psql('postgres', 'INSERT INTO written VALUES (2000)');
$stream->wait_for_catchup;
is($stream->differences, '', 'without heartbeats rows arrive');
is(sent(), $silent, 'and nothing is written on the source');
is($stream->stop, 0, 'the applier ends well');
done_testing();

sub sent { return $source->safe_psql('postgres', q{SELECT coalesce(max(beat), 0) FROM wal2mysql.heartbeat WHERE stream = 'demo'}) }

sub arrived
{
	my $name = $_[0] // 'demo';
	return $target->value("SELECT COALESCE(MAX(beat), 0) FROM wal2mysql.heartbeat WHERE stream = '$name'");
}

sub beats_go_on
{
	my ($from, $what) = @_;
	$stream->wait_until($what, sub { arrived() > $from });
	ok(1, $what);
	return;
}

# The slot lets go of the log, as far as it holds it for transactions that it may have to read again and for the client.
sub released
{
	my ($where) = @_;
	my $end = $source->safe_psql('postgres', 'SELECT pg_current_wal_lsn()');
	my $released = "SELECT restart_lsn > '$end' AND confirmed_flush_lsn > '$end' FROM pg_replication_slots WHERE slot_name = 'wal2mysql_demo'";
	$stream->wait_until("the log is released $where", sub {
			$source->safe_psql('postgres', 'CHECKPOINT');
			$source->safe_psql('postgres', $released) eq 't' });
	ok(1, "the log is released $where");
	return;
}
