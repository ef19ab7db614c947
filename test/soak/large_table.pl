# A table of ten million rows (ROWS) is copied while a client writes to it, in memory that does not depend on its size.

use strict;
use warnings;

BEGIN { $ENV{PG_TEST_TIMEOUT_DEFAULT} = 7200 }

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Process;
use Scratch;
use Source;
use Stream;

my $rows = $ENV{ROWS} || 10_000_000;
my $memory_max_mb = 150;
my $range = 100_000;    # rows that share a sum

my $log = $PostgreSQL::Test::Utils::log_path;
my $source = Source->start;
my $target = MysqlServer->new(durable => 0, options => ['--innodb-buffer-pool-size=512M'])->start;
$source->safe_psql('postgres', <<~"SQL");
	CREATE TABLE large (id bigint PRIMARY KEY, a int NOT NULL, b bigint, c numeric(12, 2), d boolean, e date, f timestamp, g uuid,
		h text, i varchar(40));
	INSERT INTO large SELECT n, n % 1000, n * 1000003::bigint, n / 7.0, n % 3 = 0, date '2000-01-01' + n % 10000,
		timestamp '2020-01-01' + n * interval '1 second', md5(n::text)::uuid, repeat('text ', n % 20), 'value ' || n
	FROM generate_series(1, $rows) n;
	CREATE PUBLICATION demo FOR TABLE large;
	SQL
my $script = Scratch::folder('script') . '/writes.sql';
open my $file, '>', $script or die $!;
print $file <<~"SQL";
	\\set i random(1, $rows)
	\\set j random(1, $rows)
	UPDATE large SET a = a + 1 WHERE id BETWEEN :i AND :i + 10;
	DELETE FROM large WHERE id = :j;
	INSERT INTO large (id, a) VALUES (:j, -1) ON CONFLICT (id) DO NOTHING;
	SQL
close $file;
my $writer = Process->start("$log/large_table_pgbench.log",
	'pgbench', '-n', '-R', '50', '-T', '100000', '-f', $script, '-d', $source->connstr('postgres'));

my $stream = Stream->new(source => $source, target => $target, log => "$log/large_table_applier.log");
$stream->start;
$stream->wait_for_log(qr/streaming from/);
my ($copied, $seconds) = $stream->log_text =~ /copied 1 tables, (\d+) rows, [\d.]+ MB in ([\d.]+) s/;
$writer->signal('TERM')->wait(60);
$stream->wait_for_catchup;
my $memory_mb = $stream->peak_memory_kb / 1024;
diag sprintf '%s: %d rows in %.1f s, %.0f rows/s, %.0f MB at most', $target->flavour, $copied, $seconds, $copied / $seconds, $memory_mb;

cmp_ok($memory_mb, '<', $memory_max_mb, 'memory is bounded');
my $columns = q{id, a, b, c, %s, e, %s, g, h, i};
my $text = sprintf "CONCAT_WS('|', $columns)", 'd::int', q{to_char(f, 'YYYY-MM-DD HH24:MI:SS.US')};
my $there = $source->safe_psql('postgres', <<~"SQL");
	SELECT id / $range, count(*), sum(('x' || left(encode(sha256(convert_to($text, 'UTF8')), 'hex'), 8))::bit(32)::bigint) FROM large GROUP BY 1 ORDER BY 1
	SQL
$text = sprintf "CONCAT_WS('|', $columns)", 'd', 'f';
my $here = join "\n", map { join '|', @$_ } $target->query(<<~"SQL", 'postgres');
	SELECT id DIV $range, COUNT(*), SUM(CAST(CONV(LEFT(SHA2($text, 256), 8), 16, 10) AS UNSIGNED)) FROM large GROUP BY 1 ORDER BY 1
	SQL
cmp_ok(scalar(split /\n/, $there), '>', $rows / $range, 'all of the table is summed up');
ok($here eq $there, 'and the sums are equal') or diag difference();
is($stream->stop, 0, 'the applier ends well when asked to');

done_testing();

# The first ranges that are not equal, for people.
sub difference
{
	my @there = split /\n/, $there;
	my @here = split /\n/, $here;
	my @different = grep { ($there[$_] // '') ne ($here[$_] // '') } 0 .. $#there;
	return map { "source $there[$_], target " . ($here[$_] // 'nothing') . "\n" } grep { defined } @different[ 0 .. 2 ];
}
