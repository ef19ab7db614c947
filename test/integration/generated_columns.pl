# A generated column of the source is an ordinary column of the target, and has its values: MySQL
# could neither take them into a generated column of its own nor compute PostgreSQL's expression.

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
	CREATE TABLE line (
		id int PRIMARY KEY,
		price numeric(10,2),
		pieces int,
		note text,
		total numeric(12,2) GENERATED ALWAYS AS (price * pieces) STORED,
		words text GENERATED ALWAYS AS (upper(note) || '!') STORED);
	INSERT INTO line SELECT i, i * 1.25, i, repeat('wörter ', i) FROM generate_series(1, 100) AS i;
	INSERT INTO line VALUES (0, NULL, 1, NULL);
	CREATE PUBLICATION demo FOR TABLE line;
	SQL
my $stream = Stream->new(source => $source, target => $target);
$stream->start;
$stream->wait_for_copy;
$source->safe_psql('postgres', $_) for (
	'UPDATE line SET pieces = pieces + 1 WHERE id % 2 = 0',
	q{UPDATE line SET note = repeat(md5(id::text), 1000) WHERE id % 5 = 0},
	'UPDATE line SET price = 7 WHERE id % 5 = 0',
	'DELETE FROM line WHERE id % 3 = 0',
	q{INSERT INTO line VALUES (101, 0.01, 3, 'ß')});
$stream->wait_for_catchup;
is($stream->differences, '', 'every value is that of the source');
is($target->value('SELECT total FROM line WHERE id = 101', 'postgres'),
	'0.03', 'as PostgreSQL computed it');
is($target->value(q{SELECT COUNT(*) FROM information_schema.columns
	WHERE table_name = 'line' AND extra LIKE '%GENERATED%'}), 0, 'in ordinary columns');
is($stream->stop, 0, 'the applier ends well');

done_testing();
