# Timeouts that are set for the role end neither the snapshot of a copy that lasts longer, nor who reads under it, nor the
# session that waits beside the stream.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlProxy;
use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
my $proxy = MysqlProxy->start($target);
my @timeouts = split /\n/, $source->safe_psql('postgres',
	q{SELECT name FROM pg_settings WHERE name ~ 'timeout$' AND unit = 'ms' AND context IN ('user', 'superuser')
	AND name <> 'deadlock_timeout'});
note "timeouts: @timeouts";
$source->safe_psql('postgres', <<~'SQL');
	CREATE ROLE mirror LOGIN REPLICATION;
	GRANT pg_read_all_data TO mirror;
	CREATE TABLE first (id int PRIMARY KEY, filler text);
	INSERT INTO first SELECT i, repeat('x', 1500) FROM generate_series(1, 1000) AS i;
	CREATE TABLE second (id int PRIMARY KEY, filler text);
	ALTER TABLE second ALTER filler SET STORAGE EXTERNAL;
	INSERT INTO second SELECT i, repeat('x', 20000) FROM generate_series(1, 3000) AS i;
	CREATE TABLE third (id int PRIMARY KEY);
	INSERT INTO third VALUES (1);
	CREATE PUBLICATION demo FOR TABLE first, second;
	SQL
$source->safe_psql('postgres', "ALTER ROLE mirror SET $_ = '500ms'") for @timeouts;
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => {
		source => { connection => $source->connstr('postgres') . ' user=mirror' },
		target => { socket => $proxy->socket },
		copy => { workers => 2, chunk_mb => 64 } },
	log => "$PostgreSQL::Test::Utils::log_path/session_timeouts_applier.log");

# One worker has nothing more to do, the other sends what the target does not take: few blocks, which are one chunk, with long
# values.
$proxy->arm('hold', pattern => q{SET state = 'copied'});
$stream->start;
$proxy->wait_for_fault;
$proxy->freeze;
$proxy->release;
lasts('the snapshot is kept', q{backend_type = 'walsender' AND state LIKE 'idle in transaction%' AND state_change});
lasts('rows wait to be read', q{query LIKE 'COPY%' AND state = 'active' AND query_start});
$proxy->thaw;
$stream->wait_for_copy;
$stream->wait_for_catchup;
lasts('the session beside the stream has nothing to do', q{backend_type = 'client backend' AND state = 'idle' AND state_change});
$source->safe_psql('postgres', 'ALTER PUBLICATION demo ADD TABLE third; INSERT INTO third VALUES (2)');
$stream->wait_for_catchup;
is($stream->differences, '', 'every row of every table is equal');
unlike($stream->log_text, qr/warning|error/, 'and nothing had to be tried again');
is($stream->stop, 0, 'the applier ends well when asked to');

done_testing();

# Waits for what the applier's sessions do longer than any timeout.
sub lasts
{
	my ($what, $since) = @_;
	ok($source->poll_query_until('postgres', <<~"SQL"), $what);
		SELECT count(*) > 0 FROM pg_stat_activity WHERE usename = 'mirror' AND $since < clock_timestamp() - interval '1.5 s'
		SQL
	return;
}
