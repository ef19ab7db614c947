# What MySQL cannot hold stops the stream with an error that names table, column and row,
# and goes on from there once the user has chosen a policy; with one, the value becomes what
# the policy says, and its exact text is kept in the same transaction.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

# Any bytes are text here, valid or not.
my $source = Source->start(
	init => [ '--encoding=SQL_ASCII', '--locale=C' ],
	settings => "max_replication_slots = 20\nmax_wal_senders = 20\n");
my $target = MysqlServer->new(durable => 0)->start;
my $mariadb = $target->flavour eq 'mariadb';
my $depth = $mariadb ? 32 : 101;

# class, type, value, with policy clamp, the original text
my @cases = (
	[ numeric_nan => 'numeric', q{'NaN'}, undef, 'NaN' ],
	[ numeric_infinity => 'numeric', q{'-Infinity'}, '-' . '9' x 35 . '.' . '9' x 30, '-Infinity' ],
	[ numeric_large => 'numeric', q{'1e35'}, '9' x 35 . '.' . '9' x 30, '1' . '0' x 35 ],
	[ numeric_fine => 'numeric', q{'1.0000000000000000000000000000019'}, '1.' . '0' x 29 . '1', '1.0000000000000000000000000000019' ],
	[ decimal_nan => 'numeric(8,2)', q{'NaN'}, undef, 'NaN' ],
	[ float_nan => 'real', q{'NaN'}, undef, 'NaN' ],
	[ float_infinity => 'real', q{'Infinity'}, '3.40282e38', 'Infinity' ],
	[ double_nan => 'float8', q{'NaN'}, undef, 'NaN' ],
	[ double_infinity => 'float8', q{'-Infinity'}, '-1.7976931348623157e308', '-Infinity' ],
	[ date_infinity => 'date', q{'infinity'}, '9999-12-31', 'infinity' ],
	[ date_bc => 'date', q{'0044-03-15 BC'}, '0001-01-01', '0044-03-15 BC' ],
	[ date_late => 'date', q{'10000-01-01'}, '9999-12-31', '10000-01-01' ],
	[ timestamp_infinity => 'timestamp', q{'-infinity'}, '0001-01-01 00:00:00.000000', '-infinity' ],
	[ timestamp_bc => 'timestamp', q{'0044-03-15 12:00 BC'}, '0001-01-01 00:00:00.000000', '0044-03-15 12:00:00 BC' ],
	[ timestamp_late => 'timestamp(0)', q{'10000-01-01'}, '9999-12-31 23:59:59', '10000-01-01 00:00:00' ],
	[ timestamptz_late => 'timestamptz', q{'9999-12-31 23:00-01'}, '9999-12-31 23:59:59.999999', '10000-01-01 00:00:00+00' ],
	[ timestamptz_infinity => 'timestamptz', q{'infinity'}, '9999-12-31 23:59:59.999999', 'infinity' ],
	$mariadb
	? ()
	: ([ json_number => 'json', q{'[1e400]'}, undef, '[1e400]' ],
		[ jsonb_number => 'jsonb', q{'[0.12345678901234567890]'}, '[0.12345678901234568]', '[0.12345678901234567890]' ]),
	[ json_depth => 'json', "(repeat('[', $depth) || repeat(']', $depth))::json", undef, '[' x $depth . ']' x $depth ],
	[ jsonb_depth => 'jsonb', "(repeat('[', $depth) || repeat(']', $depth))::jsonb", undef, '[' x $depth . ']' x $depth ],
	[ json_surrogate => 'json', q{'["\ud800"]'}, undef, '["\ud800"]' ],
	[ bytes => 'text', q{E'a\xe9b\xff'}, "a\xef\xbf\xbdb\xef\xbf\xbd", "a\xe9b\xff" ],
	[ bytes_varchar => 'varchar(9)', q{E'\xc3'}, "\xef\xbf\xbd", "\xc3" ],
	[ bytes_char => 'char(9)', q{E'\xe9 '}, "\xef\xbf\xbd", "\xe9" ],
);
my @policies = qw(null clamp text);

for my $case (@cases)
{
	my ($class, $type, $value) = @$case;
	my $columns = join ', ', map { qq("$_" $type) } @policies;
	my $values = join ', ', ($value) x @policies;
	$source->safe_psql('postgres', <<~SQL);
		CREATE TABLE $class (id int PRIMARY KEY, $columns);
		INSERT INTO $class VALUES (1, $values);
		CREATE TABLE strict_$class (id int PRIMARY KEY, v $type);
		CREATE TABLE copied_$class (id int PRIMARY KEY, v $type);
		INSERT INTO copied_$class VALUES (7, $value);
		CREATE PUBLICATION copied_$class FOR TABLE copied_$class;
		SQL
}
$source->safe_psql('postgres', sprintf 'CREATE PUBLICATION demo FOR TABLE %s',
	join ', ', map { ("$_->[0]", "strict_$_->[0]") } @cases);

my @rules = map {
	my $class = $_->[0];
	map { { table => "public.$class", column => $_, policy => $_ } } @policies
} @cases;
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/policies_applier.log",
	config => { values => { rules => \@rules } });
$stream->start;
$stream->wait_for_copy;
for my $case (@cases)
{
	my ($class, undef, $value) = @$case;
	my $values = join ', ', ($value) x @policies;
	my $set = join ', ', map { qq("$_" = $value) } @policies;
	$source->safe_psql('postgres', <<~SQL);
		INSERT INTO $class VALUES (2, $values);
		INSERT INTO $class VALUES (3);
		UPDATE $class SET $set WHERE id = 3;
		SQL
}
$stream->wait_for_catchup;
check_policies(@$_) for @cases;

for my $case (@cases)
{
	my ($class, undef, $value) = @$case;
	$source->safe_psql('postgres', "INSERT INTO strict_$class VALUES (5, $value)");
	stops($stream, "strict_$class", 5, "$class: a change");
	push @rules, { table => "public.strict_$class", policy => 'null' };
	$stream->configure(values => { rules => \@rules });
	$stream->start;
}
$stream->wait_for_catchup;
is($target->value("SELECT COUNT(*) FROM postgres.strict_$_->[0] WHERE id = 5 AND v IS NULL"),
	1, "$_->[0]: with a policy, the stream goes on")
  for @cases;
is($stream->stop, 0, 'the applier ends well when asked to');

# During the copy it is no different.
for my $class (qw(numeric_nan double_infinity date_bc timestamptz_late bytes))
{
	my $copy = Stream->new(
		name => "copied_$class",
		source => $source,
		target => $target,
		log => "$PostgreSQL::Test::Utils::log_path/policies_copy_applier.log");
	$copy->start;
	stops($copy, "copied_$class", 7, "$class: a copied row");
	$copy->configure(values => { policy => 'null' });
	$copy->start;
	$copy->wait_for_copy;
	is($target->value("SELECT COUNT(*) FROM postgres.copied_$class WHERE id = 7 AND v IS NULL"),
		1, "$class: with a policy, the copy goes on");
	$copy->stop;
}

# A column's rule stands above its table's, and that above the stream's.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE plain (id int PRIMARY KEY, a numeric, b numeric);
	CREATE TABLE ruled (id int PRIMARY KEY, a numeric, b numeric);
	INSERT INTO plain VALUES (1, 'Infinity', '-1e40');
	INSERT INTO ruled VALUES (1, 'Infinity', '-1e40');
	CREATE PUBLICATION ranks FOR TABLE plain, ruled;
	SQL
my $ranks = Stream->new(
	name => 'ranks',
	source => $source,
	target => $target,
	config => {
		values => {
			policy => 'null',
			rules => [
				{ table => 'public.ruled', policy => 'clamp' },
				{ table => 'public.ruled', column => 'b', policy => 'null' },
			]
		}
	});
$ranks->start;
$ranks->wait_for_copy;
my $nines = '9' x 35 . '.' . '9' x 30;
is_deeply([ $target->value('SELECT a, b FROM postgres.plain') ], [ undef, undef ], 'the policy of the stream');
is_deeply([ $target->value('SELECT a, b FROM postgres.ruled') ], [ $nines, undef ], 'rules of table and column');
$ranks->stop;

# A key cannot be NULL, and text in a key has the length of the key.
for my $policy (qw(error null text))
{
	$source->safe_psql('postgres', <<~SQL);
		CREATE TABLE long_key_$policy (k text PRIMARY KEY, v int);
		INSERT INTO long_key_$policy VALUES (repeat('x', 768), 1);
		CREATE PUBLICATION long_key_$policy FOR TABLE long_key_$policy;
		SQL
	my $long = Stream->new(
		name => "long_key_$policy",
		source => $source,
		target => $target,
		config => { values => { policy => $policy } });
	$long->start;
	$long->wait_for_copy;
	$source->safe_psql('postgres', "INSERT INTO long_key_$policy VALUES (repeat('x', 769), 2)");
	is($long->wait_for_exit, 1, "policy $policy: a text too long for a key stops the stream");
	my $said = $long->log_text;
	ok($said =~ /table "public\.long_key_$policy"/ && $said =~ /column '?"?k\b/, "policy $policy: the error names table and column")
	  or diag $said;
}

# It can be cut, as long as no two of them become equal.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE cut_key (k text PRIMARY KEY, v int);
	INSERT INTO cut_key VALUES (repeat('é', 768), 1), ('a' || repeat('é', 800), 2);
	CREATE PUBLICATION cut_key FOR TABLE cut_key;
	SQL
my $cut = Stream->new(
	name => 'cut_key',
	source => $source,
	target => $target,
	config => { values => { policy => 'clamp' } });
$cut->start;
$cut->wait_for_copy;
$source->safe_psql('postgres', <<~'SQL');
	INSERT INTO cut_key VALUES ('b' || repeat('é', 800), 3), ('c' || repeat('é', 800), 4), (repeat('d', 768), 5);
	UPDATE cut_key SET v = -v WHERE k LIKE 'a%' OR k LIKE 'b%';
	UPDATE cut_key SET k = 'e' || k WHERE k LIKE 'b%';
	DELETE FROM cut_key WHERE k LIKE 'c%';
	SQL
$cut->wait_for_catchup;
is_deeply(
	[ $target->query(q{SELECT LEFT(k, 2), CHAR_LENGTH(k), v FROM postgres.cut_key ORDER BY ABS(v)}) ],
	[ [ 'éé', 768, 1 ], [ 'aé', 768, -2 ], [ 'eb', 768, -3 ], [ 'dd', 768, 5 ] ],
	'policy clamp: keys are cut, and found again');
is_deeply(
	[ $target->query(<<~'SQL') ],
		SELECT DISTINCT policy, column_name, CHAR_LENGTH(CONVERT(original USING utf8mb4)), LEFT(row_key, 6)
		FROM wal2mysql.lossy_values WHERE stream = 'cut_key' ORDER BY 4
		SQL
	[ map { [ 'clamp', 'k', @$_ ] } [ 801, "k = 'a" ], [ 801, "k = 'b" ], [ 801, "k = 'c" ], [ 802, "k = 'e" ] ],
	'policy clamp: the originals');
$source->safe_psql('postgres', q{INSERT INTO cut_key VALUES (repeat('d', 769), 6)});
is($cut->wait_for_exit, 1, 'policy clamp: two keys that are cut to one stop the stream');

# The original is kept whole, or the stream stops until it can be.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE long_original (id int PRIMARY KEY, v json);
	CREATE PUBLICATION long_original FOR TABLE long_original;
	SQL
my $packet = $target->value('SELECT @@max_allowed_packet');
$target->query('SET GLOBAL max_allowed_packet = 4194304');
my $original = Stream->new(
	name => 'long_original',
	source => $source,
	target => $target,
	config => { values => { policy => 'clamp' } });
$original->start;
$original->wait_for_copy;
$source->safe_psql('postgres', q{INSERT INTO long_original VALUES
	(1, (repeat('[', 120) || to_json(repeat('x', 5000000)) || repeat(']', 120))::json)});
is($original->wait_for_exit, 1, 'policy clamp: an original that no statement can carry stops the stream');
like($original->log_text, qr/5000242 bytes.*max_allowed_packet, 4194304 bytes.*table "public\.long_original"/s,
	'with its size, the setting and the table');
$target->query("SET GLOBAL max_allowed_packet = $packet");
$original->start;
$original->wait_for_catchup;
is($target->value(q{SELECT LENGTH(original) FROM wal2mysql.lossy_values WHERE stream = 'long_original'}),
	5_000_242, 'and is kept once there is room');
is($original->stop, 0, 'the applier ends well');
done_testing();

sub check_policies
{
	my ($class, $type, $value, $clamp, $text) = @_;
	# No text of MySQL has room for bytes that are not characters.
	my $is_text = $class !~ /^bytes/;
	my %expected = (null => undef, clamp => $clamp, text => $is_text ? $text : $clamp);
	for my $policy (@policies)
	{
		my @rows = $target->query("SELECT HEX(CAST(`$policy` AS CHAR)) FROM $class ORDER BY id", 'postgres');
		is_deeply(
			[ map { shown($type, $policy, defined $_->[0] ? pack 'H*', $_->[0] : undef) } @rows ],
			[ (shown($type, $policy, $expected{$policy})) x 3 ],
			"$class, policy $policy");
	}
	my @kept = map { [ $_->[0], $_->[1], pack 'H*', $_->[2] ] } $target->query(<<~SQL);
		SELECT policy, row_key, HEX(original) FROM wal2mysql.lossy_values
		WHERE source_table = '$class' ORDER BY policy, row_key
		SQL
	is_deeply(
		\@kept,
		[ map { my $p = $_; map { [ $p, "id = $_", $text ] } 1 .. 3 } sort grep { $_ ne 'text' || !$is_text } @policies ],
		"$class: the originals");
	return;
}

sub shown
{
	my ($type, $policy, $text) = @_;
	return $text unless defined $text && $policy eq 'clamp' && $type =~ /^(?:real|float8)$/;
	return $type eq 'real' ? sprintf '%.5g', $text : $text + 0;
}

sub stops
{
	my ($stream, $table, $id, $name) = @_;
	is($stream->wait_for_exit, 1, "$name stops the stream");
	my $said = $stream->log_text;
	note $said =~ s/^.*? error:/error:/sr;
	ok(
		$said =~ /error: / && $said =~ /table "public\.$table"/ && $said =~ /column "v"/ && $said =~ /id = $id/,
		"$name: the error names table, column and row") or diag $said;
	return;
}
