# Tables without a key, by REPLICA IDENTITY FULL: what is changed is one row for each that the source
# changed, whatever is in it and however many are equal to it, and it is found without reading the
# table.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;

# Every kind of value, NULLs everywhere, and what is equal to some and not to others.
my @columns = (
	[ a_boolean => 'boolean', 'true', 'false' ],
	[ an_integer => 'integer', -1, 0 ],
	[ a_bigint => 'bigint', '-9223372036854775808', '9223372036854775807' ],
	[ a_number => 'numeric', '1.0', '1.00', '1', '-0.5', '12345678901234567890.5' ],
	[ a_price => 'numeric(12, 2)', '1', '-1.10' ],
	[ a_real => 'real', q{'-0'}, '0', '1e-45', '0.1', '3.4e38' ],
	[ a_double => 'double precision', q{'-0'}, '0', '5e-324', '0.1', '1e308' ],
	[ a_text => 'text', q{''}, q{' '}, q{'a'}, q{'A'}, q{'a '}, q{'é'}, q{repeat('long', 5000)} ],
	[ a_char => 'char(5)', q{''}, q{'a'} ],
	[ a_bytea => 'bytea', q{''}, q{'\x00'}, q{'\x0000'}, q{'\xff'} ],
	[ a_json => 'json', q{'{"b": 1.50, "a": null}'}, q{'"text"'}, q{'1'}, 'NULL' ],
	[ a_jsonb => 'jsonb', q{'{"b": 1.5, "a": [1, 2]}'}, q{'null'}, q{'{}'} ],
	[ some_integers => 'integer[]', q{'{}'}, q{'{1, NULL}'} ],
	[ some_texts => 'text[]', q{'{}'}, q{'{"", "NULL", NULL}'} ],
	[ a_time => 'time', q{'24:00'}, q{'00:00:00.000001'} ],
	[ a_moment => 'timestamptz', q{'2024-02-29 12:00+01'}, q{'0001-01-01 00:00+00'} ],
	[ a_uuid => 'uuid', q{'00000000-0000-0000-0000-000000000000'} ],
	[ some_bits => 'bit(9)', q{B'000000000'}, q{B'100000001'} ],
	[ a_network => 'cidr', q{'10.0.0.0/8'} ],
	[ a_span => 'interval', q{'1 month'}, q{'30 days'} ]);
my $definition = join ', ', map { "$_->[0] $_->[1]" } @columns;
my $values = '';
for my $column (@columns)
{
	my ($name, $type, @wanted) = @$column;
	$values .= "INSERT INTO every ($name) VALUES ($_), ($_), ($_), ($_);\n" for @wanted;
}
$source->safe_psql('postgres', <<~"SQL");
	CREATE TABLE every ($definition);
	$values
	INSERT INTO every SELECT FROM generate_series(1, 40);
	CREATE TABLE twins (n int, words text, f float8);
	INSERT INTO twins SELECT n % 2, NULLIF(repeat('w', n % 2), ''), 0.1 FROM generate_series(1, 6000) n;
	CREATE TABLE made_by_hand (n int, words text);
	INSERT INTO made_by_hand SELECT n % 10, 'twin' FROM generate_series(1, 100) n;
	CREATE TABLE with_key (id int PRIMARY KEY, words text, document text);
	ALTER TABLE with_key ALTER document SET STORAGE EXTERNAL;
	INSERT INTO with_key SELECT n, 'w', repeat('document', 1000) FROM generate_series(1, 100) n;
	CREATE TABLE named (n int, wal2mysql_row int);
	INSERT INTO named SELECT n % 10, 1 FROM generate_series(1, 100) n;
	CREATE TABLE wide (@{[ columns(400) ]});
	INSERT INTO wide SELECT n FROM generate_series(1, 10) n;
	CREATE TABLE widest (@{[ columns(1017) ]});
	INSERT INTO widest SELECT n FROM generate_series(1, 10) n;
	CREATE TABLE toasted (n int, document text, picture bytea);
	ALTER TABLE toasted ALTER document SET STORAGE EXTERNAL, ALTER picture SET STORAGE EXTERNAL;
	INSERT INTO toasted SELECT n % 20, repeat('document', 1000), convert_to(repeat(n::text, 5000), 'UTF8')
	FROM generate_series(1, 100) n;
	DO \$\$ DECLARE name text; BEGIN
		FOR name IN SELECT tablename FROM pg_tables WHERE schemaname = 'public' LOOP
			EXECUTE format('ALTER TABLE %I REPLICA IDENTITY FULL', name);
		END LOOP;
	END \$\$;
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
$target->query('CREATE DATABASE postgres');
$target->query('CREATE TABLE made_by_hand (n INT, words TEXT COLLATE utf8mb4_bin)', 'postgres');
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/keyless_applier.log");
$stream->start;
$stream->wait_for_copy;
is($stream->differences, '', 'every row is copied');

is(scalar @{ ($target->query('SELECT * FROM twins LIMIT 1', 'postgres'))[0] },
	3, 'the column with the hash is not among those of SELECT *');
is($target->value('SELECT COUNT(DISTINCT wal2mysql_row) FROM twins', 'postgres'),
	2, 'equal rows have one hash');
is($target->value(q{SELECT COUNT(*) FROM information_schema.columns WHERE column_name = 'wal2mysql_row'
	AND table_schema = 'postgres' AND table_name IN ('with_key', 'widest')}), 0, 'which is where it is of use and can be');

sub columns { my ($count) = @_; return join ', ', map { "c$_ int" } 1 .. $count }

sub arrives
{
	my ($description, @transactions) = @_;
	$source->safe_psql('postgres', $_) for @transactions;
	$stream->wait_for_catchup;
	is($stream->differences, '', $description);
	return;
}

# A predicate that picks every so many-th of a table's rows, equal ones among them.
sub every_nth
{
	my ($table, $n) = @_;
	return "ctid IN (SELECT ctid FROM (SELECT ctid, row_number() OVER (ORDER BY ctid) AS nth FROM $table) "
	  . "AS numbered WHERE nth % $n = 0)";
}

arrives('a row of every value and NULL is deleted', 'DELETE FROM every WHERE ' . every_nth('every', 4));
arrives('or updated, column by column',
	map { my ($name, undef, @wanted) = @$_;
		map { ("UPDATE every SET $name = $_ WHERE " . every_nth('every', 41),
			"UPDATE every SET $name = NULL WHERE " . every_nth('every', 43)) } @wanted } @columns);
arrives('and inserted and deleted in one transaction', <<~"SQL");
	BEGIN;
	INSERT INTO every SELECT * FROM every;
	DELETE FROM every WHERE @{[ every_nth('every', 3) ]};
	UPDATE every SET an_integer = coalesce(an_integer, 0) + 1, a_real = '-0' WHERE @{[ every_nth('every', 7) ]};
	INSERT INTO every SELECT * FROM every WHERE a_text = '';
	DELETE FROM every WHERE a_real = 0 AND @{[ every_nth('every', 2) ]};
	END;
	SQL
arrives('some of thousands of equal rows change', <<~"SQL");
	BEGIN;
	DELETE FROM twins WHERE @{[ every_nth('twins', 5) ]};
	UPDATE twins SET f = -0.1 WHERE @{[ every_nth('twins', 7) ]};
	UPDATE twins SET words = 'w', n = 1 WHERE @{[ every_nth('twins', 11) ]};
	END;
	SQL
arrives('and rows of large values', 'UPDATE toasted SET n = n + 1 WHERE n % 3 = 0',
	q{UPDATE toasted SET document = document || 'x' WHERE n % 4 = 0}, 'DELETE FROM toasted WHERE n % 5 = 0');
arrives('and rows of more columns than the hash covers', 'UPDATE wide SET c400 = c1, c2 = c1 WHERE c1 < 5',
	'UPDATE wide SET c400 = -c1 WHERE c1 < 3', 'DELETE FROM wide WHERE c1 = 1');
arrives('and where no column can be added', 'UPDATE widest SET c1017 = c1 WHERE c1 < 5',
	'DELETE FROM widest WHERE c1 = 1');
arrives('and where a column of the source has the name', 'UPDATE named SET n = 3 WHERE n = 4',
	'DELETE FROM named WHERE ' . every_nth('named', 3));

# Matched by its key, like any table that has one.
arrives('a table with a key', q{UPDATE with_key SET words = 'x' WHERE id % 3 = 0},
	q{UPDATE with_key SET id = -id WHERE id % 5 = 0}, 'DELETE FROM with_key WHERE id % 7 = 0');
is($target->value(q{SELECT COUNT(*) FROM information_schema.statistics
	WHERE table_name = 'with_key' AND index_name = 'PRIMARY'}), 1, 'has it in the target, too');

arrives('a table made by hand works', q{UPDATE made_by_hand SET words = 'other' WHERE }
	  . every_nth('made_by_hand', 3), 'DELETE FROM made_by_hand WHERE ' . every_nth('made_by_hand', 4));
my @warned = $stream->log_text =~ /warning\W.*table "public\.(\w+)" has no key.*primary key/g;
is("@{[ sort @warned ]}", 'made_by_hand named widest', 'with a warning, as all that have no hash');

unlike($stream->log_text, qr/another hash/, 'every row had its hash');
$target->query('UPDATE twins SET wal2mysql_row = NULL', 'postgres');
arrives('a row that has lost its hash is found all the same',
	'DELETE FROM twins WHERE ' . every_nth('twins', 1000));
like($stream->log_text, qr/warning\W.*row of table "public\.twins" has another hash/, 'with a warning');

$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE large (n int, words text, at timestamptz);
	ALTER TABLE large REPLICA IDENTITY FULL;
	INSERT INTO large SELECT n, md5(n::text), 'epoch' FROM generate_series(1, 200000) n;
	SQL
$stream->wait_for_copy;
$stream->wait_for_catchup;
my $before = rows_read();
$source->safe_psql('postgres', $_) for (
	q{UPDATE large SET words = words || '!', at = 'today' WHERE n % 200 = 0},
	'DELETE FROM large WHERE n % 200 = 100');
$stream->wait_for_catchup;
my $rows = rows_read() - $before;
cmp_ok($rows, '<', 50_000, "2000 rows of 200,000 change, and $rows are read for that");
is($stream->differences, '', 'and it was the right ones');

$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE same (n int, words text);
	ALTER TABLE same REPLICA IDENTITY FULL;
	INSERT INTO same SELECT 1, 'same' FROM generate_series(1, 20000);
	SQL
$stream->wait_for_copy;
$stream->wait_for_catchup;
$before = rows_read();
$source->safe_psql('postgres', $_) for (
	'DELETE FROM same WHERE ctid IN (SELECT ctid FROM same LIMIT 8000)',
	'UPDATE same SET n = 2 WHERE ctid IN (SELECT ctid FROM same LIMIT 4000)');
$stream->wait_for_catchup;
$rows = rows_read() - $before;
cmp_ok($rows, '<', 80_000, "12,000 of 20,000 equal rows change, and $rows are read for that");
is($stream->differences, '', 'and it was that many');

$target->query('DELETE FROM twins WHERE n = 0', 'postgres');
$source->safe_psql('postgres', 'DELETE FROM twins WHERE n = 0');
isnt($stream->wait_for_exit, 0, 'a row that is not there stops the stream');
like($stream->log_text, qr/a row to be deleted is not in the target.*CONTEXT:.*table "public\.twins"/s,
	'with its table');
done_testing();

# Rows that the target's storage engine has handed out so far.
sub rows_read
{
	my $sum = 0;
	$sum += $_->[1] for $target->query(q{SHOW GLOBAL STATUS LIKE 'Handler_read%'});
	return $sum;
}
