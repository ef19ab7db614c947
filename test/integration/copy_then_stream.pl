# Tables are copied while clients write to them, the stream goes on where the copy ends, and
# in the end every row of every table is the same on both sides.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;
use Workload;

my $source = Source->start;
my $target = MysqlServer->new->start;
my $load = Workload->new(source => $source)->create;
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/copy_then_stream_applier.log");

$load->start;
$stream->start;
$stream->wait_for_copy;
my $copied = $target->value('SELECT MAX(end_lsn) FROM wal2mysql.checkpoint');
ok($target->poll_query_until("SELECT MAX(end_lsn) > $copied FROM wal2mysql.checkpoint"),
	'the stream advances behind the copy');
$load->stop;
$stream->wait_for_catchup;
is($stream->differences, '', 'every row of every table is equal');

# Every kind of change, in tables that did not exist before, in a schema of their own.
$source->safe_psql('postgres', <<~'SQL');
	CREATE SCHEMA shop;
	CREATE TABLE shop.customer (id int PRIMARY KEY, name text NOT NULL);
	CREATE TABLE shop."Order" (customer int, no int, "total sum" numeric(10, 2), PRIMARY KEY (customer, no));
	INSERT INTO shop.customer VALUES (1, 'Ann'), (2, 'Bob'), (3, 'Cy');
	INSERT INTO shop."Order" VALUES (1, 1, 10), (1, 2, 20.50), (2, 1, NULL);
	UPDATE shop.customer SET id = 4 WHERE id = 3;
	UPDATE shop."Order" SET "total sum" = 5 WHERE customer = 2;
	DELETE FROM shop."Order" WHERE no = 2;
	SQL
$stream->wait_for_catchup;
is($stream->differences, '', 'new tables arrive too');

$source->safe_psql('postgres', 'TRUNCATE shop.customer, shop."Order"');
$stream->wait_for_catchup;
is($target->value('SELECT COUNT(*) FROM shop.customer'), 0, 'a truncated table is empty');

is($stream->stop, 0, 'the applier ends well when asked to');
done_testing();
