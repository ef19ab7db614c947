# Text in a key may be as long as an index of MySQL holds, and a longer value stops the stream by
# its name; with long_text_keys = "hash" keys of any length find their rows.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;

$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE word (word text PRIMARY KEY, n int);
	INSERT INTO word VALUES (repeat('é', 768), 1), ('a', 2), ('A', 3), ('a ', 4), ('á', 5), ('', 6);
	CREATE PUBLICATION short FOR TABLE word;
	CREATE TABLE page (url text, at bytea, title varchar(2000), n int, PRIMARY KEY (url, at));
	INSERT INTO page SELECT repeat(md5(i::text), i), decode(md5(i::text), 'hex'), i, i
	  FROM generate_series(1, 300) AS i;
	CREATE TABLE document (body jsonb, code varchar(900) NOT NULL, n int, PRIMARY KEY (body));
	CREATE UNIQUE INDEX document_code ON document (code);
	ALTER TABLE document REPLICA IDENTITY USING INDEX document_code;
	INSERT INTO document SELECT jsonb_build_object('i', i), repeat('ß', i), i FROM generate_series(1, 900) AS i;
	CREATE PUBLICATION long FOR TABLE page, document;
	SQL

my $log = $PostgreSQL::Test::Utils::log_path;
my $short = Stream->new(
	source => $source, target => $target, name => 'short', log => "$log/long_keys_short.log");
$short->start;
$short->wait_for_copy;
$short->wait_for_catchup;
is($short->differences, '', 'keys as long as an index holds, and keys that only bytes tell apart');

$source->safe_psql('postgres', q{INSERT INTO word VALUES (repeat('x', 769), 7)});
is($short->wait_for_exit, 1, 'a longer key stops the stream');
like($short->log_text, qr/Error 1406.*\n(?:.*\n)*?HINT:.*\nCONTEXT:.*table "public\.word", transaction/,
	'with an error that names the table and says what to do');
$target->query('ALTER TABLE postgres.word MODIFY word VARBINARY(3072)');
$short->start;
$short->wait_for_catchup;
is($target->value('SELECT COUNT(*) FROM postgres.word'), 7, 'and goes on once there is room');
is($short->stop, 0, 'the applier ends well');

my $long = Stream->new(
	source => $source,
	target => $target,
	name => 'long',
	log => "$log/long_keys_long.log",
	config => { target => { long_text_keys => 'hash' } });
$long->start;
$long->wait_for_copy;
$source->safe_psql('postgres', $_) for (
	'UPDATE page SET n = -n WHERE n % 2 = 0',
	'DELETE FROM page WHERE n % 3 = 0',
	q{UPDATE page SET url = url || '/' WHERE n % 5 = 0},
	q{UPDATE page SET title = repeat('t', 2000) WHERE n = 7},
	'UPDATE document SET n = -n WHERE n % 2 = 0',
	'DELETE FROM document WHERE n % 3 = 0',
	q{UPDATE document SET code = 'x' || n WHERE n % 5 = 0},
	q{INSERT INTO page VALUES (repeat('long', 20000), '', NULL, 0), ('', '\x00', '', 1)});
$long->wait_for_catchup;
is($long->differences, '', 'with a hash, keys of any length find their rows');
is($target->value(q{SELECT COUNT(*) FROM information_schema.statistics
	WHERE table_schema = 'postgres' AND table_name = 'page' AND column_name LIKE 'wal2mysql%'}),
	2, 'through an index');
is($long->stop, 0, 'the applier ends well');

done_testing();
