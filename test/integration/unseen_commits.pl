# The log has a commit before any session of the source sees what it did, here for as long as a synchronous standby is missing.
# A table that such a transaction creates, publishes or brings back is not taken for one that is published no more.

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
	CREATE SCHEMA shop;
	CREATE TABLE known (id int PRIMARY KEY);
	CREATE TABLE listed (id int PRIMARY KEY);
	INSERT INTO listed VALUES (1), (2);
	CREATE PUBLICATION demo FOR TABLE known, TABLES IN SCHEMA shop;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/unseen_commits_applier.log");
$stream->start;
$stream->wait_for_log(qr/streaming from/);

for (
	[ 'created', 'CREATE TABLE shop.created (id int PRIMARY KEY); INSERT INTO shop.created VALUES (1)' ],
	[ 'published', 'ALTER PUBLICATION demo ADD TABLE listed; INSERT INTO listed VALUES (3)' ])
{
	my ($name, $sql) = @$_;
	wait_for_standby('nobody');
	my $session = IPC::Run::start(
		[ 'psql', '-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', $source->connstr('postgres'), '-c', "BEGIN; $sql; COMMIT" ]);
	my $before = () = $stream->log_text =~ /has not ended yet/g;
	$stream->wait_until('the applier waits, too', sub { (() = $stream->log_text =~ /has not ended yet/g) > $before });
	wait_for_standby('');
	$session->finish;
	$stream->wait_for_catchup;
	is($stream->differences, '', "$name: every row of every table is equal");
}
unlike($stream->log_text, qr/leaving out/, 'nothing is left out');
is($stream->stop, 0, 'the applier ends well when asked to');

done_testing();

sub wait_for_standby
{
	my ($name) = @_;
	$source->safe_psql('postgres', "SET synchronous_commit = local; ALTER SYSTEM SET synchronous_standby_names = '$name'");
	$source->reload;
	$source->poll_query_until('postgres', "SELECT current_setting('synchronous_standby_names') = '$name'");
	return;
}
