# Somebody else works in the target's tables: a deadlock with them, or a lock that they keep, only
# costs time.  The unit is written again, on the same connection.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE t (id int PRIMARY KEY, n int NOT NULL);
	INSERT INTO t SELECT n, 0 FROM generate_series(1, 100) n;
	CREATE TABLE no_key (n int);
	ALTER TABLE no_key REPLICA IDENTITY FULL;
	CREATE PUBLICATION demo FOR TABLE t, no_key;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/lock_conflicts_applier.log");
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;
# A victim is who has changed less, so the other one has changed much.
$target->query('CREATE TABLE ballast (n INT PRIMARY KEY, m INT)', 'postgres');
$target->query('INSERT INTO ballast SELECT id, 0 FROM t', 'postgres');

# A session that answers one statement after the other.
my ($asked, $answers) = ('', '');
my $session = IPC::Run::start([ $target->client('postgres'), '--unbuffered' ], '<', \$asked, '>', \$answers);

sub ask
{
	my ($sql) = @_;
	$answers = '';
	$asked .= "$sql;\nSELECT 'done';\n";
	$session->pump until $answers =~ /^done$/m;
	return;
}

my $waits = q{SELECT COUNT(*) FROM information_schema.INNODB_TRX WHERE trx_state = 'LOCK WAIT'};

ask('BEGIN');
ask('UPDATE ballast SET m = m + 1');
ask('UPDATE t SET n = n WHERE id = 50');
$source->safe_psql('postgres',
	q{BEGIN; INSERT INTO no_key VALUES (1); UPDATE t SET n = 1 WHERE id <= 50; UPDATE t SET n = 2 WHERE id > 50; END});
ok($target->poll_query_until("SELECT ($waits) > 0"), 'the applier waits for the lock of another session');
ask('UPDATE t SET n = n WHERE id = 1');
my ($status) = map { $_->[2] } $target->query('SHOW ENGINE INNODB STATUS');
like($status, qr/LATEST DETECTED DEADLOCK/, 'which then waits for the applier: a deadlock');
ask('COMMIT');
$stream->wait_for_catchup;
is($stream->differences, '', 'the applier loses it, and nothing is lost or doubled');

my $timeout_s = 10;    # the applier's innodb_lock_wait_timeout
ask('BEGIN');
ask('UPDATE t SET n = n WHERE id = 70');
$source->safe_psql('postgres', q{BEGIN; INSERT INTO no_key VALUES (2); UPDATE t SET n = 3; END});
ok($target->poll_query_until("SELECT ($waits) > 0"), 'the applier waits for a lock');
my $from = $target->value('SELECT SYSDATE(6)');
# What is tested is that a time-out strikes, so its time has to pass.
ok($target->poll_query_until("SELECT SYSDATE(6) > '$from' + INTERVAL $timeout_s + 2 SECOND"),
	'longer than it has patience for');
is($target->value('SELECT COUNT(*) FROM no_key', 'postgres'), 1, 'nothing of the transaction is seen');
ask('COMMIT');
$stream->wait_for_catchup;
is($stream->differences, '', 'nothing is lost or doubled');
unlike($stream->log_text, qr/trying again/, 'without a new connection');
$session->finish;
is($stream->stop, 0, 'the applier ends well');
done_testing();
