# How old a row is when it can be seen in the target.  The subscription commits as durably as
# MySQL does here; a backlog it may apply as PostgreSQL does by default.
package Latency;

use strict;
use warnings;

use Carp;
use List::Util qw(max);
use Time::HiRes qw(sleep);

use Arena;
use Load;
use Ours;
use Rounds qw(alternate);
use Subscription;

my $least_ticks = 1000;

sub measure
{
	my ($run, $group) = @_;
	my $ticks = max($least_ticks, int($group->{rows} * $run->{scale}));
	my $source = Arena::source($run);
	Load::prepare($group->{load}, $source, 0);
	my $ours = Ours->new($run, $source);
	my $theirs = Subscription->new($run, $source, $group->{load}, 'synchronous_commit = on');

	my $mark = 0;
	my $turn = sub {
		my ($contestant, $target) = @_;
		my $first = $mark++ * $ticks + 1;
		return turn($source, $contestant, $target, $mark, $ticks, $first);
	};
	my $series = alternate(
		$run->{rounds},
		[
			[ 'wal2mysql', sub { $turn->($ours, 'mysql:' . $ours->target->socket) } ],
			[ 'subscription', sub { $turn->($theirs, $theirs->server->connstr('postgres')) } ]
		]);
	return $series;
}

# The contestant that was stopped has the other's rows to catch up with first.
sub turn
{
	my ($source, $contestant, $target, $mark, $ticks, $first) = @_;
	$contestant->start;
	Load::backlog('none', $source, 0, $mark);
	my $probe = $contestant->probe;
	sleep 0.1 until ($contestant->progress($probe, $mark))[0];
	$probe->close;
	my @command = ('latency', $source->connstr('postgres'), $target, $ticks, $first);
	open my $answer, '-|', @command or croak "cannot run latency: $!";
	my ($p50, $p99) = split ' ', readline($answer) // '';
	close $answer or croak 'latency failed';
	$contestant->stop;
	return { p50 => $p50, p99 => $p99 };
}

1;
