# The contestant of PostgreSQL: a subscription of a second server.
package Subscription;

use strict;
use warnings;

use Time::HiRes qw(sleep time);

use Arena;
use Load;
use Probe;

# options: of CREATE SUBSCRIPTION; as PostgreSQL has them unless given.
sub new
{
	my ($class, $run, $source, $load, @options) = @_;
	my $server = Arena::postgres($run);
	Load::create_tables($load, $server);
	my $self = bless { source => $source, server => $server }, $class;
	$server->safe_psql('postgres', sprintf q{CREATE SUBSCRIPTION theirs CONNECTION '%s' PUBLICATION bench%s},
		$source->connstr('postgres'), @options ? ' WITH (' . join(', ', @options) . ')' : '');
	$self->wait_until(q{SELECT bool_and(srsubstate = 'r') FROM pg_subscription_rel});
	$self->stop;
	return $self;
}

sub name { return 'subscription' }
sub server { return $_[0]{server} }

sub start
{
	my ($self) = @_;
	$self->{server}->safe_psql('postgres', 'ALTER SUBSCRIPTION theirs ENABLE');
	return;
}

sub stop
{
	my ($self) = @_;
	my $source = $self->{source};
	$source->safe_psql('postgres', 'CHECKPOINT');
	my $lsn = $source->safe_psql('postgres', q{SELECT pg_logical_emit_message(true, '', '')});
	sleep 0.03
	  until $source->safe_psql('postgres', "SELECT confirmed_flush_lsn >= '$lsn'
			FROM pg_replication_slots WHERE slot_name = 'theirs'") eq 't';
	$self->{server}->safe_psql('postgres', 'ALTER SUBSCRIPTION theirs DISABLE');
	$self->wait_until('SELECT bool_and(pid IS NULL) FROM pg_stat_subscription');
	return;
}

sub probe { return Probe->psql($_[0]{server}->connstr('postgres')) }

# Whether mark has arrived, and the position reached, both made durable by the asking.
sub progress
{
	my ($self, $probe, $mark) = @_;
	my ($arrived, $position) = $probe->ask(
		"SELECT (SELECT count(*) FROM mark WHERE n = $mark),
			(SELECT pg_replication_origin_progress('pg_' || oid, true) - '0/0' FROM pg_subscription)"
		  =~ s/\s+/ /gr);
	return ($arrived, $position || 0);
}

# A worker that fails is started again and again; who waits for it gives up some day.
sub failure { return }

# Only the numbers of rows: this contestant is not on trial.
sub differences
{
	my ($self) = @_;
	my @tables = split /\n/,
	  $self->{source}->safe_psql('postgres', 'SELECT tablename FROM pg_publication_tables');
	my $text = '';
	for my $table (@tables)
	{
		my ($here, $there) =
		  map { $_->safe_psql('postgres', "SELECT count(*) FROM $table") } @$self{qw(server source)};
		$text .= "$table: $here rows instead of $there\n" if $here != $there;
	}
	return $text;
}

sub wait_until
{
	my ($self, $sql) = @_;
	my $deadline = time + 1800;
	until ($self->{server}->safe_psql('postgres', $sql) eq 't')
	{
		die "waited in vain: $sql\n" if time > $deadline;
		sleep 0.03;
	}
	return;
}

1;
