# How long a backlog takes: it is written while nobody applies, and then one contestant after
# the other applies all of it.
package StreamContest;

use strict;
use warnings;

use Carp;
use Time::HiRes qw(sleep time);

use Arena;
use Backlog;
use Load;
use Ours;
use Rounds qw(alternate);
use Subscription;

my $sample_s = 0.1;
my $patience_s = 3600;

sub measure
{
	my ($run, $group) = @_;
	my $amount = int($group->{rows} * $run->{scale});
	my $source = Arena::source($run);
	Load::prepare($group->{load}, $source, $amount);
	my $ours = Ours->new($run, $source);
	my $theirs = Subscription->new($run, $source, $group->{load});

	my $backlog;
	my @contestants = map {
		my $contestant = $_;
		[ $contestant->name, sub { turn($run, $group, $contestant, $backlog) } ]
	} $ours, $theirs;
	push @contestants, [ 'prepared inserts', sub { ceiling($ours->target, $amount) } ]
	  if $group->{ceiling};

	my $series = alternate(
		$run->{rounds},
		\@contestants,
		sub { $backlog = Backlog->write($source, $group->{load}, $amount, @_) });
	print "   comparing every row\n";
	for ($ours, $theirs)
	{
		my $differences = $_->differences;
		croak $_->name . " is wrong:\n$differences" if $differences;
	}
	return $series;
}

# From the start of a contestant to the arrival of the backlog's last row.
sub turn
{
	my ($run, $group, $contestant, $backlog) = @_;
	my $probe = $contestant->probe;
	my @samples = ([ 0, $backlog->amount ]);
	my $begun = time;
	$contestant->start;
	while (1)
	{
		my ($arrived, $position) = $contestant->progress($probe, $backlog->mark);
		my $seconds = time - $begun;
		push @samples, [ $seconds, $arrived ? 0 : $backlog->remaining($position) ];
		last if $arrived;
		croak $contestant->name . ' failed: ' . $contestant->failure if $contestant->failure;
		croak $contestant->name . " has not arrived after $seconds s" if $seconds > $patience_s;
		sleep $sample_s;
	}
	$probe->close;
	my %amounts = ('' => $samples[-1][0]);
	$amounts{'peak MB'} = $contestant->peak_mb if $contestant->can('peak_mb');
	$contestant->stop;
	push @{ $run->{backlogs}{ $group->{name} }{ $contestant->name } }, \@samples;
	return \%amounts;
}

# The fastest way of rows into the same table that we know: no source, no reading.
sub ceiling
{
	my ($target, $amount) = @_;
	$target->query('CREATE DATABASE IF NOT EXISTS ceiling;
		CREATE TABLE IF NOT EXISTS ceiling.ten LIKE postgres.ten; TRUNCATE ceiling.ten');
	my $seconds = `insert_ceiling @{[ $target->socket ]} ceiling.ten $amount`;
	croak 'insert_ceiling failed' if $?;
	my $rows = $target->value('SELECT COUNT(*) FROM ceiling.ten');
	croak "insert_ceiling left $rows rows" if $rows != $amount;
	return $seconds + 0;
}

1;
