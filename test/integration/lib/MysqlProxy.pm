# A proxy in front of a MySQL or MariaDB server, on a Unix socket of its own, that knows where
# the client's packets begin and end: so it can do to a certain COMMIT what networks do to any.
#
#   my $proxy = MysqlProxy->start($server);         # clients connect to $proxy->socket
#   $proxy->arm('answer', skip => 3);               # the fourth COMMIT from now
#   $proxy->wait_for_fault;                         # it has happened
#
# The faults; each strikes one connection, once:
#
#   request    the COMMIT is not passed on, and the connection ends at both sides
#   answer     the server carries the COMMIT out, but its answer is not passed on, and the
#              connection ends at both sides
#   half_open  as request, but the server is not told: its session stays, transaction and all
#   late       as half_open, and the COMMIT is passed on after `after` further commands of
#              other connections
#   hold       the COMMIT is kept until release(), and the connection lives
#
# A COMMIT is meant that follows prepared statements, which only rows are written with; or
# `pattern` says which statement (COM_QUERY) is meant instead.
#
# TLS and compression would hide the packets; client libraries use neither on a Unix socket
# unless they are told to.
package MysqlProxy;

use strict;
use warnings;

use Carp;
use IO::Select;
use IO::Socket::UNIX;
use POSIX ();
use Socket;
use Time::HiRes qw(sleep);

use Scratch;

my $patience_s = $ENV{PG_TEST_TIMEOUT_DEFAULT} || 180;

# First bytes of the client's packets (MySQL source code documentation, "Command Phase";
# MariaDB knowledge base, "COM_STMT_BULK_EXECUTE").
my ($com_query, $com_stmt_execute, $com_stmt_bulk_execute) = (0x03, 0x17, 0xfa);

sub start
{
	my ($class, $server) = @_;
	my $socket = Scratch::folder('proxy') . '/mysql.sock';
	my $listener = IO::Socket::UNIX->new(Local => $socket, Listen => 64) or croak "no socket: $!";
	socketpair my $control, my $orders, AF_UNIX, SOCK_STREAM, PF_UNSPEC or croak "no control: $!";
	my $pid = fork // croak "cannot fork: $!";
	if ($pid == 0)
	{
		close $control;
		$SIG{PIPE} = 'IGNORE';
		# It ends when the test does, and runs none of the test's END blocks.
		eval { MysqlProxy::Loop->new($server->socket, $listener, $orders)->run; 1 } or warn $@;
		POSIX::_exit(0);
	}
	close $orders;
	return bless { socket => $socket, control => $control, pid => $pid }, $class;
}

sub socket { return $_[0]{socket} }

# skip: how many of the COMMITs that are meant pass before.
sub arm
{
	my ($self, $fault, %wish) = @_;
	return $self->order(arm => $fault, $wish{skip} // 0, $wish{after} // 0, $wish{pattern} // '');
}

# Returns once the fault has happened; dies when it never does.  For 'answer' it returns what
# the server said of the COMMIT: 'OK' or 'ERR'.
sub wait_for_fault
{
	my ($self) = @_;
	return $self->reply;
}

# Lets go what was held.
sub release { return $_[0]->order('release') }

# Takes connections and bytes, and passes nothing on, until thaw().
sub freeze { return $_[0]->order('freeze') }
sub thaw { return $_[0]->order('thaw') }

sub stop
{
	my ($self) = @_;
	close delete $self->{control};
	waitpid $self->{pid}, 0;
	return;
}

# An order is obeyed when this returns.
sub order
{
	my ($self, @words) = @_;
	syswrite $self->{control}, join("\t", @words) . "\n" or croak "the proxy is gone: $!";
	my $reply = $self->reply;
	croak "the proxy said '$reply' to '@words'" if $reply ne 'obeyed';
	return $self;
}

sub reply
{
	my ($self) = @_;
	my $line = '';
	until ($line =~ s/\n$//)
	{
		croak 'waited in vain for the proxy' unless IO::Select->new($self->{control})->can_read($patience_s);
		sysread $self->{control}, $line, 1, length $line or croak 'the proxy is gone';
	}
	return $line;
}

# The process in between.
package MysqlProxy::Loop;

sub new
{
	my ($class, $server_socket, $listener, $orders) = @_;
	return bless {
		server_socket => $server_socket,
		listener => $listener,
		orders => $orders,
		order_bytes => '',
		select => IO::Select->new($listener, $orders),
		connections => {},    # each under its two sockets
	}, $class;
}

sub run
{
	my ($self) = @_;
	while (1)
	{
		my $wait_for = $self->{frozen} ? IO::Select->new($self->{orders}) : $self->{select};
		for my $socket ($wait_for->can_read)
		{
			if ($socket == $self->{orders}) { $self->take_orders or return }
			elsif ($socket == $self->{listener}) { $self->connect }
			elsif (my $connection = $self->{connections}{$socket}) { $self->pass($connection, $socket) }
		}
	}
}

sub take_orders
{
	my ($self) = @_;
	sysread $self->{orders}, $self->{order_bytes}, 4096, length $self->{order_bytes} or return 0;
	while ($self->{order_bytes} =~ s/^(.*)\n//)
	{
		my ($order, @words) = split /\t/, $1, -1;
		if ($order eq 'arm') { @{ $self->{armed} }{qw(fault skip after pattern)} = @words }
		elsif ($order eq 'release') { $self->deliver }
		elsif ($order eq 'freeze') { $self->{frozen} = 1 }
		elsif ($order eq 'thaw') { $self->{frozen} = 0 }
		$self->say('obeyed');
	}
	return 1;
}

sub say
{
	my ($self, $line) = @_;
	syswrite $self->{orders}, "$line\n";
	return;
}

sub connect
{
	my ($self) = @_;
	my $client = $self->{listener}->accept or return;
	# A server that is down is down for the client.
	my $server = IO::Socket::UNIX->new(Peer => $self->{server_socket}) or return close $client;
	my $connection = { client => $client, server => $server, bytes => '' };
	for my $socket ($client, $server)
	{
		$self->{connections}{$socket} = $connection;
		$self->{select}->add($socket);
	}
	return;
}

sub pass
{
	my ($self, $connection, $from) = @_;
	my $read = sysread $from, my $bytes, 1 << 16;
	return $self->end($connection) unless $read;
	if (my $client = $connection->{client})
	{
		return $self->take_answer($connection, $client, $bytes) if $from != $client;
		$connection->{bytes} .= $bytes;
		$self->take_packets($connection);
	}
	return;
}

sub take_answer
{
	my ($self, $connection, $client, $bytes) = @_;
	return write_all($client, $bytes) unless $connection->{answer_is_lost};
	$self->end($connection);
	$self->say(ord(substr $bytes, 4, 1) == 0 ? 'OK' : 'ERR');
	return;
}

# What the client sends goes on packet by packet: 3 bytes length, 1 byte sequence number, which
# is 0 where a command begins.
sub take_packets
{
	my ($self, $connection) = @_;
	while ($connection->{client} && !defined $connection->{held} && length $connection->{bytes} >= 4)
	{
		my $length = 4 + unpack 'V', substr($connection->{bytes}, 0, 3) . "\0";
		return if length $connection->{bytes} < $length;
		my $packet = substr $connection->{bytes}, 0, $length, '';
		if (ord(substr $packet, 3, 1) == 0 && $length > 4)
		{
			next if $self->strikes($connection, $packet);
			$self->count_down($connection);
		}
		write_all($connection->{server}, $packet);
	}
	return;
}

# Whether a fault befalls this command, which then is not to be passed on here.
sub strikes
{
	my ($self, $connection, $packet) = @_;
	my ($command, $text) = unpack 'x4 C a*', $packet;
	$connection->{rows} = 1 if $command == $com_stmt_execute || $command == $com_stmt_bulk_execute;
	return 0 if $command != $com_query;
	# Clients of MySQL put the numbers of query attributes before the text.
	$text =~ s/^\0\x01//;
	my $rows = $text =~ /^(?:COMMIT|ROLLBACK)$/i ? delete $connection->{rows} : 0;
	my $armed = $self->{armed} or return 0;
	return 0 unless $armed->{pattern} ne '' ? $text =~ /$armed->{pattern}/ : $rows && $text =~ /^COMMIT$/i;
	return 0 if $armed->{skip}-- > 0;
	delete $self->{armed};
	$self->strike($armed, $connection, $packet);
	return 1;
}

sub strike
{
	my ($self, $armed, $connection, $packet) = @_;
	my $fault = $armed->{fault};
	if ($fault eq 'answer')
	{
		$connection->{answer_is_lost} = 1;
		return write_all($connection->{server}, $packet);
	}
	$self->end($connection) if $fault eq 'request';
	$self->end_client($connection) if $fault eq 'half_open' || $fault eq 'late';
	$connection->{held} = $packet if $fault eq 'hold' || $fault eq 'late';
	$self->{kept} = $connection if $fault eq 'hold';
	@$self{qw(kept after)} = ($connection, $armed->{after}) if $fault eq 'late';
	$self->say($fault);
	return;
}

# Commands of others bring the time of a late one nearer.
sub count_down
{
	my ($self, $connection) = @_;
	return if !defined $self->{after} || $connection == $self->{kept};
	$self->deliver if $self->{after}-- <= 0;
	return;
}

sub deliver
{
	my ($self) = @_;
	delete $self->{after};
	my $connection = delete $self->{kept} or return;
	my $packet = delete $connection->{held};
	write_all($connection->{server}, $packet) if $connection->{server};
	$self->take_packets($connection);
	return;
}

sub end_client
{
	my ($self, $connection) = @_;
	$self->close_socket(delete $connection->{client});
	return;
}

sub end
{
	my ($self, $connection) = @_;
	$self->close_socket(delete $connection->{$_}) for qw(client server);
	return;
}

sub close_socket
{
	my ($self, $socket) = @_;
	return unless $socket;
	$self->{select}->remove($socket);
	delete $self->{connections}{$socket};
	close $socket;
	return;
}

# One side waits for the other in this protocol, so blocking here blocks nothing that could go on.
sub write_all
{
	my ($socket, $bytes) = @_;
	my $written = 0;
	while ($written < length $bytes)
	{
		my $count = syswrite $socket, $bytes, length($bytes) - $written, $written;
		return unless defined $count;    # it has gone; the next read tells
		$written += $count;
	}
	return;
}

1;
