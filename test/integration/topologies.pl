# One source feeds several streams, several sources feed one server, and a source that is itself fed
# by another passes on what it gets, or, told so, only what began there.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $first = Source->start;
my $second = Source->start(name => 'second');
my $target = MysqlServer->new(durable => 0)->start;
my $other = MysqlServer->new(durable => 0)->start;

for my $node ($first, $second)
{
	$node->safe_psql('postgres', <<~'SQL');
		CREATE TABLE orders (id int PRIMARY KEY, told_by text);
		CREATE TABLE items (id int PRIMARY KEY, n int);
		CREATE PUBLICATION everything FOR ALL TABLES;
		CREATE PUBLICATION orders FOR TABLE orders;
		SQL
}
$first->safe_psql('postgres', q{INSERT INTO orders VALUES (1, 'first'); INSERT INTO items VALUES (1, 1)});
$second->safe_psql('postgres', sprintf q{CREATE SUBSCRIPTION s CONNECTION $c$%s$c$ PUBLICATION orders},
	$first->connstr('postgres'));
$second->wait_for_subscription_sync($first, 's');

# name, source, target, publications, further settings
sub stream
{
	my ($name, $source, $server, $publication, %settings) = @_;
	my $stream = Stream->new(
		name => $name, source => $source, target => $server, publications => [$publication],
		log => "$PostgreSQL::Test::Utils::log_path/topologies_$name.log",
		config => { target => { database => $name }, source => \%settings });
	$stream->start;
	$stream->wait_for_copy;
	return $stream;
}
my %streams = (
	all => stream('all', $first, $target, 'everything'),
	part => stream('part', $first, $target, 'orders'),
	elsewhere => stream('elsewhere', $first, $other, 'everything'),
	passed_on => stream('passed_on', $second, $target, 'everything'),
	own => stream('own', $second, $target, 'everything', origin => 'none'));

$first->safe_psql('postgres', q{INSERT INTO orders SELECT i, 'first' FROM generate_series(2, 100) i;
	UPDATE items SET n = 2; DELETE FROM orders WHERE id = 50});
$second->safe_psql('postgres', q{INSERT INTO orders VALUES (1000, 'second'); INSERT INTO items VALUES (2, 2)});
$first->wait_for_catchup('s');
$_->wait_for_catchup for values %streams;

for my $name (qw(all part elsewhere passed_on))
{
	is($streams{$name}->differences, '', "stream $name has what its source has");
}
is($target->value(q{SELECT COUNT(*) FROM passed_on.orders WHERE told_by = 'first'}), 99,
	'what a subscription brought is passed on');
is($target->value(q{SELECT COUNT(*) FROM own.orders WHERE told_by = 'first'}), 1,
	'with origin = "none" only the copy has it');
is($target->value(q{SELECT COUNT(*) FROM own.orders WHERE told_by = 'second'}), 1,
	'and what began there is replicated');
is($target->value(q{SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'part'}), 1,
	'a stream has the tables of its publication alone');
is($target->value('SELECT COUNT(DISTINCT stream) FROM wal2mysql.stream'), 4,
	'a server keeps the positions of all of its streams');

# One stream's end is none of another's business.
$streams{all}->kill9;
$first->safe_psql('postgres', 'DELETE FROM orders WHERE id > 90');
$streams{part}->wait_for_catchup;
is($streams{part}->differences, '', 'the others go on when one is killed');
$streams{all}->start;
$streams{all}->wait_for_catchup;
is($streams{all}->differences, '', 'which catches up later');
is($_->stop, 0, 'the applier ends well') for values %streams;
done_testing();
