# A database in which nothing is written that the stream would carry still releases its
# log: the slot follows.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE published (id int PRIMARY KEY);
	CREATE TABLE unpublished (id int, filler text);
	CREATE PUBLICATION demo FOR TABLE published;
	INSERT INTO published VALUES (1);
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/idle_progress_applier.log");
$stream->start;
$stream->wait_for_copy;

$source->safe_psql('postgres',
	"INSERT INTO unpublished SELECT n, repeat('x', 500) FROM generate_series(1, 50000) n");
$stream->wait_for_catchup;
pass('the slot follows over rows that nobody publishes');

$source->safe_psql('postgres', 'CREATE DATABASE other');
$source->safe_psql('other', 'CREATE TABLE t AS SELECT generate_series(1, 10000)');
$stream->wait_for_catchup;
pass('the slot follows over another database');

# Across a restart the slot must not stand before what was acknowledged.
is($stream->stop, 0, 'the applier ends well');
$stream->start;
$source->safe_psql('postgres', 'INSERT INTO published VALUES (2)');
$stream->wait_for_catchup;
is($stream->differences, '', 'what is published arrives after all that');
is($stream->stop, 0, 'the applier ends well again');

done_testing();
