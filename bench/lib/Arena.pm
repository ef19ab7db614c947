# The servers, alike for all contestants: as durable as can be, with one gigabyte of memory for
# pages and enough log that no checkpoint falls into a round by its size.  No vacuum falls into
# one either.
package Arena;

use strict;
use warnings;

use MysqlServer;
use PostgresServer;

my $postgres_settings = <<~'CONF';
	wal_level = logical
	shared_buffers = 1GB
	max_wal_size = 8GB
	checkpoint_timeout = 30min
	max_replication_slots = 50
	max_wal_senders = 20
	autovacuum_naptime = 10min
	wal_retrieve_retry_interval = 100ms
	CONF

my @mysql_options = (
	'--innodb-buffer-pool-size=1G', '--local-infile=ON', '--max-connections=50');
my %log_option = (
	mysql => '--innodb-redo-log-capacity=4G',
	mariadb => '--innodb-log-file-size=4G');

sub postgres
{
	my ($run) = @_;
	my $server = PostgresServer->new(settings => $run->{settings} . $postgres_settings)->start;
	$run->{versions}{postgresql} = $server->safe_psql('postgres', 'SHOW server_version');
	return $server;
}

sub source
{
	my ($run) = @_;
	my $source = postgres($run);
	$source->safe_psql('postgres', 'CREATE EXTENSION wal2mysql');
	return $source;
}

sub mysql
{
	my ($run) = @_;
	my $server = MysqlServer->new(
		flavour => $run->{flavour},
		options => [ @mysql_options, $log_option{ $run->{flavour} } ])->start;
	($run->{versions}{ $run->{flavour} }) = $server->value('SELECT version()');
	return $server;
}

1;
