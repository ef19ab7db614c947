# The PostgreSQL server of a test: a PostgreSQL::Test::Cluster with the extension at hand.
package Source;

use strict;
use warnings;

use PostgreSQL::Test::Cluster;

# settings: lines for postgresql.conf.
# init:     arguments of initdb; UTF-8 whatever the locale is unless they say otherwise.
# name:     where there are more than one.
sub start
{
	my ($class, %wish) = @_;
	my $node = PostgreSQL::Test::Cluster->new($wish{name} || 'source');
	$node->init(allows_streaming => 'logical', extra => $wish{init} || [ '--encoding=UTF8', '--locale=C' ]);
	$node->append_conf('postgresql.conf', <<~CONF . ($wish{settings} || ''));
		shared_buffers = 64MB
		max_connections = 50
		max_wal_size = 1GB
		log_statement = none
		CONF
	$node->start;
	$node->safe_psql('postgres', 'CREATE EXTENSION wal2mysql');
	return $node;
}

1;
