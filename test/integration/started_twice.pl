# An applier that is started a second time by mistake does no harm: not while the first one copies, where nothing but a lock of the
# source tells them apart, and not while it streams.

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
	CREATE TABLE hold (id int);
	INSERT INTO hold VALUES (1);
	CREATE TABLE with_key (id int PRIMARY KEY, filler text);
	INSERT INTO with_key SELECT i, repeat('x', 500) FROM generate_series(1, 10000) i;
	CREATE TABLE no_key (id int, filler text);
	INSERT INTO no_key SELECT * FROM with_key;
	ALTER TABLE no_key REPLICA IDENTITY FULL;
	CREATE PUBLICATION demo FOR TABLE with_key, no_key;
	SQL
my ($first, $second) = map {
	Stream->new(
		source => $source,
		target => $target,
		config => { copy => { pause_while_source => 'SELECT count(*) > 0 FROM public.hold', chunk_mb => 1 } },
		log => "$PostgreSQL::Test::Utils::log_path/started_twice_$_.log")
} qw(first second);
my $refusal = qr/another wal2mysql prepares stream "demo", or copies its tables\nDETAIL:  Session \d+ of the source has the lock/;

$first->start;
$first->wait_for_log(qr/the copy pauses/);
$second->start;
$second->wait_for_log($refusal);
$source->safe_psql('postgres', 'TRUNCATE hold');
$first->wait_for_copy;
$second->wait_for_log(qr/replication slot "wal2mysql_demo" is active/);
$source->safe_psql('postgres', 'DELETE FROM no_key WHERE id < 10; UPDATE with_key SET id = -id WHERE id < 10');
$first->wait_for_catchup;
is($first->differences, '', 'every row is there once');
is(scalar(() = $first->log_text =~ /copied table/g), 2, 'copied by the first one');
unlike($second->log_text, qr/copied table|created/, 'and by nobody else');
unlike($first->log_text, qr/trying again/, 'who is not disturbed');

$source->safe_psql('postgres', 'DELETE FROM with_key WHERE id > 9000');
is($first->stop, 0, 'the first one ends well');
$second->wait_for_catchup;
is($second->differences, '', 'then the second one goes on');
is($second->stop, 0, 'and ends well');
done_testing();
