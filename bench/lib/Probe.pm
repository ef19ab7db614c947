# A session that is asked the same thing again and again: a client that stays, because
# starting one each time would take from the machine what is measured.
package Probe;

use strict;
use warnings;

use Carp;
use IPC::Open2;

sub psql
{
	my ($class, $connection) = @_;
	return $class->new('|', 'psql', '--no-psqlrc', '--quiet', '--tuples-only', '--no-align',
		'--set=ON_ERROR_STOP=1', '--dbname', $connection);
}

sub mysql
{
	my ($class, $server) = @_;
	return $class->new("\t", $server->client, '--unbuffered');
}

sub new
{
	my ($class, $separator, @command) = @_;
	my $pid = open2(my $answers, my $questions, @command);
	$questions->autoflush;
	return bless { pid => $pid, answers => $answers, questions => $questions, separator => $separator },
	  $class;
}

# The values of the one row that a query has.
sub ask
{
	my ($self, $sql) = @_;
	print { $self->{questions} } "$sql;\n";
	my $line = readline($self->{answers}) // croak "no answer to: $sql";
	chomp $line;
	return split /\Q$self->{separator}\E/, $line, -1;
}

sub close
{
	my ($self) = @_;
	close $self->{questions};
	waitpid $self->{pid}, 0;
	return;
}

1;
