# Many rows at once go into MySQL by LOAD DATA LOCAL, where its local_infile allows that.  LOAD DATA
# skips or changes what it cannot store: nothing of this may be seen.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0, options => ['--local-infile=ON'])->start;
plan skip_all => 'MariaDB has bulk execution' if $target->flavour eq 'mariadb';

my $text = q{E'tab\\t, line\\n, return\\r, \\\\N, \\\\, ''quoted'', "ä€😀" ' || i};
$source->safe_psql('postgres', <<~"SQL");
	CREATE TABLE plain (id int PRIMARY KEY, t text, empty text DEFAULT '', nothing text, n numeric(9,2), at timestamptz, doc jsonb);
	CREATE TABLE short (id int PRIMARY KEY, t text);
	CREATE TABLE bits (id int PRIMARY KEY, flag boolean);
	CREATE TABLE bytes (id int PRIMARY KEY, b bytea);
	CREATE TABLE strict (id int PRIMARY KEY, r real);
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
sub plain { my ($from, $to) = @_; return "INSERT INTO plain SELECT i, $text, '', NULL, i / 7.0, now(), jsonb_build_object('t', $text) FROM generate_series($from, $to) i" }
$source->safe_psql('postgres', plain(1, 3000));
$source->safe_psql('postgres', 'INSERT INTO bytes SELECT i, sha256(i::text::bytea) FROM generate_series(1, 1000) i');

$target->query('CREATE DATABASE postgres');
$target->query('CREATE TABLE short (id int PRIMARY KEY, t varchar(20)); CREATE TABLE bits (id int PRIMARY KEY, flag bit(8))', 'postgres');
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/loads_applier.log");

sub loads { return ($target->value("SHOW GLOBAL STATUS LIKE 'Com_load'"))[1] }

# Runs it on the source; returns how many loads the target saw until it had caught up.
sub loads_for
{
	my ($sql) = @_;
	my $before = loads();
	$source->safe_psql('postgres', $sql);
	$stream->wait_for_catchup;
	return loads() - $before;
}

$stream->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;
cmp_ok(loads(), '>', 0, 'the copy loads');
is($stream->differences, '', 'and what it loaded is right');

cmp_ok(loads_for(plain(3001, 5000)), '>', 0, 'the stream loads what is many');
is(loads_for(plain(5001, 5010)), 0, 'and not what is little');
is(loads_for('INSERT INTO bytes SELECT i, sha256(i::text::bytea) FROM generate_series(1001, 2000) i'), 0, 'and not what has bytes');
is(loads_for('INSERT INTO bits SELECT i, i % 2 = 0 FROM generate_series(1, 1000) i'), 0, 'and not into BIT, which takes digits for bytes');
is($target->value('SELECT SUM(flag) FROM bits', 'postgres'), 500, 'where the bits are right');
# The comparison reads a bit as the character that it is.
$target->query('ALTER TABLE bits MODIFY flag tinyint(1)', 'postgres');
is($stream->differences, '', 'all of it is right');

# What a load would cut is an error that names the row.
$source->safe_psql('postgres', q{INSERT INTO short SELECT i, CASE i WHEN 700 THEN repeat('x', 21) ELSE 'fits' END FROM generate_series(1, 1000) i});
isnt($stream->wait_for_exit, 0, 'a value that is too long stops the stream');
like($stream->last_words, qr/key \(id = 700\)/, 'and its row is named');
is($target->value('SELECT COUNT(*) FROM short', 'postgres'), 0, 'while none of its transaction is there');
$target->query('ALTER TABLE short MODIFY t varchar(100)', 'postgres');
$stream->start;
$stream->wait_for_catchup;
is($target->value('SELECT COUNT(*) FROM short', 'postgres'), 1000, 'it goes on where it stopped');

# What a load would skip is an error, too.
$target->query(q{INSERT INTO short VALUES (1700, 'a stranger')}, 'postgres');
$source->safe_psql('postgres', q{INSERT INTO short SELECT i, 'ours' FROM generate_series(1001, 2000) i});
isnt($stream->wait_for_exit, 0, 'a duplicate stops the stream');
like($stream->last_words, qr/1062/, 'as one');
is($target->value(q{SELECT COUNT(*) FROM short WHERE t = 'ours'}, 'postgres'), 0, 'while none of its transaction is there');
$target->query('DELETE FROM short WHERE id = 1700', 'postgres');
$stream->start;
$stream->wait_for_catchup;

# What the plugin says no column can hold is found before it is sent.
$source->safe_psql('postgres', q{INSERT INTO strict SELECT i, CASE i WHEN 400 THEN 'NaN' ELSE '1' END::real FROM generate_series(1, 1000) i});
isnt($stream->wait_for_exit, 0, 'a value without a place in MySQL stops the stream');
like($stream->last_words, qr/key \(id = 400\)/, 'and its row is named');
$source->safe_psql('postgres', 'TRUNCATE strict');
$stream->configure(values => { policy => 'null' });
$stream->start;
$stream->wait_for_catchup;

$target->query('SET GLOBAL local_infile = OFF');
$source->safe_psql('postgres', plain(6001, 8000));
$stream->wait_for_catchup;
is($stream->differences, '', 'a target that takes no loads any more gets the rows otherwise');
is($stream->stop, 0, 'the applier ends well when asked to');

$target->query('SET GLOBAL local_infile = ON');
$stream->configure(target => { local_infile => 'false' });
$stream->start;
is(loads_for(plain(8001, 9000)), 0, 'target.local_infile = false keeps the applier from loading');
is($stream->differences, '', 'which is as right');
is($stream->stop, 0, 'the applier ends well');
done_testing();
