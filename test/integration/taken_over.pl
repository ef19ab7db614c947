# An applier that sleeps through its own replacement (a stopped virtual machine, a long swap)
# commits nothing when it wakes up, wherever it slept; it says what it met, and what the one that
# took over wrote stands, in tables with a key and without.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlProxy;
use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new->start;
my $proxy = MysqlProxy->start($target);
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE with_key (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, words text);
	CREATE TABLE no_key (words text);
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
# The one that sleeps meets the target through the proxy, which knows when to stop it.
my $first = new_stream('first', config => { target => { socket => $proxy->socket } });
my $second = new_stream('second');
$first->start;
$first->wait_for_copy;
$first->wait_for_log(qr/streaming from/);

# Its transaction is open, only the COMMIT is missing.
$proxy->arm('hold');
write_rows('seen by both');
$proxy->wait_for_fault;
take_over();
$proxy->release;
wake_up('before its COMMIT');

# It holds nothing in MySQL, but has received rows that it has not applied.
$first->stop;
$second->stop;
$first->start;
$first->wait_for_catchup;
kill 'STOP', $first->pid;
my $sent = write_rows('received and not applied');
$source->poll_query_until('postgres', "SELECT sent_lsn >= '$sent' FROM pg_stat_replication")
  or die 'the rows are not sent';
take_over();
wake_up('with rows in its hands');

# It has the slot and is about to take over itself.  When it wakes up it ends the session of the
# other, who notices and begins again; then one of them has the slot, the other waits.
$first->stop;
$second->stop;
write_rows('waiting');
$proxy->arm('hold', pattern => 'GET_LOCK');
$first->start;
$proxy->wait_for_fault;
take_over();
$proxy->release;
kill 'CONT', $first->pid;
$first->wait_for_log(qr/trying again in/);
compare('before it took over itself');
$_->stop for $first, $second;

# The last line of defence, alone: a newer epoch is in the table, and nothing else has happened.
$first->start;
$first->wait_for_catchup;
$target->query('UPDATE wal2mysql.stream SET epoch = epoch + 1');
my $before = $target->value('SELECT COUNT(*) FROM postgres.no_key');
write_rows('too late');
is($first->wait_for_exit, 1, 'an applier of an older epoch ends');
like($first->log_text, qr/error: another applier has taken over stream "demo"/, 'it says why');
is($target->value('SELECT COUNT(*) FROM postgres.no_key'), $before, 'it has committed nothing');
$second->start;
compare('an epoch later', $second);
is($second->stop, 0, 'the applier ends well');
$proxy->stop;

done_testing();

sub new_stream
{
	my ($which, %wish) = @_;
	return Stream->new(
		source => $source,
		target => $target,
		log => "$PostgreSQL::Test::Utils::log_path/taken_over_applier_$which.log",
		%wish);
}

# Returns a position behind them.
sub write_rows
{
	my ($words) = @_;
	$source->safe_psql('postgres', <<~SQL);
		INSERT INTO with_key (words) VALUES ('$words'), ('$words again');
		INSERT INTO no_key VALUES ('$words'), ('$words');
		UPDATE with_key SET words = words || '.' WHERE id % 2 = 0;
		SQL
	return $source->safe_psql('postgres', 'SELECT pg_current_wal_lsn()');
}

# Puts the first applier to sleep, takes the slot away from it, and lets the second one write.
sub take_over
{
	kill 'STOP', $first->pid;
	$source->safe_psql('postgres',
		'SELECT pg_terminate_backend(active_pid, 60000) FROM pg_replication_slots WHERE active');
	$second->start;
	$second->wait_for_log(qr/streaming from/);
	write_rows('after the change');
	$second->wait_for_catchup;
	return;
}

# The first applier fails at what it had in hand, begins again, and finds the slot taken.
sub wake_up
{
	my ($slept) = @_;
	kill 'CONT', $first->pid;
	$first->wait_for_log(qr/warning: .*trying again in .*replication slot "wal2mysql_demo" is active/s);
	like(
		$first->log_text,
		qr/Error (?:1927|2006|2013|3169|4031):|terminating connection due to administrator command/,
		"$slept: it says that it lost its session of the target, or first that of the source");
	unlike($second->log_text, qr/trying again/, "$slept: the one that took over is not disturbed");
	compare($slept);
	return;
}

sub compare
{
	my ($slept, $stream) = @_;
	$stream //= $first;
	write_rows('afterwards');
	$stream->wait_for_catchup;
	is($stream->differences, '', "$slept: every row of every table is equal");
	return;
}
