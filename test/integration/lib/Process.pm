# A program in the background, which never outlives the one that started it.
package Process;

use strict;
use warnings;

use Carp;
use POSIX ();
use Time::HiRes qw(sleep time);

use Scratch;

my @processes;

# Starts a command with its output appended to a log; without one (undef) it shares the
# output of its starter.  The command gets a session of its own, so a
# Ctrl-C at the terminal is for the starter, who then ends the command in good order; and
# the kernel kills it should the starter be killed.
sub start
{
	my ($class, $log, @command) = @_;
	my $pid = fork // croak "cannot fork: $!";
	if ($pid == 0)
	{
		POSIX::setsid();
		open STDIN, '<', '/dev/null';
		if (defined $log)
		{
			open STDOUT, '>>', $log;
			open STDERR, '>&', \*STDOUT;
		}
		{ exec 'setpriv', '--pdeathsig=KILL', @command };
		print STDERR "cannot run setpriv: $!\n";
		POSIX::_exit(127);
	}
	my $self = bless { pid => $pid, command => "@command", starter => $$ }, $class;
	push @processes, $self;
	return $self;
}

# Runs a command to its end; dies with what it said unless it ends well.
sub run
{
	my ($class, $log, @command) = @_;
	my $status = $class->start($log, @command)->wait(600);
	croak "$command[0] failed ($status):\n" . last_lines($log) if $status ne '0';
	return;
}

sub last_lines
{
	my ($log) = @_;
	open my $file, '<', $log or return '';
	my @lines = <$file>;
	return join '', @lines > 20 ? @lines[ -20 .. -1 ] : @lines;
}

sub pid { return $_[0]{pid} }

sub running
{
	my ($self) = @_;
	return 0 if defined $self->{status};
	return 1 if waitpid($self->{pid}, POSIX::WNOHANG) == 0;
	$self->{status} = $? & 127 ? 'signal ' . ($? & 127) : $? >> 8;
	return 0;
}

# The exit status, or 'signal N'; undef while it runs.
sub status
{
	my ($self) = @_;
	return $self->running ? undef : $self->{status};
}

sub wait
{
	my ($self, $patience_s) = @_;
	my $deadline = time + $patience_s;
	while ($self->running)
	{
		croak "still running after $patience_s s: $self->{command}" if time > $deadline;
		sleep 0.02;
	}
	return $self->{status};
}

sub signal
{
	my ($self, $signal) = @_;
	kill $signal, $self->{pid} if $self->running;
	return $self;
}

# Kills it and what it started itself.
sub kill9
{
	my ($self) = @_;
	my $group = -$self->{pid};
	kill 'KILL', $group if $self->running;
	my $status = $self->wait(60);
	sleep 0.01 while kill 0, $group;
	return $status;
}

# Kills everything that this program started, the newest first.
sub kill_all
{
	for my $process (reverse grep { $_->{starter} == $$ } @processes)
	{
		$process->kill9;
	}
	@processes = ();
	return;
}

END
{
	my $status = $?;
	kill_all();
	$? = $status;
}

1;
