# The pace of a copy: limits that all workers share are kept, and it pauses while a query of the
# source or the target says so; what is said of its progress.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(options => ['--innodb-stats-auto-recalc=OFF'])->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE busy (on_source bool);
	INSERT INTO busy VALUES (true);
	CREATE TABLE large (id int PRIMARY KEY, t text);
	INSERT INTO large SELECT i, repeat('x', 500) FROM generate_series(1, 6000) i;
	CREATE TABLE small (id int PRIMARY KEY);
	INSERT INTO small VALUES (1);
	CREATE PUBLICATION demo FOR TABLE large, small;
	SQL
$target->query('CREATE DATABASE ops; CREATE TABLE ops.lag (lag_s INT); INSERT INTO ops.lag VALUES (0)');

# 6000 rows of half a kilobyte
for my $case ([ rows => { rows_per_second => 2000 } ], [ bytes => { megabytes_per_second => 1 } ])
{
	my ($name, $limits) = @$case;
	my $stream = stream_of($name, { %$limits, chunk_mb => 1 });
	$stream->start;
	$stream->wait_for_log(qr/streaming from/);
	my ($seconds) = $stream->log_text =~ /copied 2 tables, 6001 rows, [\d.]+ MB in ([\d.]+) s/;
	cmp_ok($seconds, '>=', 2.8, "$name: a limit is kept");
	cmp_ok($seconds, '<', 6, "$name: and used");
	is($stream->differences, '', "$name: every row is equal");
	like($stream->log_text, qr/info: copy \d+ %, \d+ rows, [\d.]+ MB, \d+ rows\/s.*\n.*info: table "public\.large" \d+ %, \d+ rows/,
		"$name: it says how far it is, and each table that is under way");
	like($stream->log_text, qr/copied table "public\.large": 6000 rows, 3\.\d MB in [23]\.\d s, [12]\d\d\d rows\/s/, "$name: and what a table took");
	cmp_ok($target->value("SELECT n_rows FROM mysql.innodb_table_stats WHERE database_name = '$name' AND table_name = 'large'"), '>', 3000,
		"$name: the target knows how large the table is");
	is($stream->stop, 0, "$name: the applier ends well");
}

# Stopped while it waits
my $slow = stream_of('slow', { rows_per_second => 1 });
$slow->start;
$slow->wait_for_log(qr/created table "slow"\."small"/);
my $asked = time;
is($slow->stop, 0, 'a copy that waits can be stopped');
cmp_ok(time - $asked, '<', 5, 'at once');

# Pauses
my $paused = stream_of('paused', {
	pause_while_source => 'SELECT on_source FROM public.busy',
	pause_while_target => 'SELECT MAX(lag_s) > 10 FROM ops.lag' });
$paused->start;
$paused->wait_for_log(qr/the copy pauses: copy\.pause_while_source holds/);
$target->query('UPDATE ops.lag SET lag_s = 60');
$source->safe_psql('postgres', 'UPDATE busy SET on_source = false');
# One reason gives way to the other without a row between them.
is($target->value(q{SELECT COUNT(*) FROM wal2mysql.table_state WHERE stream = 'paused' AND state = 'copied'}), 0, 'nothing is copied meanwhile');
unlike($paused->log_text, qr/the copy goes on/, 'one reason is enough');
$target->query('UPDATE ops.lag SET lag_s = 0');
$paused->wait_for_log(qr/the copy goes on after \d+ s/);
$paused->wait_for_copy;
is($paused->differences, '', 'every row is equal');
is($paused->stop, 0, 'the applier ends well');

my $wrong = stream_of('wrong', { pause_while_target => 'SELECT lag FROM nowhere.lag' });
is($wrong->start->wait_for_exit, 1, 'a query that cannot be asked ends the applier');
like($wrong->log_text, qr/error: the target refused a query\n.*\n?.*CONTEXT:.*copy\.pause_while_target/s, 'and is named');
done_testing();

sub stream_of
{
	my ($name, $copy) = @_;
	return Stream->new(
		name => $name, source => $source, target => $target, publications => ['demo'],
		log => "$PostgreSQL::Test::Utils::log_path/copy_pace_$name.log",
		config => { target => { database => $name }, copy => $copy });
}
