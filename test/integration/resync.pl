# wal2mysql resync: tables that were damaged in MySQL by hand are copied again under load, by the
# applier that runs, and in the end every row is equal; one that is stopped does it when it starts.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;
use Workload;

my $source = Source->start;
my $target = MysqlServer->new->start;
my $load = Workload->new(source => $source, rate => 300)->create;
$source->safe_psql('postgres', 'CREATE TABLE quiet (id int PRIMARY KEY, n int); INSERT INTO quiet SELECT i, i FROM generate_series(1, 5000) i');
my $stream = Stream->new(source => $source, target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/resync_applier.log");
my $program = $ENV{WAL2MYSQL} || 'wal2mysql';

like(resync(1, 'public.pgbench_accounts'), qr/the target knows no stream "demo"/, 'a stream that has not begun has no tables');
$load->start;
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_log(qr/streaming from/);

like(resync(1, 'public.pgbench_acounts'), qr/has no table "public\.pgbench_acounts"\nDETAIL:  It has "public\.pgbench_accounts"/,
	'a table that is not there is told from those that are like it');
like(resync(1, '*', '!*'), qr/the patterns leave no table/, 'so is a choice of nothing');

# Damage that the load does not meet: a row that it changed and is not there would stop the stream.
$target->query($_, 'postgres') for
	'DELETE FROM quiet WHERE id % 3 = 0',
	'UPDATE pgbench_accounts SET filler = NULL, abalance = 7 WHERE aid % 7 = 0',
	'INSERT INTO pgbench_accounts VALUES (-1, 1, 1, NULL)',
	'DELETE FROM pgbench_history LIMIT 5';
like(resync(0, '--wait', 'public.quiet', 'public.pgbench_*', '!public.pgbench_branches', '!public.pgbench_tellers'),
	qr/to be copied again: public\.pgbench_accounts, public\.pgbench_history, public\.quiet.*info: copied/s, 'the command tells what it does, and waits');
$load->stop;
$stream->wait_for_catchup;
is($stream->differences, '', 'every row of every table is equal again');
my %copies;
my $said = $stream->log_text;
$copies{$1}++ while $said =~ /copied table "public\.(\w+)"/g;
is("$copies{pgbench_accounts} $copies{pgbench_tellers}", '2 1', 'the others were not copied again');

# A row that is missing stops the stream; the wish is followed before it goes on.
$target->query('DELETE FROM pgbench_tellers WHERE tid = 1', 'postgres');
$source->safe_psql('postgres', 'UPDATE pgbench_tellers SET tbalance = 1 WHERE tid = 1');
is($stream->wait_for_exit, 1, 'a row that is missing stops the stream');
like(resync(0, 'public.pgbench_tellers'), qr/if there is none, the next run does/, 'the wish is noted');
$stream->start;
$stream->wait_for_catchup;
is($stream->differences, '', 'the next run copies, and goes on');

# Killed while it copies, and wished for once more meanwhile
resync(0, 'public.pgbench_accounts');
$stream->wait_until('a chunk is copied', sub { $target->value('SELECT COUNT(*) FROM wal2mysql.copied_chunk') || $stream->log_text =~ /copied table "public.pgbench_accounts"/ });
$stream->kill9;
$target->query('UPDATE pgbench_accounts SET abalance = 8', 'postgres');
resync(0, 'public.pgbench_accounts');
$stream->start;
$stream->wait_until('the wish is followed', sub { !$target->value('SELECT SUM(resync) FROM wal2mysql.table_state') });
$stream->wait_for_copy;
$stream->wait_for_catchup;
is($stream->differences, '', 'a wish that comes during a copy makes another one');
unlike($stream->log_text, qr/going on with the copy/, 'from the beginning');

# Of an appended table, what the source deleted since is deleted, and what is not its own stays.
$target->query('CREATE DATABASE appended; CREATE TABLE appended.pgbench_branches (bid INT PRIMARY KEY, bbalance INT, filler CHAR(88));
	INSERT INTO appended.pgbench_branches VALUES (1, 0, NULL), (1000, 1000, NULL)');
$source->safe_psql('postgres', 'CREATE PUBLICATION branches FOR TABLE pgbench_branches');
my $appended = Stream->new(name => 'appended', source => $source, target => $target, publications => ['branches'],
	log => "$PostgreSQL::Test::Utils::log_path/resync_appended.log",
	config => { target => { database => 'appended' }, copy => { existing => 'append' } });
$source->safe_psql('postgres', 'INSERT INTO pgbench_branches SELECT i, i FROM generate_series(2, 9) i');
$appended->start;
$appended->wait_for_copy;
is($appended->stop, 0, 'the applier ends well');
$source->safe_psql('postgres', 'DELETE FROM pgbench_branches WHERE bid = 5; UPDATE pgbench_branches SET bid = 15 WHERE bid = 6; UPDATE pgbench_branches SET bbalance = 77 WHERE bid = 7');
$target->query('UPDATE pgbench_branches SET bbalance = 5 WHERE bid IN (8, 9)', 'appended');
resync_of($appended, 0, 'public.pgbench_branches');
$appended->start;
$appended->wait_for_catchup;
is($target->value('SELECT GROUP_CONCAT(bid ORDER BY bid), SUM(bbalance) FROM pgbench_branches', 'appended'), '1,2,3,4,7,8,9,15,1000',
	'rows that the source deleted between stop and copy are gone');
$target->query('DELETE FROM pgbench_branches WHERE bid = 1000', 'appended');
is($appended->differences, '', 'and its own are equal');
is($appended->stop, 0, 'the applier ends well');
is($stream->stop, 0, 'the applier ends well');
done_testing();

# What the command says; its exit status is as expected.
sub resync
{
	return resync_of($stream, @_);
}

sub resync_of
{
	my ($of, $expected, @arguments) = @_;
	my @flags = grep { /^--/ } @arguments;
	my $said = '';
	IPC::Run::run([ $program, 'resync', @flags, $of->config_path, grep { !/^--/ } @arguments ], '>', \$said, '2>&1', IPC::Run::timeout(60));
	is($? >> 8, $expected, "resync @arguments: exit status $expected");
	return $said;
}
