# Random values of every type, made by PostgreSQL, are equal in MySQL, whether they were
# copied (by LOAD DATA where that is MySQL's), inserted or updated.  SEED repeats a run.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $seed = $ENV{SEED} // time % 1_000_000;
diag "SEED=$seed";

my $source = Source->start(init => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
my $target = MysqlServer->new(durable => 0, options => ['--local-infile=ON'])->start;

# type => an expression that is another value each time; magnitudes are spread, too
my @types = (
	boolean => 'random() < 0.5',
	smallint => '(random_number(15))::smallint',
	integer => '(random_number(31))::integer',
	bigint => '(random_number(63))::bigint',
	real => '((random() - 0.5) * 10::float8 ^ (random() * 70 - 36))::real',
	'double precision' => '(random() - 0.5) * 10::float8 ^ (random() * 600 - 300)',
	numeric => q{(random_sign() || random_digits(35) || '.' || random_digits(30))::numeric},
	'numeric(20,6)' => q{(random_sign() || random_digits(14) || '.' || random_digits(6))::numeric},
	'numeric(9,-3)' => q{(random_sign() || random_digits(11))::numeric},
	'numeric(80,40)' => q{(random_sign() || random_digits(40) || '.' || random_digits(40))::numeric},
	text => 'random_text(80)',
	'varchar(30)' => 'random_text(30)',
	'char(20)' => 'random_text(20)',
	name => 'random_text(15)::name',
	bytea => 'random_bytes(200)',
	date => q{date '0001-01-01' + random_below(3652059)},
	time => q{time '00:00' + random() * interval '86400 s'},
	'time(2)' => q{time '00:00' + random() * interval '86399 s'},
	timestamp => q{timestamp '0001-01-01' + random_below(3652058) * interval '1 day' + random() * interval '1 day'},
	'timestamp(0)' => q{timestamp '1900-01-01' + random() * interval '200 years'},
	timestamptz => q{timestamptz '0001-01-02 00:00+00' + random_below(3652056) * interval '24 h' + random() * interval '24 h'},
	uuid => 'md5(random()::text)::uuid',
	json => 'random_json(4)::json',
	jsonb => 'random_json(4)::jsonb',
	oid => 'random_number(31)::int::oid',
	xid8 => 'abs(random_number(63))::text::xid8',
	pg_lsn => q{('0/0'::pg_lsn + abs(random_number(63)))},
	money => '(random_number(53) / 100)::money',
	timetz => q{(time '00:00' + random() * interval '86400 s')::text::time AT TIME ZONE make_interval(mins => random_below(1800) - 900)},
	interval => 'make_interval(random_below(200) - 100, random_below(30) - 15, 0, random_below(80) - 40, random_below(60) - 30, 0, random() * 200 - 100)',
	'"char"' => '(random_below(256) - 128)::"char"',
	'bit(8)' => 'random_below(256)::bit(8)',
	'bit(50)' => 'abs(random_number(50))::bigint::bit(50)',
	'bit(70)' => 'abs(random_number(62))::bigint::bit(70)',
	varbit => 'substring(abs(random_number(62))::bigint::bit(64) FOR random_below(65))',
	inet => q{set_masklen(inet '0.0.0.0' + random_below(2147483647), random_below(33))},
	cidr => q{network(set_masklen(inet '2001:db8::' + random_below(2147483647), random_below(129)))::cidr},
	macaddr => q{trunc(right(md5(random()::text), 12)::macaddr) | right(md5(random()::text), 12)::macaddr},
	macaddr8 => 'right(md5(random()::text), 16)::macaddr8',
	point => 'point((random() - 0.5) * 10::float8 ^ random_below(30), random())',
	circle => 'circle(point(random(), random()), random())',
	tsvector => q{to_tsvector('simple', random_text(40))},
	int4range => q{int4range(random_below(1000), 1000 + random_below(1000), (ARRAY['[]', '()', '[)', '(]'])[1 + random_below(4)])},
	numrange => q{numrange(-random_digits(9)::numeric, random_digits(9)::numeric)},
	tstzrange => q{tstzrange(now() - random() * interval '99 years', now() + random() * interval '9 years')},
	'integer[]' => '(SELECT array_agg(random_number(31)) FROM generate_series(0, random_below(9)))::int[]',
	'text[]' => '(SELECT array_agg(random_text(9)) FROM generate_series(0, random_below(9)))',
	'double precision[]' => 'ARRAY[random(), NULL, (random() - 0.5) * 10::float8 ^ (random() * 600 - 300)]',
	'bytea[]' => 'ARRAY[random_bytes(9), random_bytes(9)]',
	pair => 'ROW(random_number(31), random_text(9))::pair',
	mood => '(enum_range(NULL::mood))[1 + random_below(4)]',
);

my ($sql, @tables) = (helpers());
while (my ($type, $value) = splice @types, 0, 2)
{
	my $table = $type =~ s/\[\]/_array/r =~ s/\W+/_/gr =~ s/_$//r;
	push @tables, { name => "random_$table", value => $value };
	$sql .= "CREATE TABLE random_$table (id int PRIMARY KEY, v $type);\n";
}
$source->safe_psql('postgres', join "\n",
	$sql, "SELECT setseed($seed / 1e6);", (map { insert_sql($_, 1, 1000) } @tables),
	'CREATE PUBLICATION demo FOR ALL TABLES');

my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/random_values_applier.log");
$stream->start;
$stream->wait_for_copy;
if ($target->flavour eq 'mysql')
{
	my ($name, $loads) = $target->value("SHOW GLOBAL STATUS LIKE 'Com_load'");
	cmp_ok($loads, '>', 30, 'most tables were loaded');
	$target->query('SET GLOBAL local_infile = OFF');
}
$source->safe_psql('postgres', join "\n",
	"SELECT setseed(-$seed / 1e6);",
	map { (insert_sql($_, 1001, 2000), "UPDATE $_->{name} SET v = $_->{value} WHERE id % 3 = 0;") } @tables);
$stream->wait_for_catchup;
for my $report ($stream->compare_tables)
{
	is($report->{differences}, 0, "$report->{table}: $report->{rows} rows")
	  or diag @{ $report->{samples} };
	cmp_ok($report->{rows}, '==', 2000, "$report->{table}: all rows were compared");
}
is($stream->stop, 0, 'the applier ends well when asked to');
done_testing();

sub insert_sql
{
	my ($table, $from, $to) = @_;
	return "INSERT INTO $table->{name} SELECT id, CASE WHEN random() > 0.02 THEN $table->{value} END
		FROM generate_series($from, $to) id;";
}

sub helpers
{
	return <<~'SQL';
		CREATE TYPE pair AS (n int, "a text" text);
		CREATE TYPE mood AS ENUM ('calm', 'busy', 'on fire', 'größer');
		CREATE FUNCTION random_below(n int) RETURNS int LANGUAGE sql AS $$ SELECT floor(random() * n)::int $$;
		CREATE FUNCTION random_number(bits int) RETURNS numeric LANGUAGE sql AS $$
			SELECT trunc((random() * 2 - 1)::numeric * 2::numeric ^ random_below(bits + 1)) $$;
		CREATE FUNCTION random_sign() RETURNS text LANGUAGE sql AS $$
			SELECT CASE WHEN random() < 0.5 THEN '-' ELSE '' END $$;
		-- 1 to `most` digits.
		CREATE FUNCTION random_digits(most int) RETURNS text LANGUAGE sql AS $$
			SELECT string_agg(random_below(10)::text, '') FROM generate_series(0, random_below(most)) $$;
		CREATE FUNCTION random_bytes(most int) RETURNS bytea LANGUAGE sql AS $$
			SELECT coalesce(string_agg(set_byte('\x00', 0, random_below(256)), ''), '')
			FROM generate_series(1, random_below(most + 1)) $$;
		-- Of each length of UTF-8, and often what needs quoting somewhere.
		CREATE FUNCTION random_character() RETURNS text LANGUAGE sql AS $$
			SELECT CASE random_below(7)
				WHEN 0 THEN substr(E' \t\n\r\\''"`%_|,{}[]()~', 1 + random_below(19), 1)
				WHEN 1 THEN chr(1 + random_below(127))
				WHEN 2 THEN chr(128 + random_below(1920))
				WHEN 3 THEN chr(2048 + random_below(53248))
				WHEN 4 THEN chr(65536 + random_below(1048576))
				ELSE chr(97 + random_below(26)) END $$;
		CREATE FUNCTION random_text(most int) RETURNS text LANGUAGE sql AS $$
			SELECT coalesce(string_agg(random_character(), ''), '')
			FROM generate_series(1, random_below(most + 1)) $$;
		CREATE FUNCTION random_json(depth int) RETURNS text LANGUAGE plpgsql AS $$
		BEGIN
			RETURN CASE random_below(CASE WHEN depth > 0 THEN 8 ELSE 6 END)
				WHEN 0 THEN 'null'
				WHEN 1 THEN (random() < 0.5)::text
				WHEN 2 THEN trunc(random_number(63))::text
				WHEN 3 THEN (random() * 10::float8 ^ random_below(15))::text
				WHEN 4 THEN to_json(random_text(20))::text
				WHEN 5 THEN random_sign() || '0.' || random_digits(15)
				WHEN 6 THEN (SELECT '[' || coalesce(string_agg(random_json(depth - 1), ', '), '') || ']'
					FROM generate_series(1, random_below(4)))
				ELSE (SELECT '{' || coalesce(string_agg(to_json(random_text(8) || n)::text || ': '
					|| random_json(depth - 1), ', '), '') || '}' FROM generate_series(1, random_below(4)) n)
			END;
		END $$;
		SQL
}
