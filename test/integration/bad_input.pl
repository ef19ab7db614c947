# Whatever is wrong around a stream, the applier says which thing it is and what to do about
# it, ends where it must, and when that is done nothing is lost.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start(settings => "wal_level = replica\n");
my $target = MysqlServer->new->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE city (id int PRIMARY KEY, name text);
	CREATE TABLE nameless (n int);
	ALTER TABLE nameless REPLICA IDENTITY NOTHING;
	INSERT INTO city VALUES (1, 'Aachen');
	INSERT INTO nameless VALUES (1);
	CREATE PUBLICATION demo FOR TABLE city, nameless;
	SQL

refuses('wal_level that is not logical', qr/wal_level of the source is "replica"/);
$source->append_conf('postgresql.conf', 'wal_level = logical');
$source->restart;

SKIP:
{
	skip 'this PostgreSQL loads any plugin', 3
	  unless $source->safe_psql('postgres',
		q{SELECT count(*) FROM pg_settings WHERE name = 'output_plugin_libraries'});
	allow_plugins('pgoutput');
	refuses('a plugin that is not allowed', qr/does not allow the output plugin "wal2mysql"/);
	allow_plugins('pgoutput, wal2mysql');
}

refuses(
	'an option that nobody knows',
	qr/demo\.toml:\d+: .*"colour"/,
	config => { stream => { colour => 'red' } });
refuses(
	'a publication that does not exist',
	qr/publication "absent" does not exist/,
	publications => ['absent']);
refuses(
	'a database without the extension',
	qr/database "template1" .*extension "wal2mysql"/,
	config => { source => { connection => $source->connstr('template1') } });

$source->safe_psql('postgres',
	q{SELECT pg_create_logical_replication_slot('wal2mysql_demo', 'pgoutput')});
refuses('a slot of somebody else', qr/replication slot "wal2mysql_demo" exists/);
$source->safe_psql('postgres', q{SELECT pg_drop_replication_slot('wal2mysql_demo')});

$target->query(q{CREATE USER writer@localhost IDENTIFIED BY 'right'; GRANT ALL ON *.* TO writer@localhost});
{
	local $ENV{TARGET_PASSWORD} = 'wrong';
	refuses(
		'a wrong password',
		qr/Access denied for user 'writer'/,
		config => { target => { user => 'writer', password_env => 'TARGET_PASSWORD' } });
}
refuses(
	'a password that is not there',
	qr/environment variable "TARGET_PASSWORD" is not set/,
	config => { target => { user => 'writer', password_env => 'TARGET_PASSWORD' } });

$target->query('CREATE DATABASE postgres; CREATE TABLE postgres.city (id INT PRIMARY KEY, title TEXT)');
refuses(
	'a target table with other columns',
	qr/target table "postgres"\."city" has other columns .*\nDETAIL:  Missing: "name"/);
$target->query('DROP TABLE postgres.city');

# A target that is down is waited for.
my $stream = new_stream('waits');
my $socket = $target->socket;
$target->stop;
$stream->start;
$stream->wait_for_log(qr/could not connect to the target\n.*\Q$socket\E.*\n.*trying again/);
$target->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;
is($stream->differences, '', 'the copy begins when the target is there');

# The same while the stream runs, with another applier in the way.
my $second = new_stream('second');
$second->start;
$second->wait_for_log(qr/replication slot "wal2mysql_demo" is active/);
is($second->stop, 0, 'a second applier of one stream waits, and can be stopped');
$source->safe_psql('postgres', q{INSERT INTO city VALUES (2, 'Bonn')});
$stream->wait_for_catchup;
is($stream->differences, '', 'the first one goes on');

# PostgreSQL itself refuses what could not be replicated.
my ($status, undef, $words) = $source->psql('postgres', 'UPDATE nameless SET n = 2');
isnt($status, 0, 'an update without replica identity is refused');
like($words, qr/cannot update table "nameless" because it does not have a replica identity/,
	'by PostgreSQL, which names the table');
$source->safe_psql('postgres', 'INSERT INTO nameless VALUES (3)');
$stream->wait_for_catchup;
is($stream->differences, '', 'and the stream goes on');

# A target table that loses a column while the stream runs.
is($stream->stop, 0, 'the applier ends well');
$target->query('ALTER TABLE postgres.city RENAME COLUMN name TO title');
$source->safe_psql('postgres', q{INSERT INTO city VALUES (3, 'Celle'); DELETE FROM city WHERE id = 1});
refuses(
	'a target table that was altered',
	qr/target table "postgres"\."city" has other columns .*\nDETAIL:  Missing: "name"/);
$target->query('ALTER TABLE postgres.city RENAME COLUMN title TO name');

# A row that was changed behind the stream's back.
$target->query('DELETE FROM postgres.city WHERE id = 2');
$source->safe_psql('postgres', q{UPDATE city SET name = 'Bremen' WHERE id = 2});
refuses('a row that is missing in the target', qr/CONTEXT: .*table "public\.city"/);
$target->query(q{INSERT INTO postgres.city VALUES (2, 'Bonn')});

# A slot that was made anew would lose what lay between.
$source->safe_psql('postgres', <<~'SQL');
	SELECT pg_drop_replication_slot('wal2mysql_demo');
	INSERT INTO city VALUES (4, 'Duisburg');
	SQL
refuses('a slot that is gone', qr/replication slot "wal2mysql_demo" no longer exists/);
$source->safe_psql('postgres',
	q{SELECT pg_create_logical_replication_slot('wal2mysql_demo', 'wal2mysql')});
refuses('a slot made anew by hand', qr/replication slot "wal2mysql_demo" is not where the target left it/);

done_testing();

sub new_stream
{
	my ($log, %wish) = @_;
	return Stream->new(
		source => $source,
		target => $target,
		log => "$PostgreSQL::Test::Utils::log_path/bad_input_applier_$log.log",
		%wish);
}

# The applier ends with status 1, says what the pattern wants, and gives a hint.
sub refuses
{
	my ($what, $message, %wish) = @_;
	my $refused = new_stream('refused', %wish);
	my $exit = $refused->start->wait_for_exit;
	is($exit, 1, "$what: the applier ends");
	like($refused->log_text, qr/error: .*$message/s, "$what: the message names it");
	like($refused->log_text, qr/^HINT:  \S/m, "$what: a hint says what to do");
	return;
}

sub allow_plugins
{
	my ($list) = @_;
	$source->safe_psql('postgres', "ALTER SYSTEM SET output_plugin_libraries = $list");
	$source->reload;
	$source->poll_query_until('postgres', 'SHOW output_plugin_libraries', $list)
	  or die 'the setting does not change';
	return;
}
