# Text of a database in any encoding arrives as the same characters, and settings that the
# user keeps for roles and databases change nothing of what is sent.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Stream;
use Source;

my $target = MysqlServer->new(durable => 0)->start;

# encoding => texts, in UTF-8 and in hex, each of them in every column and in a key
my %texts = (
	LATIN1 => [
		'41', 'c3a9', 'c3bf', 'c2a0', 'c39f', 'c3a6c3b8c3a5', 'c2bfc2a1', 'c39cc3bcc384c3a4', 'c280c29f',
	],
	EUC_JP => [
		'41', 'e697a5e69cace8aa9e', 'e382abe382bfe3818be3819f', 'efbdb1efbdb2', 'e38080', 'e4b880e9be8d',
		'ceb1ceb2', 'd0afd0b6', 'e2948c', 'e4b882',
	],
);

for my $encoding (qw(LATIN1 EUC_JP))
{
	my $source = Source->start(name => lc $encoding, init => [ "--encoding=$encoding", '--locale=C' ]);
	is($source->safe_psql('postgres', 'SHOW server_encoding'), $encoding, "a database in $encoding");
	arrives($source, lc $encoding, @{ $texts{$encoding} });
	follows_policies($source) if $encoding eq 'EUC_JP';
}
settings_change_nothing();
done_testing();

sub arrives
{
	my ($source, $name, @texts) = @_;
	my $values = join ', ', map { "($_, convert_from('\\x$texts[$_]', 'UTF8'))" } 0 .. $#texts;
	my $label = "convert_from('\\x$texts[1]', 'UTF8')";
	$source->safe_psql('postgres', <<~SQL);
		DO \$\$ BEGIN EXECUTE format('CREATE TYPE label AS ENUM (%L, ''b'')', $label); END \$\$;
		DO \$\$ BEGIN EXECUTE format('CREATE TABLE $name (id int, %I text)', $label); END \$\$;
		DO \$\$ BEGIN EXECUTE format('CREATE TYPE named AS (%I text)', $label); END \$\$;
		CREATE UNLOGGED TABLE text_source (id int PRIMARY KEY, t text);
		INSERT INTO text_source VALUES $values;
		CREATE TABLE ${name}_text (id int PRIMARY KEY, t text, v varchar(20), c char(20), n name, j json, b jsonb, e label, a text[], r named);
		CREATE TABLE ${name}_key (t text PRIMARY KEY, n int);
		CREATE PUBLICATION $name FOR TABLE ${name}_text, ${name}_key, $name;
		CREATE FUNCTION write(first int) RETURNS void LANGUAGE sql AS \$\$
			INSERT INTO ${name}_text SELECT first + id, t, t, t, t::name, to_json(t), to_jsonb(t), CAST($label AS label), ARRAY[t], ROW(t)::named FROM text_source
		\$\$;
		SELECT write(0);
		INSERT INTO ${name}_key SELECT t, id FROM text_source;
		SQL
	my $stream = Stream->new(
		name => $name,
		source => $source,
		target => $target,
		log => "$PostgreSQL::Test::Utils::log_path/encodings_${name}_applier.log");
	$stream->start;
	$stream->wait_for_copy;
	$source->safe_psql('postgres', <<~SQL);
		SELECT write(1000);
		INSERT INTO ${name}_text SELECT 2000 + id FROM text_source;
		UPDATE ${name}_text x SET t = s.t, v = s.t, c = s.t, n = s.t::name, j = to_json(s.t), b = to_jsonb(s.t), e = CAST($label AS label),
			a = ARRAY[s.t], r = ROW(s.t)::named
		FROM text_source s WHERE x.id = 2000 + s.id;
		UPDATE ${name}_key SET n = n + 100;
		DELETE FROM ${name}_key WHERE n % 2 = 1;
		SQL
	$stream->wait_for_catchup;
	my %found = map { my $id = shift @$_; $id => "@$_" } $target->query(<<~SQL, 'postgres');
		SELECT id, HEX(t), HEX(v), HEX(c), HEX(n), HEX(JSON_UNQUOTE(j)), HEX(JSON_UNQUOTE(b)), HEX(CONVERT(e USING utf8mb4)),
			HEX(JSON_UNQUOTE(JSON_EXTRACT(a, '\$[0]'))), HEX(JSON_UNQUOTE(JSON_EXTRACT(r, CONCAT('\$."', e, '"')))) FROM ${name}_text
		SQL
	for my $first (0, 1000, 2000)
	{
		is_deeply(
			[ map { $found{ $first + $_ } } 0 .. $#texts ],
			[ map { uc join ' ', ($_) x 6, $texts[1], ($_) x 2 } @texts ],
			"$name: " . { 0 => 'copied', 1000 => 'inserted', 2000 => 'updated' }->{$first});
	}
	my %keys = map { @$_ } $target->query("SELECT n, HEX(t) FROM ${name}_key", 'postgres');
	is_deeply(
		\%keys,
		{ map { 100 + $_ => uc $texts[$_] } grep { $_ % 2 == 0 } 0 .. $#texts },
		"$name: rows found by their keys");
	is(
		$target->value("SELECT HEX(column_name) FROM information_schema.columns
			WHERE table_schema = 'postgres' AND table_name = '$name' AND ordinal_position = 2"),
		uc $texts[1],
		"$name: a column's name");
	is($stream->stop, 0, "$name: the applier ends well when asked to");
	return;
}

# Characters of two and three bytes that Unicode does not have: in the middle, at the end, several
# of them, and among some that it has.
sub follows_policies
{
	my ($source) = @_;
	# as it is in the database, as UTF-8 with what cannot be, and with U+FFFD for each byte of that
	my @values = (
		[ 'f6b7', 'f6b7', 'efbfbd' x 2 ],
		[ '41a2af42', '41a2af42', '41' . 'efbfbd' x 2 . '42' ],
		[ 'c6fc8ff5a1cbdc', 'e697a58ff5a1e69cac', 'e697a5' . 'efbfbd' x 3 . 'e69cac' ],
		[ 'c6fcfeb5feb5', 'e697a5feb5feb5', 'e697a5' . 'efbfbd' x 4 ],
	);
	my @columns = map { my $type = $_; map { [ $_, $type ] } qw(null clamp text) } 'text', 'varchar(9)', 'char(9)';
	my @names = map { "$columns[$_][0]_$_" } 0 .. $#columns;
	my $definition = join ', ', map { "$names[$_] $columns[$_][1]" } 0 .. $#columns;
	my $write = sub {
		my ($table, $first) = @_;
		return join '', map {
			my $text = "convert_from('\\x$values[$_][0]', 'EUC_JP')";
			"INSERT INTO $table VALUES (" . join(', ', $first + $_, ($text) x @names) . ');'
		} 0 .. $#values;
	};
	$source->safe_psql('postgres', <<~SQL . $write->('foreign_text', 0));
		CREATE TABLE foreign_text (id int PRIMARY KEY, $definition);
		CREATE TABLE strict (id int PRIMARY KEY, t text);
		CREATE PUBLICATION foreign_text FOR TABLE foreign_text, strict;
		SQL
	my $stream = Stream->new(
		name => 'foreign_text',
		source => $source,
		target => $target,
		log => "$PostgreSQL::Test::Utils::log_path/encodings_policies_applier.log",
		config => { values => { rules => [
			map { { table => 'public.foreign_text', column => $_, policy => s/_.*//r } } @names ] } });
	$stream->start;
	$stream->wait_for_copy;
	$source->safe_psql('postgres', $write->('foreign_text', 100));
	$stream->wait_for_catchup;
	my %found = map { my $id = shift @$_; $id => $_ } $target->query(
		'SELECT id, ' . join(', ', map { "HEX($_)" } @names) . ' FROM foreign_text', 'postgres');
	my %kept;
	push @{ $kept{ $_->[0] } }, lc "$_->[1] $_->[2]" for $target->query(
		q{SELECT row_key, column_name, HEX(original) FROM wal2mysql.lossy_values WHERE source_table = 'foreign_text'});
	for my $id (map { ($_, 100 + $_) } 0 .. $#values)
	{
		my ($bytes, $utf8, $replaced) = @{ $values[ $id % 100 ] };
		is_deeply($found{$id}, [ map { /null/ ? undef : uc $replaced } @names ], "row $id: what its columns' policies say");
		is_deeply(
			[ sort @{ $kept{"id = $id"} || [] } ],
			[ sort map { "$_ $utf8" } @names ],
			"row $id: the characters that there are, and the bytes of the others, are kept");
	}
	$source->safe_psql('postgres', q{INSERT INTO strict VALUES (7, convert_from('\xf6b7', 'EUC_JP'))});
	is($stream->wait_for_exit, 1, 'the policy error stops the stream');
	like($stream->log_text, qr/column "t".*id = 7/s, 'with an error that names column and row');
	$source->safe_psql('postgres', 'DROP PUBLICATION foreign_text; DROP TABLE strict');
	return;
}

# The same rows, sent with the server's defaults and with every setting turned that output
# functions look at.
sub settings_change_nothing
{
	my $source = Source->start(name => 'settings', init => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
	my @columns = (
		date => q{'2024-02-29'}, time => q{'12:34:56.789'}, timetz => q{'12:34:56.789+05:30'},
		timestamp => q{'2024-02-29 12:34:56.789'}, timestamptz => q{'2024-02-29 12:34:56.789+00'},
		interval => q{'1 year 2 months -3 days 04:05:06.7'}, real => q{'0.1'}, 'double precision' => q{'0.30000000000000004'},
		bytea => q{'\x00ff5c'}, money => q{'1234567.89'}, regclass => q{'private.thing'}, xml => q{'<a>b</a>'},
		'timestamptz[]' => q{ARRAY['2024-02-29 12:34:56+00'::timestamptz]}, tstzrange => q{'[2024-02-29 12:34:56+00,)'},
		'float8[]' => q{'{0.1,0.30000000000000004}'}, 'bytea[]' => q{ARRAY['\x00ff'::bytea]}, 'interval[]' => q{ARRAY['1 mon 2 days'::interval]},
		jsonb => q{'{"n": 0.30000000000000004}'}, 'private.mood' => q{'calm'}, 'private.pair' => q{ROW('2024-02-29', 0.1)::private.pair});
	my (@definitions, @values);
	while (my ($type, $value) = splice @columns, 0, 2)
	{
		push @definitions, 'c' . @values . " $type";
		push @values, $value;
	}
	local $" = ', ';
	$source->safe_psql('postgres', <<~SQL);
		CREATE SCHEMA private;
		CREATE TABLE private.thing (n int);
		CREATE TYPE private.mood AS ENUM ('calm');
		CREATE TYPE private.pair AS (d date, f float8);
		CREATE TABLE plain (id int PRIMARY KEY, @definitions);
		CREATE TABLE turned (id int PRIMARY KEY, @definitions);
		CREATE PUBLICATION plain FOR TABLE plain;
		CREATE PUBLICATION turned FOR TABLE turned;
		SQL
	for my $table (qw(plain turned))
	{
		my $insert = sub {
			$source->safe_psql('postgres', "SET lc_monetary = 'C'; SET search_path = public;
				INSERT INTO $table VALUES ($_[0], @values)");
		};
		$insert->(1);
		$source->safe_psql('postgres', turned_settings()) if $table eq 'turned';
		my $stream = Stream->new(
			name => $table,
			source => $source,
			target => $target,
			log => "$PostgreSQL::Test::Utils::log_path/encodings_${table}_applier.log");
		$stream->start;
		$stream->wait_for_copy;
		$insert->(2);
		$stream->wait_for_catchup;
		is($stream->stop, 0, "$table: the applier ends well when asked to");
	}
	my $names = join ', ', map { "c$_" } 0 .. $#values;
	my @rows = map { [ $target->query("SELECT $names FROM $_ ORDER BY id", 'postgres') ] } qw(plain turned);
	is_deeply($rows[1], $rows[0], 'settings change nothing');
	is_deeply($rows[0][0], $rows[0][1], 'copied as streamed');
	is($rows[0][0][4], '2024-02-29 12:34:56.789000', 'a timestamptz is in UTC');
	my ($definition) = map { $_->[1] } $target->query('SHOW CREATE TABLE plain', 'postgres');
	my ($turned) = map { $_->[1] =~ s/`turned`/`plain`/r } $target->query('SHOW CREATE TABLE turned', 'postgres');
	is($turned, $definition, 'nor do they change the table');
	return;
}

sub turned_settings
{
	my %settings = (
		DateStyle => 'SQL, DMY', IntervalStyle => 'sql_standard', TimeZone => 'Asia/Kathmandu',
		extra_float_digits => '-15', bytea_output => 'escape', lc_monetary => 'C.UTF-8', search_path => 'private, pg_catalog',
		xmloption => 'document', quote_all_identifiers => 'on');
	return join '', map {
		my $value = $_ eq 'search_path' ? $settings{$_} : "'$settings{$_}'";
		("ALTER ROLE CURRENT_USER SET $_ = $value;", "ALTER DATABASE postgres SET $_ = $value;")
	} sort keys %settings;
}
