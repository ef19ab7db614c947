# A connection to MySQL that is lost at a COMMIT costs nothing and doubles nothing, not even in
# tables without a key, whether MySQL carried the COMMIT out or never heard of it, whether it
# notices the loss or keeps the session with its locks, and when the COMMIT arrives late, at any
# moment of the applier's recovery.  Nor does a network that swallows everything for a while.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlProxy;
use MysqlServer;
use Source;
use Stream;
use Workload;

my $times = 10;
my $source = Source->start;
my $target = MysqlServer->new->start;
my $proxy = MysqlProxy->start($target);
# Most of its transactions add a row to pgbench_history, which has no key.
my $load = Workload->new(source => $source, rate => 300)->create;
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => { target => { socket => $proxy->socket } },
	log => "$PostgreSQL::Test::Utils::log_path/lost_commit_applier.log");
my $position = 'SELECT MAX(end_lsn) FROM wal2mysql.checkpoint';

$load->start;
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_log(qr/streaming from/);
$load->stop;

for my $fault (qw(answer request half_open late))
{
	my @seen;
	$load->start;
	for my $round (0 .. $times - 1)
	{
		# A late COMMIT arrives at a different step of the recovery each time.
		$proxy->arm($fault, skip => $round % 4, after => 7 * $round);
		push @seen, $proxy->wait_for_fault;
		my $before = $target->value($position);
		$stream->wait_until(
			"the stream flows after fault $round of '$fault'",
			sub { $target->value($position) > $before });
	}
	$load->stop;
	my $expected = $fault eq 'answer' ? 'OK' : $fault;
	is("@seen", join(' ', ($expected) x $times), "$fault: each time the connection was lost");
	$stream->wait_for_catchup;
	is($stream->differences, '', "$fault: every row of every table is equal");
}

# Where nothing is published, the session beside the workers writes the position.
for my $fault (qw(answer request half_open))
{
	$proxy->arm($fault);
	$source->safe_psql('postgres', q{SELECT pg_logical_emit_message(true, '', '')});
	$proxy->wait_for_fault;
	$source->safe_psql('postgres', 'INSERT INTO pgbench_history (tid) VALUES (1)');
	$stream->wait_for_catchup;
	is($stream->differences, '', "$fault: nor does it matter who wrote the position");
}
my $lost = () = $stream->log_text =~ /trying again in/g;
cmp_ok($lost, '>=', 4 * $times + 3, 'the applier noticed every time');

# A black hole loses nothing, so nothing has to begin again.
$load->start;
$proxy->freeze;
my $swallowed = $source->safe_psql('postgres', 'SELECT pg_current_wal_lsn()');
$source->poll_query_until('postgres', "SELECT pg_current_wal_lsn() - '$swallowed' > 1000000")
  or die 'nothing is written';
my $behind = $target->value($position);
$proxy->thaw;
$load->stop;
$stream->wait_for_catchup;
cmp_ok($behind, '<', $target->value($position), 'nothing arrives through a black hole, everything afterwards');
is($stream->differences, '', 'and every row of every table is equal');
is($stream->stop, 0, 'the applier ends well');
$proxy->stop;

done_testing();
