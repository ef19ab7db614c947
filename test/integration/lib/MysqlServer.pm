# A throwaway MySQL or MariaDB server in a temporary folder, on a private socket.
#
#   my $server = MysqlServer->new(flavour => 'mysql');
#   $server->start;
#   my ($version) = $server->value('SELECT version()');
#
# The folder is removed and the process ended with the program that made them, however
# that ends.
package MysqlServer;

use strict;
use warnings;

use Carp;
use IO::Socket::INET;
use IPC::Run;
use Time::HiRes qw(sleep time);

use Process;
use Scratch;

my $patience_s = $ENV{PG_TEST_TIMEOUT_DEFAULT} || 180;

# flavour: 'mysql' or 'mariadb'; the environment's MYSQL, else whatever mysqld is on the PATH.
# durable: false trades survival of a power failure (not of kill -9) for speed.
# tcp:     true listens on a free port of the loopback interface too.
# log:     path of the error log, to keep it beyond the folder's life.
# options: further options of the server.
sub new
{
	my ($class, %wish) = @_;
	my $flavour = $wish{flavour} || $ENV{MYSQL} || 'any';
	my $folder = Scratch::folder('mysql');
	my $self = bless {
		program => program($flavour),
		folder => $folder,
		log => $wish{log} || "$folder/error.log",
		socket => "$folder/mysql.sock",
		port => $wish{tcp} ? free_port() : undef,
		durable => $wish{durable} // 1,
		options => $wish{options} || [],
	}, $class;
	$self->{flavour} = is_mariadb($self->{program}) ? 'mariadb' : 'mysql';
	$self->initialize;
	return $self;
}

sub flavour { return $_[0]{flavour} }
sub socket { return $_[0]{socket} }
sub port { return $_[0]{port} }
sub pid { return $_[0]{process}->pid }
sub log_path { return $_[0]{log} }
sub folder { return $_[0]{folder} }

sub start
{
	my ($self) = @_;
	croak 'the server runs already' if $self->{process};
	$self->{process} =
	  Process->start($self->{log}, $self->{program}, '--no-defaults', $self->settings);
	my $deadline = time + $patience_s;
	until ($self->answers)
	{
		if (!$self->{process}->running)
		{
			delete $self->{process};
			croak "$self->{program} ended while starting:\n" . Process::last_lines($self->{log});
		}
		croak "$self->{program} does not answer:\n" . Process::last_lines($self->{log}) if time > $deadline;
		sleep 0.05;
	}
	return $self;
}

# Shuts down in order.
sub stop
{
	my ($self) = @_;
	my $process = delete $self->{process} or return $self;
	$process->signal('TERM')->wait($patience_s);
	return $self;
}

# Ends without a chance to write anything.
sub kill9
{
	my ($self) = @_;
	my $process = delete $self->{process} or return $self;
	$process->kill9;
	return $self;
}

sub restart
{
	my ($self) = @_;
	$self->stop;
	return $self->start;
}

# Rows as array references, undef for NULL (and for the text NULL: the client's batch mode
# does not tell them apart).
sub query
{
	my ($self, $sql, $database) = @_;
	my ($out, $err) = ('', '');
	IPC::Run::run([ $self->client($database) ], '<', \$sql, '>', \$out, '2>', \$err)
	  or croak "$err in: $sql";
	my %escaped = (n => "\n", t => "\t", 0 => "\0", '\\' => '\\');
	return map {
		[ map { $_ eq 'NULL' ? undef : s/\\([nt0\\])/$escaped{$1}/gr } split /\t/, $_, -1 ]
	} split /\n/, $out;
}

# The first row's values.
sub value
{
	my ($self, $sql, $database) = @_;
	my ($row) = $self->query($sql, $database);
	return $row ? (wantarray ? @$row : $row->[0]) : ();
}

# Asks until the first value is the expected one ('1' unless told); false when it never is.
# An error, as when a table is not there yet, is an unexpected answer.
sub poll_query_until
{
	my ($self, $sql, $expected) = @_;
	$expected //= '1';
	my $deadline = time + $patience_s;
	my $answer;
	until (defined $answer && $answer eq $expected)
	{
		return 0 if time > $deadline;
		sleep 0.05 if defined $answer;
		$answer = eval { $self->value($sql) } // '';
	}
	return 1;
}

# The command line of a client that reads SQL from its standard input.
sub client
{
	my ($self, $database) = @_;
	return (
		'mariadb', '--no-defaults', '--user=root', "--socket=$self->{socket}",
		'--batch', '--quick', '--skip-column-names', '--default-character-set=utf8mb4',
		defined $database ? $database : ());
}

sub answers
{
	my ($self) = @_;
	my @ask = ($self->client, '--execute=SELECT 1');
	return IPC::Run::run(\@ask, '<', '/dev/null', '>', '/dev/null', '2>', '/dev/null');
}

sub settings
{
	my ($self) = @_;
	my $flush = $self->{durable} ? 1 : 2;
	my $sync = $self->{durable} ? 1 : 0;
	return (
		"--datadir=$self->{folder}/data",
		"--tmpdir=$self->{folder}",
		"--socket=$self->{socket}",
		"--pid-file=$self->{folder}/pid",
		$self->{port}
		? ('--bind-address=127.0.0.1', "--port=$self->{port}")
		: '--skip-networking',
		'--server-id=1', '--log-bin=binlog', '--performance-schema=OFF',
		"--sync-binlog=$sync", "--innodb-flush-log-at-trx-commit=$flush",
		$self->{flavour} eq 'mysql' ? '--mysqlx=OFF' : (),
		@{ $self->{options} });
}

sub initialize
{
	my ($self) = @_;
	my $data = "--datadir=$self->{folder}/data";
	my @command =
	  $self->{flavour} eq 'mysql'
	  ? ($self->{program}, '--no-defaults', $data, '--initialize-insecure')
	  : (
		'mariadb-install-db', '--no-defaults', $data, '--skip-test-db', '--skip-name-resolve',
		'--auth-root-authentication-method=normal');
	# A starting server removes the temporary tables that it finds in its tmpdir.
	local $ENV{TMPDIR} = $self->{folder};
	Process->run($self->{log}, @command);
	return;
}

sub program
{
	my ($flavour) = @_;
	return $ENV{MYSQLD} if $ENV{MYSQLD} && $flavour eq 'mysql';
	my @names = $flavour eq 'mariadb' ? 'mariadbd' : qw(mysqld mariadbd);
	for my $name (@names)
	{
		for my $path (map { "$_/$name" } split(/:/, $ENV{PATH}), '/usr/sbin')
		{
			next unless -x $path;
			return $path unless $flavour eq 'mysql' && is_mariadb($path);
		}
	}
	croak "no $flavour server on the PATH";
}

sub is_mariadb
{
	my ($program) = @_;
	my $version = '';
	IPC::Run::run([ $program, '--no-defaults', '--version' ], '>', \$version, '2>&1');
	return $version =~ /MariaDB/;
}

sub free_port
{
	my $probe = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1', LocalPort => 0)
	  or croak "no free port: $!";
	return $probe->sockport;
}

1;
