# copy.mode: a copy alone, which ends and leaves nothing on the source; a stream alone, into tables
# that are there, from now or from a slot that is given; and what does not go together is refused.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE one (id int PRIMARY KEY, t text);
	INSERT INTO one SELECT i, repeat('text ' || i, 30) FROM generate_series(1, 20000) i;
	CREATE TABLE two (id int PRIMARY KEY, t text);
	INSERT INTO two VALUES (1, 'a'), (2, 'b');
	CREATE TABLE bare (n int);
	ALTER TABLE bare REPLICA IDENTITY FULL;
	INSERT INTO bare SELECT i % 10 FROM generate_series(1, 500) i;
	CREATE PUBLICATION demo FOR TABLE one, two, bare;
	SQL

# A copy alone
my $copy = stream_of('copy', { mode => 'copy', chunk_mb => 1, workers => 1, rows_per_second => 10000 });
$copy->start;
$copy->wait_until('a chunk is copied', sub { eval { $target->value('SELECT COUNT(*) FROM wal2mysql.copied_chunk') } });
$copy->kill9;
is(slots(), '', 'a copy that is killed leaves no slot');
$source->safe_psql('postgres', 'DELETE FROM one WHERE id < 100');
is($copy->start->wait_for_exit, 0, 'the next one copies and ends');
unlike($copy->log_text, qr/going on with the copy/, 'without the log, a table begins anew');
like($copy->log_text, qr/all 3 tables are copied/, 'it says so');
is($copy->differences, '', 'every row is equal');
is(slots(), '', 'nothing is left on the source');
$source->safe_psql('postgres', q{INSERT INTO two VALUES (3, 'c')});
is($copy->start->wait_for_exit, 0, 'a second one has nothing to do');
like($copy->log_text, qr/all 3 tables are copied/, 'and says so');
unlike($copy->log_text, qr/copied table/, 'and does nothing');
is($target->value('SELECT COUNT(*) FROM two', 'copy'), 2, 'indeed');
$source->safe_psql('postgres', 'CREATE TABLE three (id int PRIMARY KEY); ALTER PUBLICATION demo ADD TABLE three');
is($copy->start->wait_for_exit, 0, 'a table that came since is copied');
like($copy->log_text, qr/copied table "public\.three".*all 4 tables are copied.*they are of 2 moments/s, 'and has another moment');
refuses($copy, { mode => 'copy+stream' }, {}, qr/stream "copy" of the target is a copy, without a slot/);

my $own = stream_of('own', { mode => 'copy' }, { publications => undef, tables => ['public.t*'] });
is($own->start->wait_for_exit, 0, 'a copy of patterns ends');
is($target->value('SELECT COUNT(*) FROM two', 'own'), 3, 'with the tables that fit');
is($source->safe_psql('postgres', 'SELECT string_agg(pubname, chr(32)) FROM pg_publication'), 'demo', 'and leaves no publication');

# A stream alone, from now
refuses(stream_of('absent', {}), { mode => 'stream' }, {}, qr/not in the target\nDETAIL:  Missing: .*"absent"\."one"/);
is(slots(), '', 'before there is a slot');
make_tables('now');
$target->query('INSERT INTO now.one SELECT * FROM copy.one; INSERT INTO now.two SELECT * FROM own.two; INSERT INTO now.bare SELECT n FROM copy.bare');
my $now = stream_of('now', { mode => 'stream' });
$now->start;
$now->wait_for_log(qr/streaming from/);
unlike($now->log_text, qr/copied table/, 'nothing is copied');
$source->safe_psql('postgres', q{
	INSERT INTO two VALUES (4, 'd'); UPDATE one SET t = 'changed' WHERE id = 500; DELETE FROM bare WHERE n = 3;
	CREATE TABLE later (id int PRIMARY KEY, t text); INSERT INTO later VALUES (1, 'before');
	ALTER PUBLICATION demo ADD TABLE later; INSERT INTO later VALUES (2, 'after')});
$now->wait_for_catchup;
is(differences($now, qw(one two three bare)), '', 'what was there goes on');
is(differences($now, 'later'), '', 'a table that joins is copied, as ever');
is($now->stop, 0, 'the applier ends well');
$target->query('DELETE FROM one WHERE id = 500', 'now');
$now->start;
$source->safe_psql('postgres', q{UPDATE later SET t = 'again'; UPDATE one SET t = 'again' WHERE id = 500});
is($now->wait_for_exit, 1, 'what was trusted to be there and is not');
like($now->log_text, qr/Not in the target: the row with key \(id = 500\)/, 'is missed');

# From a slot that is given
refuses(stream_of('given', {}), { mode => 'copy+stream' }, { slot => 'mine' }, qr/source\.slot is given, and copy\.mode is not "stream"/);
make_tables('given');
my $from = stream_of('given', {});
refuses($from, { mode => 'stream' }, { slot => 'mine' }, qr/cannot begin with replication slot "mine"\nDETAIL:  It does not exist/);
$source->safe_psql('postgres', q{SELECT pg_create_logical_replication_slot('mine', 'pgoutput')});
refuses($from, { mode => 'stream' }, { slot => 'mine' }, qr/It is a logical slot of plugin "pgoutput"/);
$source->safe_psql('postgres', q{SELECT pg_drop_replication_slot('mine')});
$source->safe_psql('postgres', q{SELECT pg_create_physical_replication_slot('mine')});
refuses($from, { mode => 'stream' }, { slot => 'mine' }, qr/It is a physical slot/);
$source->safe_psql('postgres', q{SELECT pg_drop_replication_slot('mine')});
$source->safe_psql('postgres', q{SELECT pg_create_logical_replication_slot('mine', 'wal2mysql')});
my $rows = dump_of($source);
$target->query($rows, 'given');
$source->safe_psql('postgres', q{INSERT INTO two VALUES (5, 'behind the slot'); DELETE FROM three; UPDATE one SET t = 'behind' WHERE id = 600});
configure($from, { mode => 'stream' }, { slot => 'mine' });
$from->start;
$from->wait_for_log(qr/beginning with replication slot "mine" at/);
wait_for_slot($from, 'mine');
is($from->differences, '', 'the stream begins where the slot stands');
is($from->stop, 0, 'the applier ends well');
$source->safe_psql('postgres', q{INSERT INTO two VALUES (6, 'later')});
$from->start;
wait_for_slot($from, 'mine');
is($from->differences, '', 'and goes on with it');
my $thief = stream_of('thief', { mode => 'stream' }, { slot => 'mine' });
make_tables('thief');
refuses($thief, { mode => 'stream' }, { slot => 'mine' }, qr/Something else streams from it/);
is($from->stop, 0, 'the applier ends well');
refuses($from, { mode => 'stream' }, {}, qr/began with replication slot "mine"\nDETAIL:  The file leads to "wal2mysql_given"/);
is(slots(), 'mine wal2mysql_now', 'a slot that was given is left to whom it belongs');
done_testing();

sub configure
{
	my ($stream, $copy, $from) = @_;
	return $stream->configure(target => { database => $stream->name }, copy => $copy, source => $from || {});
}

sub stream_of
{
	my ($name, $copy, $from) = @_;
	return Stream->new(
		name => $name, source => $source, target => $target, publications => ['demo'],
		log => "$PostgreSQL::Test::Utils::log_path/copy_modes_$name.log",
		config => { target => { database => $name }, copy => $copy, source => $from || {} });
}

sub refuses
{
	my ($stream, $copy, $from, $message) = @_;
	configure($stream, $copy, $from);
	is($stream->start->wait_for_exit, 1, "$message: refused");
	like($stream->log_text, qr/error: .*$message/s, "$message: with these words");
	return;
}

sub slots
{
	return $source->safe_psql('postgres', q{SELECT coalesce(string_agg(slot_name, ' ' ORDER BY slot_name), '') FROM pg_replication_slots});
}

# Of published tables, as they are on the target now.
sub make_tables
{
	my ($database) = @_;
	my $words = $target->flavour eq 'mysql' ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin';
	$target->query("CREATE DATABASE $database");
	$target->query("CREATE TABLE $_ (id INT PRIMARY KEY, t LONGTEXT COLLATE $words)", $database) for qw(one two later);
	$target->query('CREATE TABLE three (id INT PRIMARY KEY); CREATE TABLE bare (n INT)', $database);
	$target->query('DROP TABLE later', $database) if $database eq 'now';
	return;
}

sub differences
{
	my ($stream, @tables) = @_;
	return join '', map { @{ $_->{samples} } } grep { my $table = $_; grep { $table->{table} eq "public.$_" } @tables } $stream->compare_tables;
}

sub dump_of
{
	my ($node) = @_;
	my $sql = '';
	for my $table (qw(one two three later bare))
	{
		for my $row (split /\n/, $node->safe_psql('postgres', "SELECT * FROM $table"))
		{
			$sql .= "INSERT INTO $table VALUES (" . join(', ', map { "'$_'" } split /\|/, $row) . ");\n";
		}
	}
	return "BEGIN;\n${sql}COMMIT;\n";
}

sub wait_for_slot
{
	my ($stream, $slot) = @_;
	my $lsn = $source->safe_psql('postgres', q{SELECT pg_logical_emit_message(true, '', '')});
	$stream->wait_until("the slot is acknowledged up to $lsn", sub {
		$source->safe_psql('postgres', "SELECT confirmed_flush_lsn >= '$lsn' FROM pg_replication_slots WHERE slot_name = '$slot'") eq 't' });
	return;
}
