# New tables get the source's indexes, defaults and comments as far as MySQL can hold them
# truthfully.  Indexes are built after the rows, and a crash while they are built, or a connection
# that is lost, neither copies rows again nor builds an index twice.  `wal2mysql schema` prints the
# same beforehand.

use strict;
use warnings;

use IPC::Run;
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
	CREATE TABLE area (country char(2), code int, name varchar(20) UNIQUE, tag text UNIQUE, PRIMARY KEY (country, code));
	CREATE TABLE place (
		id bigserial PRIMARY KEY, country char(2), code int, area_name varchar(30) REFERENCES area (name) ON UPDATE CASCADE ON DELETE CASCADE, tag text REFERENCES area (tag),
		part_of bigint CONSTRAINT same REFERENCES place ON DELETE CASCADE, person int REFERENCES person, keeper bigint REFERENCES person ON DELETE SET NULL DEFERRABLE,
		FOREIGN KEY (code, country) REFERENCES area (code, country) ON DELETE CASCADE);
	CREATE TABLE visit (place bigint CONSTRAINT same REFERENCES place, at date, PRIMARY KEY (place, at)) PARTITION BY RANGE (at);
	CREATE TABLE visit_2020 PARTITION OF visit FOR VALUES FROM ('2020-01-01') TO ('2021-01-01');
	CREATE TABLE stay (id int PRIMARY KEY, place bigint, at date, CONSTRAINT of_visit FOREIGN KEY (place, at) REFERENCES visit);
	INSERT INTO area VALUES ('de', 1, 'Bayern', 'b'), ('de', 2, 'Berlin', 'c');
	INSERT INTO place (country, code, area_name, part_of, keeper) VALUES ('de', 1, 'Bayern', NULL, 1), ('de', 1, 'Bayern', 1, 2), ('de', 2, 'Berlin', 2, 3);
	INSERT INTO visit VALUES (3, '2020-02-02');
	INSERT INTO stay VALUES (1, 3, '2020-02-02');
	CREATE PUBLICATION demo FOR TABLE person, given, lost, nothing, keyless;
	CREATE PUBLICATION places FOR TABLE area, place, visit, stay, person WITH (publish_via_partition_root = true);
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

# Foreign keys are there for others; the stream brings what they do as rows.
my %of_places = (
	name => 'places', source => $source, target => $target, publications => ['places'], log => "$log/schema_places.log",
	config => { target => { database => 'places' }, schema => { foreign_keys => 'true', auto_increment => 'true' } });
my $places = Stream->new(%of_places);
$places->start;
$places->wait_for_copy;
is_deeply(
	[ map { join ' ', @$_ } $target->query(q{SELECT r.constraint_name, r.table_name, r.referenced_table_name, r.update_rule, r.delete_rule,
		GROUP_CONCAT(CONCAT(k.column_name, '=', k.referenced_column_name) ORDER BY k.ordinal_position)
		FROM information_schema.referential_constraints r JOIN information_schema.key_column_usage k USING (constraint_schema, constraint_name, table_name)
		WHERE constraint_schema = 'places' GROUP BY 1, 2, 3, 4, 5 ORDER BY 1}) ],
	[ map { s/RESTRICT|NO ACTION/$is_mysql ? 'NO ACTION' : 'RESTRICT'/ger }
		'of_visit stay visit RESTRICT RESTRICT place=place,at=at',
		'place_area_name_fkey place area CASCADE CASCADE area_name=name',
		'place_code_country_fkey place area RESTRICT CASCADE country=country,code=code',
		'place_keeper_fkey place person RESTRICT SET NULL keeper=id',
		'place_same place place RESTRICT CASCADE part_of=id',
		'visit_same visit place RESTRICT RESTRICT place=id' ],
	'foreign keys are there, with their actions');
like($places->log_text, qr/not carried over of table "public\.place": foreign key "$_/, "the log says: $_") for (
	'place_tag_fkey" is left out: what it refers to is not unique',
	'place_person_fkey" is left out: "person" is INT and "id" is BIGINT',
	'place_keeper_fkey" is checked at once');
$source->safe_psql('postgres', $_) for (
	q{UPDATE area SET name = 'Bavaria' WHERE code = 1},
	'TRUNCATE stay, visit',
	q{DELETE FROM place WHERE id = 2},
	q{DELETE FROM person WHERE id = 1},
	q{DELETE FROM area WHERE code = 1});
$places->wait_for_catchup;
is($places->differences, '', 'cascades arrive once');
is($target->value('SELECT COUNT(*) FROM place', 'places'), 0, 'and did something');
is($places->stop, 0, 'the applier ends well');
$target->query(q{INSERT INTO place (country) VALUES ('xx')}, 'places');
cmp_ok($target->value('SELECT MAX(id) FROM place', 'places'), '>', 0, 'AUTO_INCREMENT numbers rows of others');

# What `wal2mysql schema` prints is what a run has done.
sub printed_schema
{
	my ($stream) = @_;
	my ($script, $errors) = ('', '');
	IPC::Run::run([ $ENV{WAL2MYSQL} || 'wal2mysql', 'schema', $stream->config_path ], '>', \$script, '2>', \$errors) or die $errors;
	return $script;
}

sub definitions
{
	my ($server, $database) = @_;
	return join "\n", map { ($server->value("SHOW CREATE TABLE `$_->[0]`", $database))[1] =~ s/ AUTO_INCREMENT=\d+//r }
	  $server->query("SELECT table_name FROM information_schema.tables WHERE table_schema = '$database' ORDER BY table_name");
}

my $empty = MysqlServer->new(durable => 0)->start;
my $before = $source->safe_psql('postgres', 'SELECT pg_current_wal_insert_lsn()');
for my $stream ($stream, $places)
{
	my $script = printed_schema($stream);
	$empty->query($script);
	my $database = $stream == $places ? 'places' : 'postgres';
	is(definitions($empty, $database), definitions($target, $database), "the script makes the same tables of $database");
}
like(printed_schema($stream), qr/^-- Table "public\.person"\n(?:-- .*\n)*-- not carried over: index "person_open" is not unique here: it is for some of the rows only\n/m, 'with comments on what is lost');
my $own = Stream->new(name => 'own', source => $source, target => $empty, publications => undef,
	config => { source => { publications => undef, tables => ['public.n*'] }, target => { database => 'own' } });
like(printed_schema($own), qr/CREATE TABLE `own`\.`nothing`/, 'tables by patterns');
is($source->safe_psql('postgres', q{SELECT count(*) FROM pg_publication WHERE pubname ~ '^wal2mysql'}), 0, 'for which nothing is created on the source');
is($empty->value(q{SELECT COUNT(*) FROM information_schema.schemata WHERE schema_name IN ('wal2mysql', 'own')}), 0, 'nor in the target');
$empty->stop;

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
