# New tables get the source's indexes, defaults and comments as far as MySQL can hold them
# truthfully.  Indexes are built after the rows, and a crash while they are built, or a connection
# that is lost, neither copies rows again nor builds an index twice.

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
my $log = $PostgreSQL::Test::Utils::log_path;
my $is_mysql = $target->flavour eq 'mysql';

$source->safe_psql('postgres', <<~'SQL');
	CREATE TYPE mood AS ENUM ('sad', 'o''k', 'glad');
	CREATE DOMAIN quantity AS int DEFAULT 7 CHECK (value > 0);
	CREATE TABLE person (
		id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
		email varchar(100) UNIQUE,
		name text UNIQUE,
		code varchar(768) UNIQUE,
		badge uuid NOT NULL UNIQUE,
		first int, last int, born date, tags text[], about tsvector, shift int UNIQUE DEFERRABLE,
		network inet, weight real, long1 varchar(500), long2 varchar(500), raw bytea, at timestamptz(3));
	CREATE UNIQUE INDEX person_open ON person (first) WHERE last IS NULL;
	CREATE UNIQUE INDEX person_lower ON person (lower(name));
	CREATE UNIQUE INDEX person_nulls ON person (born) NULLS NOT DISTINCT;
	CREATE UNIQUE INDEX person_network ON person (network, weight);
	CREATE INDEX person_names ON person (last DESC, first NULLS FIRST) INCLUDE (born);
	CREATE INDEX person_hash ON person USING hash (born);
	CREATE INDEX person_about ON person USING gin (about);
	CREATE INDEX person_tags ON person USING gin (tags);
	CREATE INDEX person_brin ON person USING brin (at);
	CREATE INDEX person_long ON person (long1, long2, raw);
	CREATE INDEX person_again ON person (last DESC, first);
	COMMENT ON TABLE person IS E'people, it''s \\ all of them';
	COMMENT ON COLUMN person.email IS 'where they are written to: ä';
	INSERT INTO person (email, name, code, badge, first, last, born, shift)
	SELECT 'p' || i || '@x', repeat('n' || i, 50), repeat('ü', 760) || i, md5(i::text)::uuid, i, i % 7, '2000-01-01'::date + i, i
	FROM generate_series(1, 5000) i;
	-- Equal to a collation that knows no case, accents or blanks.
	INSERT INTO person (email, badge, shift, born)
	SELECT email, md5(n::text || 'more')::uuid, -n, '1990-01-01'::date + n::int FROM unnest(ARRAY['A', 'a', 'a ', 'á', NULL, NULL]) WITH ORDINALITY AS more (email, n);

	CREATE TABLE given (
		id serial PRIMARY KEY,
		b bool DEFAULT true, i int DEFAULT -5, s smallint DEFAULT '-1', n numeric(10,2) DEFAULT 12.5, w numeric DEFAULT 1e10,
		r real DEFAULT 0.1, d double precision DEFAULT '1e300', t text DEFAULT E'a\\b''c\n"d"', v varchar(10) DEFAULT 'ü', c char(5) DEFAULT 'ab',
		e mood DEFAULT 'o''k', u uuid DEFAULT '00000000-0000-0000-0000-000000000001', y bytea DEFAULT '\x00ff27', bits bit(3) DEFAULT B'101', varbits varbit DEFAULT B'1',
		j jsonb DEFAULT '{"a": [1, "x\"y"]}', a text[] DEFAULT '{}', day date DEFAULT '2020-02-29', tm time DEFAULT '24:00', ts timestamp DEFAULT '2020-01-01 10:00:00.25',
		tz timestamptz DEFAULT '2020-01-01 10:00+02', q quantity, q3 quantity DEFAULT 3, span interval DEFAULT '1 day', ip inet DEFAULT '10.0.0.1',
		ch "char" DEFAULT 'x', o oid DEFAULT 26, none text DEFAULT NULL,
		now_tz timestamptz(3) DEFAULT now(), now_ts timestamp DEFAULT CURRENT_TIMESTAMP, today date DEFAULT CURRENT_DATE, now_time time(0) DEFAULT LOCALTIME,
		now_utc timestamp DEFAULT (now() AT TIME ZONE 'utc'));
	CREATE TABLE lost (
		id int PRIMARY KEY, random uuid DEFAULT gen_random_uuid(), later timestamptz DEFAULT now() + interval '1 day', never date DEFAULT 'infinity',
		nan real DEFAULT 'NaN', who text DEFAULT CURRENT_USER, numbers int[] DEFAULT '{1,2}', rounded int DEFAULT 1.5, doubled int GENERATED ALWAYS AS (id * 2) STORED);
	CREATE TABLE nothing (id int PRIMARY KEY);
	CREATE TABLE keyless (a int, b text);
	CREATE INDEX keyless_a ON keyless (a);
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	INSERT INTO keyless VALUES (1, 'a'), (1, 'a');
	CREATE PUBLICATION demo FOR TABLE person, given, lost, nothing, keyless;
	SQL

# Each index as "name: columns", unique ones with an exclamation mark.
sub indexes
{
	my ($table, $database) = @_;
	return map { "$_->[0]: $_->[1]" } $target->query(sprintf <<~'SQL', $database // 'postgres', $table);
		SELECT CONCAT(IF(non_unique, '', '!'), index_name), GROUP_CONCAT(CONCAT(column_name,
		  IF(sub_part IS NULL, '', CONCAT('(', sub_part, ')')), IF(collation = 'D', ' desc', '')) ORDER BY seq_in_index SEPARATOR ' ')
		FROM information_schema.statistics WHERE table_schema = '%s' AND table_name = '%s'
		GROUP BY index_name, non_unique ORDER BY index_name
		SQL
}

my $stream = Stream->new(source => $source, target => $target, log => "$log/schema_applier.log");
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;
is($stream->differences, '', 'rows are copied and streamed as ever');
my @person = (
	'!PRIMARY: id',
	'!person_badge_key: badge',
	'!person_code_key: code',
	'!person_email_key: email',

	'person_long: long1(250) long2(250) raw(255)',
	'person_name_key: name(255)',
	'person_names: last desc first',
	'!person_network: network weight',
	'person_nulls: born',
	'person_open: first',
	'person_shift_key: shift');
is_deeply([ sort { $a =~ s/!//r cmp $b =~ s/!//r } indexes('person') ], \@person, 'what MySQL holds truthfully is there');
is_deeply([ indexes('keyless') ], [ 'keyless_a: a', 'wal2mysql_row: wal2mysql_row' ], 'a table without a key has its indexes, too');
my $said = $stream->log_text;
like($said, qr/not carried over of table "public\.person": .*index "$_->[0]" $_->[1]/, "the log says that index $_->[0] $_->[1]") for (
	[ person_name_key => 'is not unique here: "name" is longer' ],
	[ person_open => 'is not unique here: it is for some of the rows only' ],
	[ person_lower => 'is left out: it is over an expression' ],
	[ person_nulls => 'is not unique here: it takes NULLs for equal' ],
	[ person_shift_key => 'is not unique here: it is deferrable' ],
	[ person_about => 'is left out: MySQL has no indexes of its kind' ],
	[ person_tags => 'is left out: MySQL has no index' ],
	[ person_brin => 'is left out' ]);
my @comments = (
	$target->value(q{SELECT table_comment FROM information_schema.tables WHERE table_schema = 'postgres' AND table_name = 'person'}),
	$target->value(q{SELECT column_comment FROM information_schema.columns WHERE table_schema = 'postgres' AND table_name = 'person' AND column_name = 'email'}));
is_deeply(\@comments, [ q{people, it's \\ all of them}, 'where they are written to: ä' ], 'comments are there');

# Whoever writes to the target after the stream gets the same values.
$source->safe_psql('postgres', 'INSERT INTO given DEFAULT VALUES; INSERT INTO nothing VALUES (1)');
$stream->wait_for_catchup;
is($stream->stop, 0, 'the applier ends well');
$target->query('INSERT INTO given (id) VALUES (2)', 'postgres');
my $of_constants = join ', ', map { "`$_`" } grep { !/^(?:id|now_|today)/ } map { $_->[0] }
  $target->query(q{SELECT column_name FROM information_schema.columns WHERE table_schema = 'postgres' AND table_name = 'given' ORDER BY ordinal_position});
is($target->value("SELECT COUNT(*) FROM (SELECT $of_constants FROM given GROUP BY $of_constants) AS same", 'postgres'),
	1, 'defaults that are constants are the same on both sides');
is($target->value(q{SELECT COUNT(*) FROM given WHERE id = 2 AND v = 'ü' AND q = 7 AND bits = b'101' AND HEX(y) = '00FF27'}, 'postgres'), 1, 'and are there');
is($target->value(<<~'SQL', 'postgres'), 1, 'defaults that are the present are it');
	SET time_zone = '+05:00'; INSERT INTO given (id) VALUES (3);
	SELECT ABS(TIMESTAMPDIFF(SECOND, now_tz, UTC_TIMESTAMP())) < 60 AND ABS(TIMESTAMPDIFF(SECOND, now_ts, NOW())) < 60
	  AND ABS(TIMESTAMPDIFF(SECOND, now_utc, UTC_TIMESTAMP())) < 60 AND today BETWEEN CURDATE() - INTERVAL 1 DAY AND CURDATE()
	  AND now_time IS NOT NULL FROM given WHERE id = 3
	SQL
is($target->value(q{SELECT COUNT(*) FROM information_schema.columns WHERE table_schema = 'postgres' AND table_name = 'lost' AND column_default IS NOT NULL AND column_default <> 'NULL'}),
	0, 'those that MySQL does not have are left out');
like($said, qr/not carried over of table "public\.lost": .*default of column "$_"/, "the log says so of $_") for qw(random later never nan who numbers rounded);
unlike($said, qr/default of column "doubled"/, 'what is generated has no default');

# All the rest on a table of its own, once for each of these streams.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE large (id int PRIMARY KEY, a int UNIQUE, b text);
	INSERT INTO large SELECT i, i, md5(i::text) FROM generate_series(1, 20000) i;
	CREATE INDEX large_b ON large (b);
	CREATE PUBLICATION large FOR TABLE large;
	SQL
my $proxy = MysqlProxy->start($target);
my @large = ('!large_a_key: a', 'large_b: b(255)', '!PRIMARY: id');

sub with_fault
{
	my ($name, $fault, %config) = @_;
	my $stream = Stream->new(
		name => $name, source => $source, target => $target, publications => ['large'], log => "$log/schema_$name.log",
		config => { target => { socket => $proxy->socket, database => $name }, %config });
	$proxy->arm($fault, pattern => '^ALTER TABLE') if $fault;
	$stream->start;
	$proxy->wait_for_fault if $fault;
	return $stream;
}

# Says how often the log has it.
sub times_in_log
{
	my ($name, $pattern) = @_;
	return scalar(() = slurp_file("$log/schema_$name.log") =~ /$pattern/g);
}

sub completes
{
	my ($stream, $description) = @_;
	$stream->wait_for_copy;
	$stream->wait_for_catchup;
	is_deeply([ sort { lc $a cmp lc $b } indexes('large', $stream->name) ], [ sort { lc $a cmp lc $b } @large ], "$description: the indexes are there");
	is($stream->differences, '', "$description: every row is equal");
	is(times_in_log($stream->name, 'copied table "public\.large"'), 1, "$description: no row was copied again");
	is($stream->stop, 0, 'the applier ends well');
	return;
}

my $killed = with_fault(killed => 'hold');
is($target->value(q{SELECT state FROM wal2mysql.table_state WHERE stream = 'killed'}), 'indexing', 'rows are there, indexes are not');
$source->safe_psql('postgres', 'UPDATE large SET a = -a WHERE id <= 10');
$killed->kill9;
$proxy->release;
$killed->start;
completes($killed, 'killed while indexes were built');

my $unheard = with_fault(unheard => 'answer');
completes($unheard, 'the answer to ALTER TABLE was lost');
is(times_in_log(unheard => ': building 2 indexes'), 1, 'what had been built was not built again');

my $stopped = with_fault(stopped => 'hold');
$proxy->release;
$stopped->stop;
$stopped->start;
completes($stopped, 'stopped');

# Somebody else's row stands in the way of a unique index.
my $crossed = with_fault(crossed => 'hold');
$target->query('INSERT INTO large VALUES (-1, 100, NULL)', 'crossed');
$proxy->release;
is($crossed->wait_for_exit, 1, 'what is not unique in the target stops the stream');
like($crossed->log_text, qr/could not build the indexes of target table "crossed"\."large"\n.*DETAIL:.*Error 1062.*large_a_key.*\n.*HINT:.*not copied again/, 'with what to do');
unlike($crossed->log_text, qr/Duplicate entry '100'/, 'and without the value');
$target->query('DELETE FROM large WHERE id = -1', 'crossed');
$crossed->start;
completes($crossed, 'mended');

# Without any of it; and with AUTO_INCREMENT.
my $bare = with_fault(bare => undef, schema => { indexes => 'false', defaults => 'false', comments => 'false' });
$bare->wait_for_copy;
is_deeply([ indexes('large', 'bare') ], ['!PRIMARY: id'], 'no indexes where none are wanted');
is($bare->stop, 0, 'the applier ends well');

done_testing();
