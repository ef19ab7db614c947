# Nothing is lost and nothing doubled, in tables with a key and without, whatever is killed
# whenever: the applier twenty times with SIGKILL, MySQL once with and once without notice,
# PostgreSQL too.  Clients write all the while.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

use MysqlServer;
use Source;
use Stream;
use Workload;

my $kills = 20;
my $seed = $ENV{SEED} || time;
srand $seed;
diag "SEED=$seed";

my $source = Source->start;
my $target = MysqlServer->new->start;
my $log = $PostgreSQL::Test::Utils::log_path;
my $load = Workload->new(
	source => $source,
	rate => 300,
	log => "$log/killed_twenty_times_pgbench.log")->create;
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$log/killed_twenty_times_applier.log");
my $position = 'SELECT MAX(end_lsn) FROM wal2mysql.checkpoint';

my %accident = (
	6 => [ 'MySQL is killed', sub { $target->kill9; $target->start } ],
	9 => [ 'PostgreSQL is killed', sub { restart_source('immediate') } ],
	12 => [ 'MySQL is restarted', sub { $target->restart } ],
	15 => [ 'PostgreSQL is restarted', sub { restart_source('fast') } ]);

$load->start;
$stream->start;
my %positions;
for my $kill (1 .. $kills)
{
	# The moment is chance, not a wait for something: in the copy at first, later anywhere
	# between connecting and applying.
	sleep rand() < 0.5 ? rand(0.3) : rand(1.5);
	if (my $case = $accident{$kill})
	{
		my ($name, $happen) = @$case;
		$happen->();
		ok($stream->{process}->running, "$name: the applier stays");
		flows($name);
	}
	$stream->kill9;
	$positions{ eval { $target->value($position) } // 0 } = 1;
	$stream->start;
}
# A green result would mean little had the applier never got far enough to apply something.
cmp_ok(scalar(keys %positions), '>', 5, 'the applier was killed at different positions');

$load->stop;
$stream->wait_for_catchup;
is($stream->differences, '', 'every row of every table is equal');
is($stream->stop, 0, 'the applier ends well');
done_testing();

# Writers come back after it; an immediate stop is a crash.
sub restart_source
{
	my ($mode) = @_;
	$source->stop($mode);
	$source->start;
	$load->{process}->wait(60);
	$load->start;
	return;
}

sub flows
{
	my ($name) = @_;
	$stream->wait_for_copy;
	my $before = $target->value($position);
	$stream->wait_until(
		"the stream flows after $name",
		sub { $target->value($position) > $before });
	pass("$name: the stream flows again");
	return;
}
