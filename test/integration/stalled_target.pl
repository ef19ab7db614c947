# A target that stops answering does not cost the connection to the source: the applier keeps
# reporting, although its queue is full, and goes on when the target does.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;
use Workload;

my $timeout_s = 10;
my $source = Source->start(settings => "wal_sender_timeout = ${timeout_s}s\n");
my $target = MysqlServer->new->start;
my $load = Workload->new(source => $source, rate => 1000)->create;
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => { apply => { queue_bytes => 65536 } },
	log => "$PostgreSQL::Test::Utils::log_path/stalled_target_applier.log");
my $walsender = q{SELECT active_pid FROM pg_replication_slots WHERE slot_name = 'wal2mysql_demo'};

$load->start;
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_log(qr/streaming from/);
$source->poll_query_until('postgres', "SELECT ($walsender) IS NOT NULL");
my $pid = $source->safe_psql('postgres', $walsender);

kill 'STOP', $target->pid;
my $stalled = $source->safe_psql('postgres', 'SELECT clock_timestamp()');
# What is tested is that a time-out does not strike, so its time has to pass.
$source->poll_query_until('postgres',
	"SELECT clock_timestamp() > '$stalled'::timestamptz + 1.5 * interval '$timeout_s s'");
is($source->safe_psql('postgres', $walsender), $pid, 'the source keeps the connection');
my $behind = $source->safe_psql('postgres',
	q{SELECT pg_current_wal_flush_lsn() - confirmed_flush_lsn > 1000000 FROM pg_replication_slots});
is($behind, 't', 'while much more than the queue holds is waiting');
kill 'CONT', $target->pid;

$load->stop;
$stream->wait_for_catchup;
is($source->safe_psql('postgres', $walsender), $pid, 'and keeps it while the applier catches up');
is($stream->differences, '', 'every row of every table is equal');
is($stream->stop, 0, 'the applier ends well');
done_testing();
