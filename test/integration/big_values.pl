# A value may be as large as a packet of the target, and a row of several larger than that.  What is
# beyond it stops the stream with a message that says what to raise, and is not lost.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $limit = 16 << 20;
my $source = Source->start;
my $target = MysqlServer->new(durable => 0, options => ["--max-allowed-packet=$limit"])->start;

# A text of so many bytes that no other seed has.
sub text
{
	my ($bytes, $seed) = @_;
	return "left(repeat('$seed, ', $bytes / length('$seed') + 1), $bytes)";
}
sub mb { my ($mb, $seed) = @_; return text($mb << 20, $seed) }
sub bytes { my ($mb, $seed) = @_; return "convert_to(" . mb($mb, $seed) . ", 'UTF8')" }
sub json { my ($mb, $seed) = @_; return "jsonb_build_object('t', " . mb($mb, $seed) . ')' }

my $row_of_40_mb = join ', ', mb(10, 'a'), mb(10, 'b'), bytes(10, 'c'), json(10, 'j');
$source->safe_psql('postgres', <<~"SQL");
	CREATE TABLE big (
		id int PRIMARY KEY, n int, u int CONSTRAINT u_once UNIQUE DEFERRABLE,
		a text, b text, c bytea, j jsonb);
	CREATE TABLE keyless (n int, a text, c bytea);
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	ALTER TABLE big ALTER a SET STORAGE EXTERNAL, ALTER b SET STORAGE EXTERNAL, ALTER c SET STORAGE EXTERNAL;
	ALTER TABLE keyless ALTER a SET STORAGE EXTERNAL, ALTER c SET STORAGE EXTERNAL;
	INSERT INTO big (id, a) VALUES (1, @{[ mb(15, 'one') ]}), (3, 'small'), (4, @{[ text($limit, 'four') ]});
	INSERT INTO big VALUES (2, 0, 2, $row_of_40_mb);
	INSERT INTO big SELECT n, 0, n, 'x', CASE n % 3 WHEN 0 THEN repeat(n::text, 600000) END
	FROM generate_series(100, 120) n;
	INSERT INTO keyless VALUES (1, @{[ mb(9, 'k') ]}, @{[ bytes(9, 'k') ]}), (1, @{[ mb(9, 'k') ]}, @{[ bytes(9, 'k') ]});
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/big_values_applier.log");
$stream->start;
$stream->wait_for_copy;
is(digests($target), digests($source), 'values of 15 MB and rows of 40 MB are copied');
$stream->wait_for_catchup;
is($stream->stop, 0, 'the applier ends well');
$target->query('ALTER TABLE big DROP KEY u_once, ADD UNIQUE KEY u_once (u)', 'postgres');
$stream->start;

sub arrives
{
	my ($description, @transactions) = @_;
	$source->safe_psql('postgres', $_) for @transactions;
	$stream->wait_for_catchup;
	is(digests($target), digests($source), $description);
	return;
}

arrives('they arrive', "INSERT INTO big VALUES (10, 0, 10, @{[ mb(15, 'ten') ]}); INSERT INTO big VALUES (11, 0, 11, $row_of_40_mb)");
arrives('beside small ones, in one transaction', <<~'SQL');
	INSERT INTO big SELECT n, 0, n, 'x', CASE n % 5 WHEN 0 THEN repeat(n::text, 600000) ELSE 'small' END
	FROM generate_series(200, 260) n
	SQL
arrives('and are changed beside them', 'UPDATE big SET b = b || b WHERE id >= 100');
arrives('and stay where they are not changed', 'UPDATE big SET n = n + 1');
arrives('and change', "UPDATE big SET a = @{[ mb(15, 'uno') ]} WHERE id = 1",
	"UPDATE big SET a = @{[ mb(10, 'A') ]}, b = @{[ mb(10, 'B') ]}, c = @{[ bytes(10, 'C') ]}, j = @{[ json(10, 'J') ]} WHERE id = 2");
arrives('and the key beside them', 'UPDATE big SET id = -id WHERE id < 100',
	"UPDATE big SET id = 12, a = @{[ mb(12, 'twelve') ]} WHERE id = -11");
arrives('and unique values, so that rows are read back', <<~'SQL');
	BEGIN;
	SET CONSTRAINTS u_once DEFERRED;
	UPDATE big SET u = 13 - u WHERE u IN (2, 11);
	END;
	SQL
arrives('and rows without a key', "UPDATE keyless SET n = 2 WHERE ctid = '(0,1)'",
	"UPDATE keyless SET a = @{[ mb(9, 'K') ]} WHERE n = 1", 'DELETE FROM keyless WHERE n = 2');
arrives('and they are deleted', 'DELETE FROM big WHERE id IN (-1, 12)');
cmp_ok($stream->peak_memory_kb, '<', 500_000, 'all that in the memory of a few such rows');

stops('INSERT INTO big (id, n) VALUES (19, 0)', "INSERT INTO big (id, b) VALUES (20, @{[ mb(20, 'twenty') ]})");
like($stream->log_text, qr/column "b", key \(id = 20\), table "public\.big"/, 'which value it is');
$target->query('SET GLOBAL max_allowed_packet = ' . (32 << 20));
$stream->start;
arrives('once it is raised, nothing was lost', 'UPDATE big SET n = 1 WHERE id = 20');
stops("UPDATE big SET c = @{[ bytes(33, 'more') ]} WHERE id = 20");
like($stream->log_text, qr/column "c", key \(id = 20\), table "public\.big"/, 'nor by an UPDATE');
$target->query('SET GLOBAL max_allowed_packet = ' . (128 << 20));
$stream->start;
# More than libmysqlclient takes of itself.
arrives('and the next', "INSERT INTO big (id, a, b) VALUES (21, @{[ mb(70, 'seventy') ]}, @{[ mb(70, 'more') ]})",
	q{UPDATE big SET a = a || 'x' WHERE id = 21});
is($stream->stop, 0, 'the applier ends well');
done_testing();

# The stream stops at the last of these.
sub stops
{
	my (@transactions) = @_;
	$source->safe_psql('postgres', $_) for @transactions;
	is($stream->wait_for_exit, 1, 'a value beyond the limit ends the applier');
	like($stream->log_text,
		qr/error: a value of \d+ bytes is larger than the target's max_allowed_packet, \d+ bytes\nHINT:  Raise max_allowed_packet/,
		'which says what to raise');
	return;
}

# Every row of both tables, each value as its hash: comparing in full would need packets of its own.
sub digests
{
	my ($server) = @_;
	my $is_source = $server == $source;
	my $hash = sub {
		my ($value) = @_;
		return $is_source ? "encode(sha256($value), 'hex')" : "SHA2($value, 256)" };
	my $text = sub { return $hash->($is_source ? "convert_to($_[0], 'UTF8')" : $_[0]) };
	my $json = $is_source ? q{j ->> 't'} : q{JSON_UNQUOTE(JSON_EXTRACT(j, '$.t'))};
	my @queries = (
		'SELECT id, n, u, ' . join(', ', $text->('a'), $text->('b'), $hash->('c'), $text->($json))
		  . ' FROM big ORDER BY id',
		'SELECT n, ' . $text->('a') . ', ' . $hash->('c') . ' FROM keyless ORDER BY 1, 2, 3');
	return join "\n", map { $server->safe_psql('postgres', $_) } @queries if $is_source;
	return join "\n", map { join '|', map { $_ // '' } @$_ } map { $target->query($_, 'postgres') } @queries;
}
