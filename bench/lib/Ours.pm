# The contestant wal2mysql: the applier between the source and a MySQL server.
#
# It and Subscription.pm answer to the same names: start, stop, probe, progress, failure,
# differences.
package Ours;

use strict;
use warnings;

use Arena;
use Probe;
use Stream;

# Copies what is published, and leaves the applier stopped.
sub new
{
	my ($class, $run, $source) = @_;
	my $target = Arena::mysql($run);
	my $self = bless {
		source => $source,
		target => $target,
		stream => Stream->new(name => 'bench', source => $source, target => $target),
	}, $class;
	$self->start;
	$self->{stream}->wait_for_copy;
	$self->stop;
	return $self;
}

sub name { return 'wal2mysql' }
sub target { return $_[0]{target} }
sub stream { return $_[0]{stream} }

sub start
{
	my ($self) = @_;
	$self->{stream}->start;
	return;
}

# After a checkpoint the slot can begin near its end the next time, not before the backlog.
sub stop
{
	my ($self) = @_;
	$self->{source}->safe_psql('postgres', 'CHECKPOINT');
	$self->{stream}->wait_for_catchup;
	my $status = $self->{stream}->stop;
	die "the applier ended with status $status:\n" . $self->{stream}->last_words if $status ne '0';
	return;
}

sub probe { return Probe->mysql($_[0]{target}) }

# Whether mark has arrived, and the position reached.  Both are durable when they are visible.
sub progress
{
	my ($self, $probe, $mark) = @_;
	return $probe->ask(
		"SELECT (SELECT COUNT(*) FROM postgres.mark WHERE n = $mark),
			(SELECT MAX(end_lsn) FROM wal2mysql.checkpoint)" =~ s/\s+/ /gr);
}

sub failure
{
	my ($self) = @_;
	return $self->{stream}{process}->running ? undef : $self->{stream}->last_words;
}

sub peak_mb { return $_[0]{stream}->peak_memory_kb / 1024 }

# Empty when every row of every table is equal.
sub differences { return $_[0]{stream}->differences }

1;
