# An applier that is asked to finish commits what it has in hand, acknowledges it, and ends
# with status 0; the next one goes on exactly there.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;
use Workload;

my $source = Source->start;
my $target = MysqlServer->new->start;
my $load = Workload->new(source => $source)->create;
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/restart_resumes_applier.log");
my $acknowledged = q{SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots
	WHERE slot_name = 'wal2mysql_demo'};
my $position = 'SELECT MAX(end_lsn) FROM wal2mysql.checkpoint';

$load->start;
$stream->start;
$stream->wait_for_copy;
for my $round (1 .. 3)
{
	my $before = $target->value($position);
	ok($target->poll_query_until("SELECT ($position) > $before"), "round $round: the stream flows");
	is($stream->stop, 0, "round $round: the applier ends well in the midst of it");
	my $committed = $target->value($position);
	cmp_ok($source->safe_psql('postgres', $acknowledged),
		'>=', $committed, "round $round: all that is committed is acknowledged");
	$stream->start;
}
$load->stop;
$stream->wait_for_catchup;
is($stream->differences, '', 'nothing is lost and nothing doubled');

# Signals while there is nothing to do, and before anything could be done.
is($stream->stop, 0, 'an idle applier ends well');
$source->safe_psql('postgres', q{INSERT INTO no_key VALUES (-1, 'written while no applier ran')});
$stream->start;
$stream->wait_for_catchup;
is($target->value('SELECT COUNT(*) FROM no_key WHERE n = -1', 'postgres'),
	1, 'a row without a key, written meanwhile, arrives once');
is($stream->stop, 0, 'and it ends well again');

done_testing();
