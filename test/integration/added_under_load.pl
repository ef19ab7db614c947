# Tables join the stream while clients write to them and to others: named to the publication, created in a schema that it covers,
# under FOR ALL TABLES, or by a pattern; and the applier is killed meanwhile.  In the end every row is equal, and no table that was
# copied was copied again.

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

my $rows = 20_000;
my $seed = $ENV{SEED} || time;
srand $seed;
diag "SEED=$seed";

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
my $log = $PostgreSQL::Test::Utils::log_path;
$source->safe_psql('postgres', 'CREATE SCHEMA shop; ' . table('public.old') . table('public.added') . <<~'SQL');
	CREATE PUBLICATION listed FOR TABLE old, TABLES IN SCHEMA shop;
	CREATE PUBLICATION everything FOR ALL TABLES;
	SQL

# By a command, and by being in a schema that is published.
join_under_load(
	[ stream('listed', ['listed']) ], [qw(public.old public.added)],
	'ALTER PUBLICATION listed ADD TABLE added' => undef,
	table('shop.one') => 'shop.one',
	table('shop.two') => 'shop.two');
$source->safe_psql('postgres', 'DROP SCHEMA shop CASCADE');
$target->query('DROP DATABASE shop');

# By being there, and by a name that fits.
join_under_load(
	[ stream('everything', ['everything']), stream('patterns', undef, tables => [ 'public.*', '!public.added' ]) ], ['public.old'],
	table('public.one') => 'public.one',
	table('public.two') => 'public.two');

done_testing();

sub stream
{
	my ($name, $publications, %settings) = @_;
	return Stream->new(
		name => $name,
		source => $source,
		target => $target,
		publications => $publications // ["wal2mysql_$name"],
		config => {
			source => { publications => $publications, %settings },
			target => { database => $name },
			copy => { chunk_mb => 1 } },
		log => "$log/added_under_load_$name.log");
}

# Makes tables join streams of which some others are written to, and those then, too; kills an applier now and then.
sub join_under_load
{
	my ($streams, $written, @joining) = @_;
	for my $stream (@$streams)
	{
		$stream->start;
		$stream->wait_for_log(qr/streaming from/);
	}
	my @writers = map { writer($_) } @$written;
	while (my ($sql, $table) = splice @joining, 0, 2)
	{
		$source->safe_psql('postgres', $sql);
		push @writers, writer($table) if $table;
		for (1 .. 4)
		{
			sleep rand(0.5);
			$streams->[ rand @$streams ]->kill9->start;
		}
	}
	$_->wait_for_copy for @$streams;
	$_->signal('TERM')->wait(60) for @writers;
	for my $stream (@$streams)
	{
		my $name = $stream->name;
		$stream->wait_for_catchup;
		is($stream->differences, '', "$name: every row of every table is equal");
		my %copies;
		$copies{$_}++ for slurp_file("$log/added_under_load_$name.log") =~ /info: copied table "([\w.]+)"/g;
		note map { "$name: $_ copied $copies{$_} times\n" } sort keys %copies;
		is(join(' ', grep { $copies{$_} > 1 } sort keys %copies), '', "$name: no table that was copied is copied again");
		is($stream->stop, 0, "$name: the applier ends well when asked to");
		$source->safe_psql('postgres', sprintf q{SELECT pg_drop_replication_slot('%s')}, $stream->slot);
	}
	return;
}

sub table
{
	my ($name) = @_;
	return <<~"SQL";
		BEGIN;
		CREATE TABLE $name (id int PRIMARY KEY, n int NOT NULL, filler text, long text);
		ALTER TABLE $name ALTER long SET STORAGE EXTERNAL;
		INSERT INTO $name SELECT i, 0, repeat('x', 300), CASE WHEN i % 100 = 0 THEN repeat('long ' || i, 500) END
		FROM generate_series(1, $rows) i;
		COMMIT;
		SQL
}

# Updates that leave long values alone, keys that go and come back, rows that move.
sub writer
{
	my ($name) = @_;
	my $script = Scratch::folder('script') . '/writes.sql';
	open my $file, '>', $script or die $!;
	print $file <<~"SQL";
		\\set i random(1, $rows)
		\\set j random(1, $rows)
		UPDATE $name SET n = n + 1 WHERE id BETWEEN :i AND :i + 5;
		BEGIN;
		DELETE FROM $name WHERE id = :j;
		INSERT INTO $name VALUES (:j, -1, 'again', repeat('again', 600)) ON CONFLICT (id) DO NOTHING;
		COMMIT;
		DELETE FROM $name WHERE id = :i + 1;
		INSERT INTO $name VALUES (:i + 1, 1, 'back') ON CONFLICT (id) DO NOTHING;
		SQL
	close $file;
	return Process->start("$log/added_under_load_pgbench.log",
		'pgbench', '-n', '-c', '1', '-R', '60', '-T', '3000', '-f', $script, '-d', $source->connstr('postgres'));
}
