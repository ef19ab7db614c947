# What a reader of the target sees is always a state that the source had: money is moved between
# accounts and its sum never changes, and of two tables that are written in turn neither is ever
# ahead, although several connections write.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Process;
use Source;
use Stream;

my $accounts = 1000;
my $sum = $accounts * 1000;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~SQL);
	CREATE TABLE account (id int PRIMARY KEY, balance bigint NOT NULL);
	INSERT INTO account SELECT n, 1000 FROM generate_series(1, $accounts) n;
	CREATE TABLE odd (n int PRIMARY KEY, words text);
	CREATE TABLE even (n int PRIMARY KEY, words text);
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => { apply => { workers => 4, unit_rows => 40 } },
	log => "$PostgreSQL::Test::Utils::log_path/commits_in_order_applier.log");
$stream->start;
$stream->wait_for_copy;

my $folder = PostgreSQL::Test::Utils::tempdir();
PostgreSQL::Test::Utils::append_to_file("$folder/transfer.sql", <<~SQL);
	\\set giver random(1, $accounts)
	\\set taker random(1, $accounts)
	\\set amount random(1, 500)
	BEGIN;
	UPDATE account SET balance = balance - :amount WHERE id = least(:giver, :taker);
	UPDATE account SET balance = balance + :amount WHERE id = greatest(:giver, :taker);
	END;
	SQL
my $transfers = Process->start("$folder/pgbench.log",
	'pgbench', '--no-vacuum', '--time=86400', '--client=4', '--rate=2000', "--file=$folder/transfer.sql",
	$source->connstr('postgres'));
PostgreSQL::Test::Utils::append_to_file("$folder/turns.sql", join '',
	map { sprintf "INSERT INTO %s VALUES (%d, repeat('x', 200));\n", $_ % 2 ? 'odd' : 'even', $_ }
	  1 .. 20_000);
my $writer = Process->start("$folder/psql.log",
	'psql', '--no-psqlrc', '--quiet', "--file=$folder/turns.sql", $source->connstr('postgres'));

# One session that reads as often as it can.
my $look = <<~'SQL';
	START TRANSACTION WITH CONSISTENT SNAPSHOT;
	SELECT 'sum', SUM(balance) FROM account;
	SELECT 'turn', COALESCE((SELECT MAX(n) FROM odd), 0), COALESCE((SELECT MAX(n) FROM even), 0),
		(SELECT COUNT(*) FROM odd) + (SELECT COUNT(*) FROM even);
	COMMIT;
	SQL
my ($asked, $seen) = ('', '');
my $reader = IPC::Run::start([ $target->client('postgres') ], '<', \$asked, '>', \$seen);
$stream->wait_until(
	'all turns are there',
	sub {
		$asked .= $look x 300;
		$reader->pump until $asked eq '';
		return $target->value('SELECT COUNT(*) FROM even', 'postgres') == 10_000;
	});
$reader->finish;
$writer->wait(60);
$transfers->signal('TERM')->wait(60);
$stream->wait_for_catchup;

my %sums = map { $_ => 1 } $seen =~ /^sum\t(-?\d+)$/mg;
is_deeply([ keys %sums ], [$sum], 'no reader ever saw another sum');
my (%states, @torn);
for my $line ($seen =~ /^turn\t(.*)$/mg)
{
	my ($odd, $even, $count) = split /\t/, $line;
	$states{$line} = 1;
	push @torn, $line if abs($odd - $even) != ($count ? 1 : 0) || $count != ($odd > $even ? $odd : $even);
}
is_deeply(\@torn, [], 'nor one of two transactions without the other before it');
cmp_ok(scalar keys %states, '>', 20, 'of very many states');
is($stream->differences, '', 'in the end every row is equal');
is($stream->stop, 0, 'the applier ends well');
done_testing();
