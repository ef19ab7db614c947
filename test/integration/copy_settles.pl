# A copy that is resumed has rows of two moments, in which what is unique on the source need not be:
# a table gets its unique indexes once the stream has passed the second moment.  Until then it is
# streamed without them, and nothing is copied again.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $rows = 40_000;
my $source = Source->start;
my $target = MysqlServer->new->start;
my $log = $PostgreSQL::Test::Utils::log_path;
$source->safe_psql('postgres', <<~"SQL");
	CREATE TABLE seat (id int PRIMARY KEY, holder int UNIQUE, t text);
	INSERT INTO seat SELECT i, i, repeat(md5(i::text), 10) FROM generate_series(1, $rows) i;
	CREATE INDEX seat_t ON seat (t);
	CREATE PUBLICATION demo FOR TABLE seat;
	SQL

my $stream = Stream->new(
	source => $source, target => $target, log => "$log/copy_settles_applier.log",
	config => { copy => { chunk_mb => 1, workers => 1 } });
my $state = q{SELECT state FROM wal2mysql.table_state};
my $indexes = q{SELECT COUNT(DISTINCT index_name) FROM information_schema.statistics WHERE table_name = 'seat' AND index_name <> 'PRIMARY'};

sub interrupt
{
	$stream->start;
	$stream->wait_until('a chunk is copied', sub { eval { $target->value('SELECT COUNT(*) FROM wal2mysql.copied_chunk') } });
	$stream->kill9;
	is($target->value($state), 'copying', 'the copy is interrupted');
	return;
}

# Rows that were copied give what they hold to rows that were not.
interrupt();
$source->safe_psql('postgres', <<~"SQL");
	DELETE FROM seat WHERE id <= 100;
	UPDATE seat SET holder = $rows + 1 - id WHERE id > $rows - 100;
	UPDATE seat SET holder = NULL WHERE id BETWEEN 101 AND 200;
	UPDATE seat SET holder = $rows - 99 - id + 100 WHERE id BETWEEN $rows - 199 AND $rows - 100;
	SQL
$stream->start;
$stream->wait_until('the copy is complete', sub { $target->value($state) ne 'copying' });
is($target->value($state), 'settling', 'a resumed copy is streamed without its indexes at first');
is($target->value($indexes), 0, 'none is built before');
like($stream->log_text, qr/going on with the copy of table "public\.seat"/, 'it was resumed');
$source->safe_psql('postgres', 'INSERT INTO seat SELECT -i, -i FROM generate_series(1, 100) i');
$stream->wait_for_copy;
is($target->value($indexes), 2, 'then they are built');
is($target->value(q{SELECT non_unique FROM information_schema.statistics WHERE index_name = 'seat_holder_key'}), 0, 'the unique one, too');
like($stream->log_text, qr/tables whose copy was resumed are complete now\n.*\n(?:.*\n)*?.*building 2 indexes of table "public\.seat"/, 'by a new attempt');
is(scalar(() = $stream->log_text =~ /info: copied table "public\.seat"/g), 1, 'which copies nothing');
$source->safe_psql('postgres', 'UPDATE seat SET holder = NULL WHERE id = -1; UPDATE seat SET holder = -1 WHERE id = -2');
$stream->wait_for_catchup;
is($stream->differences, '', 'every row is equal');
is($stream->stop, 0, 'the applier ends well');

done_testing();
