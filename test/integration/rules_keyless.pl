# Rows without a key are found by what rules leave of them: columns that are dropped do not count, those
# that are replaced or computed do, and of rows that are then equal each change takes one.

use strict;
use warnings;

use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE visits (page text, visitor text, seconds float8, secret text);
	ALTER TABLE visits REPLICA IDENTITY FULL;
	INSERT INTO visits SELECT i % 5, (i % 7) || '@example.org', 0.1 * (i % 3), i::text FROM generate_series(1, 210) i;
	INSERT INTO visits VALUES (NULL, NULL, NULL, 'x'), (NULL, NULL, NULL, 'y'), (repeat('long ', 2000), 'a@b', 'Infinity', NULL);
	CREATE PUBLICATION demo FOR TABLE visits;
	SQL
my $stream = Stream->new(source => $source, target => $target, rules => <<~'TOML');
	[[rules]]
	table = "public.visits"
	where = "seconds IS DISTINCT FROM 'Infinity'"
	[[rules.columns]]
	column = "secret"
	drop = true
	[[rules.columns]]
	column = "visitor"
	expression = "left(visitor, 1)"
	[[rules.columns]]
	add = "both_of"
	expression = "page || ' ' || visitor"
	[[rules.columns]]
	add = "tenths"
	expression = "seconds * 10"
	TOML
$stream->start;
$stream->wait_for_copy;
is(rows_of_target(), rows_of_source(), 'copied');
for my $change (
	q{UPDATE visits SET secret = secret || '.'},
	q{UPDATE visits SET visitor = 'new@example.org' WHERE secret LIKE '%1.'},
	q{DELETE FROM visits WHERE secret IN ('x.', '14.', '15.', '16.', '35.')},
	q{UPDATE visits SET seconds = 'Infinity' WHERE secret LIKE '2%'},
	q{UPDATE visits SET seconds = 0.7 WHERE secret LIKE '2%'},
	q{BEGIN; DELETE FROM visits WHERE page = '3'; INSERT INTO visits VALUES ('3', 'c', 1, 'c'), ('3', 'd', 1, 'd'); UPDATE visits SET page = '4' WHERE secret = 'c'; COMMIT})
{
	$source->safe_psql('postgres', $change);
	$stream->wait_for_catchup;
	is(rows_of_target(), rows_of_source(), $change);
}
is($stream->stop, 0, 'the applier ends well when asked to');
unlike($stream->log_text, qr/no column `/, 'and found the rows by their hash');
done_testing();

sub rows_of_source
{
	return $source->safe_psql('postgres', <<~'SQL');
		SELECT concat_ws('|', coalesce(page, '-'), coalesce(left(visitor, 1), '-'), coalesce(page || ' ' || visitor, '-'),
			round(coalesce(seconds * 10, -1)::numeric, 6)) AS line
		FROM visits WHERE seconds IS DISTINCT FROM 'Infinity' ORDER BY 1
		SQL
}

sub rows_of_target
{
	return join "\n", map { $_->[0] } $target->query(<<~'SQL');
		SELECT CONCAT_WS('|', COALESCE(page, '-'), COALESCE(visitor, '-'), COALESCE(both_of, '-'),
			CAST(COALESCE(tenths, -1) AS DECIMAL(20,6))) AS line
		FROM postgres.visits ORDER BY line COLLATE utf8mb4_bin
		SQL
}
