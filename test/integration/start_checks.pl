# A stream goes on only where the target is: with the slot that was made for it, standing where the
# target left it, on the cluster, and in the history of the cluster, that the target was fed from.
# Anything else is said, with the positions and the remedy, before a row is written; and what was
# refused for a slot or a server that was not the right one goes on with the right one.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new->start;
my $slot = 'wal2mysql_demo';
my $tables = <<~'SQL';
	CREATE TABLE with_key (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, words text);
	CREATE TABLE no_key (words text);
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
$source->safe_psql('postgres', $tables);
goes_on('at first', $source);

# The slot.  A copy of it, made before somebody touches it, takes its place afterwards.
my $create = "pg_create_logical_replication_slot('$slot'";
my $drop = "SELECT pg_drop_replication_slot('$slot')";
$source->safe_psql('postgres', 'CREATE DATABASE other');
slot_is_refused('advanced by hand', qr/is not where the target left it.*the target has everything up to .*\/.* the slot begins at .*\//is,
	"SELECT pg_replication_slot_advance('$slot', pg_current_wal_lsn())");
slot_is_refused('dropped and created again', qr/is not where the target left it/, $drop, "SELECT $create, 'wal2mysql')");
slot_is_refused('of another plugin', qr/is not a slot of wal2mysql.*plugin is "pgoutput"/s, $drop, "SELECT $create, 'pgoutput')");
slot_is_refused('that is physical', qr/is not a slot of wal2mysql.*physical/s,
	$drop, "SELECT pg_create_physical_replication_slot('$slot', true)");
slot_is_refused('of another database', qr/is not a slot of wal2mysql.*database "other"/s,
	$drop, [ 'other', "SELECT $create, 'wal2mysql')" ]);

# The cluster.
my $stranger = Source->start(name => 'stranger');
$stranger->safe_psql('postgres', $tables);
refuses('another cluster', $stranger, qr/fed from another source.*system identifier \d+;.*cluster \d+/s);
$stranger->stop;

# The history of the cluster: copies of it go different ways from here.
$source->stop;
$source->backup_fs_cold('cold');
$source->start;
my $follower = copy_of_source('follower', has_streaming => 1);
$follower->start;
my $straggler = copy_of_source('straggler');
$straggler->set_standby_mode;
$straggler->start;
my $snapshot = copy_of_source('snapshot');
goes_on('with standbys', $source);
$source->wait_for_catchup($follower, 'replay', $source->lsn('flush'));

$snapshot->start;
refuses('a snapshot of older days', $snapshot, qr/ahead of the source\nDETAIL:  .*\d\/.*\d\//);
$snapshot->stop;
$straggler->promote;
refuses('a standby that was promoted too early', $straggler, qr/ahead of the source's history\nDETAIL:  .*timeline 2/);
$source->stop;
$follower->promote;
goes_on('with a promoted standby that had everything', $follower);
is($target->value('SELECT timeline FROM wal2mysql.stream'), 2, 'the target knows the new timeline');
refuses('another second timeline', $straggler, qr/another history.*timeline 2.*timeline 2/s);
$straggler->stop;
$source->start;
refuses('the old primary', $source, qr/another history.*timeline 2.*timeline 1/s);
$source->stop;
goes_on('with the promoted one still', $follower);

# The log.
$follower->safe_psql('postgres', $_) for (
	q{ALTER SYSTEM SET max_slot_wal_keep_size = '1MB'},
	'SELECT pg_reload_conf()',
	('INSERT INTO no_key VALUES (1)', 'SELECT pg_switch_wal()') x 4,
	'CHECKPOINT');
$follower->poll_query_until('postgres', 'SELECT wal_status FROM pg_replication_slots', 'lost')
  or die 'the slot is not invalidated';
refuses('a slot that lost its log', $follower, qr/has been invalidated\nDETAIL:  .*max_slot_wal_keep_size/);

done_testing();

sub new_stream
{
	my ($node) = @_;
	my $log = "$PostgreSQL::Test::Utils::log_path/start_checks_applier.log";
	return Stream->new(source => $node, target => $target, log => $log);
}

# The applier ends with status 1, says what the pattern wants and how to begin anew or what to
# correct, and has not written anything.
sub refuses
{
	my ($what, $node, $message) = @_;
	my $before = $target->value('SELECT COUNT(*) FROM postgres.no_key');
	my $stream = new_stream($node);
	is($stream->start->wait_for_exit, 1, "$what: the applier ends");
	like($stream->log_text, qr/error: .*$message/s, "$what: the message says what is wrong");
	like($stream->log_text, qr/^HINT:  .*(?:DELETE FROM `wal2mysql`|Correct source\.connection)/m,
		"$what: the hint says what to do");
	is($target->value('SELECT COUNT(*) FROM postgres.no_key'), $before, "$what: nothing was written");
	return;
}

sub goes_on
{
	my ($what, $node) = @_;
	my $stream = new_stream($node);
	$node->safe_psql('postgres', "INSERT INTO no_key VALUES ('$what'), ('$what')");
	$stream->start;
	$stream->wait_for_copy;
	$node->safe_psql('postgres', "INSERT INTO with_key (words) VALUES ('$what')");
	$stream->wait_for_catchup;
	is($stream->differences, '', "$what: every row of every table is equal");
	is($stream->stop, 0, "$what: the applier ends well");
	return;
}

# Statements are text, or a database and text.
sub slot_is_refused
{
	my ($what, $message, @statements) = @_;
	my $copy = 'SELECT pg_copy_logical_replication_slot';
	$source->safe_psql('postgres', "$copy('$slot', 'untouched')");
	$source->safe_psql('postgres', "INSERT INTO no_key VALUES ('$what')");
	$source->safe_psql(ref $_ ? @$_ : ('postgres', $_)) for @statements;
	refuses("a slot $what", $source, $message);
	$source->safe_psql('postgres', $drop) if $what !~ /another database/;
	$source->safe_psql('other', $drop) if $what =~ /another database/;
	$source->safe_psql('postgres', "$copy('untouched', '$slot')");
	$source->safe_psql('postgres', q{SELECT pg_drop_replication_slot('untouched')});
	goes_on("after a slot $what", $source);
	return;
}

sub copy_of_source
{
	my ($name, %wish) = @_;
	my $node = PostgreSQL::Test::Cluster->new($name);
	$node->init_from_backup($source, 'cold', %wish);
	return $node;
}
