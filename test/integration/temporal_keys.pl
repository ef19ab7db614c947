# A primary key of PostgreSQL 18 may hold a range that overlaps no other: its rows have their key
# in MySQL, and later changes find them by it.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
plan skip_all => 'keys WITHOUT OVERLAPS are of PostgreSQL 18'
  if $source->safe_psql('postgres', 'SHOW server_version_num') < 180000;

my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE EXTENSION btree_gist;
	CREATE TABLE booking (
		room int,
		during tstzrange,
		guest text,
		PRIMARY KEY (room, during WITHOUT OVERLAPS));
	INSERT INTO booking
	SELECT i % 10, tstzrange(day, day + '1 day'), 'guest ' || i
	FROM generate_series(1, 100) AS i, LATERAL (SELECT '2026-01-01 12:00+02'::timestamptz + i * '1 day'::interval AS day);
	INSERT INTO booking VALUES (11, '(,)', 'for ever');
	CREATE PUBLICATION demo FOR TABLE booking;
	SQL
my $stream = Stream->new(source => $source, target => $target);
$stream->start;
$stream->wait_for_copy;
$source->safe_psql('postgres', $_) for (
	q{UPDATE booking SET guest = guest || '!' WHERE room % 2 = 0},
	q{UPDATE booking SET during = tstzrange(lower(during), lower(during) + '12 hours', '[]') WHERE room = 3},
	'DELETE FROM booking WHERE room % 4 = 1',
	q{UPDATE booking SET during = '[2026-01-01,)' WHERE room = 11},
	q{INSERT INTO booking VALUES (12, '[2027-01-01,2027-01-02)', NULL)});
$stream->wait_for_catchup;
is($stream->differences, '', 'every row is that of the source');
is(join(',', map { $_->[0] } $target->query(<<~'SQL')), 'room,during', 'the key is that of the source');
	SELECT column_name FROM information_schema.key_column_usage
	WHERE table_name = 'booking' AND constraint_name = 'PRIMARY' ORDER BY ordinal_position
	SQL
is($stream->stop, 0, 'the applier ends well');

done_testing();
