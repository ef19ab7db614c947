# A copy that is killed twenty times while clients write goes on where it was: what is in the target
# is not copied again, and in the end every row is equal.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(sleep);

use MysqlServer;
use Process;
use Scratch;
use Source;
use Stream;

my $kills = 20;
my $rows = 100_000;
my $seed = $ENV{SEED} || time;
srand $seed;
diag "SEED=$seed";

my $source = Source->start;
my $target = MysqlServer->new->start;
my $log = $PostgreSQL::Test::Utils::log_path;
# large: TOAST that most updates leave alone; moving: keys change, and are used again; bare: without
# a key, which only a new beginning copies; small: copied at once.
$source->safe_psql('postgres', <<~"SQL");
	CREATE TABLE large (id int PRIMARY KEY, n int, t text, long text) WITH (fillfactor = 90);
	ALTER TABLE large ALTER long SET STORAGE EXTERNAL;
	INSERT INTO large SELECT i, 0, repeat(md5(i::text), 5), CASE WHEN i % 50 = 0 THEN repeat('long ' || i, 500) END
	FROM generate_series(1, $rows) i;
	CREATE TABLE moving (id int PRIMARY KEY, t text);
	INSERT INTO moving SELECT i * 2, repeat(md5(i::text), 9) FROM generate_series(1, 30000) i;
	CREATE TABLE bare (n int, t text);
	ALTER TABLE bare REPLICA IDENTITY FULL;
	INSERT INTO bare SELECT i % 100, 'text' FROM generate_series(1, 2000) i;
	CREATE TABLE small (id int PRIMARY KEY, n int);
	INSERT INTO small SELECT i, i FROM generate_series(1, 10) i;
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
my $script = Scratch::folder('script') . '/writes.sql';
open my $file, '>', $script or die $!;
print $file <<~"SQL";
	\\set i random(1, $rows)
	\\set j random(1, $rows)
	\\set k random(1, 60000)
	\\set l random(1, 60000)
	\\set b random(0, 99)
	UPDATE large SET n = n + 1 WHERE id BETWEEN :i AND :i + 20;
	UPDATE large SET long = repeat('changed ' || n, 500) WHERE id = :i / 50 * 50;
	BEGIN;
	DELETE FROM large WHERE id = :j;
	INSERT INTO large VALUES (:j, -1, 'again', repeat('again', 600)) ON CONFLICT (id) DO NOTHING;
	COMMIT;
	DELETE FROM large WHERE id = :i + 1;
	UPDATE moving SET id = :l WHERE id = :k AND NOT EXISTS (SELECT FROM moving WHERE id = :l);
	DELETE FROM moving WHERE id = :l + 1;
	INSERT INTO moving VALUES (:k, 'new') ON CONFLICT (id) DO NOTHING;
	UPDATE bare SET t = t || '.' WHERE ctid IN (SELECT ctid FROM bare WHERE n = :b LIMIT 1);
	UPDATE small SET n = n + 1;
	SQL
close $file;

my $stream = Stream->new(
	source => $source, target => $target, log => "$log/copy_resumes_applier.log",
	config => { copy => { chunk_mb => 1, rows_per_second => 40000 } });
my $writers = Process->start("$log/copy_resumes_pgbench.log",
	'pgbench', '-n', '-c', '2', '-R', '200', '-T', '3000', '-f', $script, '-d', $source->connstr('postgres'));

my $chunks = q{SELECT COUNT(*) FROM wal2mysql.copied_chunk};
$stream->start;
for my $kill (1 .. $kills)
{
	# At first not before something is copied, so that there is something to resume; then anywhere.
	$stream->wait_until('a chunk is copied', sub { eval { $target->value($chunks) } || $stream->log_text =~ /streaming from/ })
	  if $kill < 4;
	sleep rand(0.6);
	$stream->kill9;
	$stream->start;
}
$stream->wait_for_log(qr/streaming from/);
my $said = slurp_file("$log/copy_resumes_applier.log");
my @resumed = $said =~ /going on with the copy of table "public.large": (\d+) chunks/g;
cmp_ok(scalar(@resumed), '>', 2, 'the copy of the large table was resumed');
is(join(' ', sort { $a <=> $b } @resumed), "@resumed", 'and had more each time');
$stream->wait_for_copy;
$writers->signal('TERM')->wait(60);
$stream->wait_for_catchup;
is($stream->differences, '', 'every row of every table is equal');
is($target->value($chunks), 0, 'nothing is left of the chunks');

my %copies;
$copies{$1}++ while $said =~ /info: copied table "public\.(\w+)"/g;
is($copies{large}, 1, 'a table that is copied is not copied again');
is($copies{small}, 1, 'nor is a small one');
for my $table (sort keys %copies)
{
	# Where a key changed meanwhile it may not be known what became of a row.
	my $reasons = () = $said =~ /the interrupted copy of table "public\.$table" cannot be completed/g;
	cmp_ok($copies{$table}, '<=', 1 + $reasons, "$table: $copies{$table} copies, of which $reasons with a reason were made again");
}
is($stream->stop, 0, 'the applier ends well');

# What was rewritten meanwhile has other blocks, and begins anew.
my $second = Stream->new(
	name => 'second', source => $source, target => $target, publications => ['demo'], log => "$log/copy_resumes_second.log",
	config => { target => { database => 'second' }, copy => { chunk_mb => 1, workers => 1 } });
$second->start;
$second->wait_until('a chunk is copied', sub { $target->value("$chunks WHERE stream = 'second'") });
$second->kill9;
$source->safe_psql('postgres', 'VACUUM FULL large');
$second->start;
$second->wait_for_copy;
$second->wait_for_catchup;
unlike(slurp_file("$log/copy_resumes_second.log"), qr/going on with the copy of table "public.large"/, 'a table that was rewritten is copied anew');
is($second->differences, '', 'and is equal');
is($second->stop, 0, 'the applier ends well');
done_testing();
