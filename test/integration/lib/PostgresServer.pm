# A throwaway PostgreSQL server in a temporary folder, on a private socket, for programs
# that talk to people: PostgreSQL::Test::Cluster takes their terminal away.  It answers to
# the same names as far as they are needed.
package PostgresServer;

use strict;
use warnings;

use Carp;
use IPC::Run;
use Time::HiRes qw(sleep time);

use Process;
use Scratch;

# settings: lines for postgresql.conf.
sub new
{
	my ($class, %wish) = @_;
	my $folder = Scratch::folder('postgres');
	my $self = bless { folder => $folder, port => 5432 }, $class;
	Process->run(
		"$folder/log", 'initdb', '--pgdata', "$folder/data", '--auth=trust', '--no-sync',
		'--encoding=UTF8', '--locale=C');
	open my $conf, '>>', "$folder/data/postgresql.conf" or croak "no configuration: $!";
	print $conf "unix_socket_directories = '$folder'\n", "listen_addresses = ''\n",
	  $wish{settings} || '';
	close $conf or croak "no configuration: $!";
	return $self;
}

sub connstr
{
	my ($self, $database) = @_;
	return "host=$self->{folder} port=$self->{port} dbname=$database";
}

sub start
{
	my ($self) = @_;
	my $log = "$self->{folder}/log";
	$self->{process} = Process->start($log, 'postgres', '-D', "$self->{folder}/data");
	my $deadline = time + 60;
	until (eval { $self->safe_psql('postgres', 'SELECT 1') })
	{
		croak "PostgreSQL does not start:\n" . Process::last_lines($log)
		  if time > $deadline || !$self->{process}->running;
		sleep 0.05;
	}
	return $self;
}

sub safe_psql
{
	my ($self, $database, $sql) = @_;
	my @psql = (
		'psql', '--no-psqlrc', '--quiet', '--tuples-only', '--no-align',
		'--set=ON_ERROR_STOP=1', '--dbname', $self->connstr($database), '--file=-');
	my ($out, $err) = ('', '');
	IPC::Run::run(\@psql, '<', \$sql, '>', \$out, '2>', \$err) or croak "psql failed: $err";
	chomp $out;
	return $out;
}

1;
