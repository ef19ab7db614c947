# A rule may give a column another MySQL type.  Every value then arrives as it is, by copy and
# stream, in keys and where rows are compared in full; or it stops the stream, by its name.

use strict;
use warnings;

use Test::More;

use MysqlServer;
use Source;
use Stream;
use TableComparison qw(compare_table);

my $source = Source->start;
my $target = MysqlServer->new->start;

my $as_text = [ q{encode(convert_to(%s::text, 'UTF8'), 'hex')}, 'LOWER(HEX(CONVERT(%s USING utf8mb4)))' ];
my $as_number = [ '%s::text', 'CAST(CAST(%s AS DECIMAL(40,0)) AS CHAR)' ];
my $as_bytes = [ q{replace(%s::text, '-', '')}, 'LOWER(HEX(%s))' ];
my $as_moment = [ q{to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')}, q{DATE_FORMAT(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')} ];

# Column and type of the source, type of the target, how they compare, two values.
my @columns = (
	[ 'id', 'uuid', 'BINARY(16)', $as_bytes ],
	[ 'n_small', 'smallint', 'int unsigned', $as_number, '0', '32767' ],
	[ 'n_double', 'int', 'DOUBLE', $as_number, '-2147483648', '2147483647' ],
	[ 'n_decimal', 'bigint', 'DECIMAL(19,0)', $as_number, '-9223372036854775808', '9223372036854775807' ],
	[ 'n_text', 'bigint', 'VARCHAR(20)', $as_text, '-9223372036854775808', '7' ],
	[ 'ratio', 'real', 'DOUBLE', [ '%s::float8::text', q{CAST(%s AS CHAR)}, \&number ], '0.1', '-3.4028235e38' ],
	[ 'price', 'numeric(15,2)', 'DOUBLE', [ '%s::text', 'CAST(CAST(%s AS DECIMAL(20,2)) AS CHAR)' ], '9999999999999.99', '-0.01' ],
	[ 'whole', 'numeric(18,0)', 'BIGINT', $as_number, '999999999999999999', '-5' ],
	[ 'amount', 'numeric', 'DECIMAL(20,4)', 'numeric', '1234567890123456.7891', '1.50000' ],
	[ 'digits', 'numeric', 'VARCHAR(200)', $as_text, 'NaN', '1.500' . '0' x 50 ],
	[ 'doc', 'json', 'LONGTEXT', $as_text, '{"b":  1, "a": 1.50, "b": 1e400} ', '[]' ],
	[ 'docb', 'jsonb', 'MEDIUMTEXT', $as_text, '{"b": 1, "a": 12345678901234567890123}', 'null' ],
	[ 'list', 'int[]', 'TEXT', $as_text, '{1,NULL,3}', '[2:3]={4,5}' ],
	[ 'day', 'date', 'DATETIME', $as_moment, '0001-01-01', '9999-12-31' ],
	[ 'day_text', 'date', 'VARCHAR(20)', $as_text, 'infinity', '0044-03-15 BC' ],
	[ 'clock', 'time(0)', 'TIME(3)', 'time', '24:00:00', '12:30:01' ],
	[ 'at_utc', 'timestamptz(3)', 'TIMESTAMP(6)', $as_moment, '1970-01-01 00:00:01+00', '2038-01-19 03:14:07.123+00' ],
	[ 'at_text', 'timestamptz', 'VARCHAR(40)', $as_text, 'infinity', '2024-02-29 12:00:00.5+02' ],
	[ 'flag', 'bool', 'BIT(1)', [ '%s::int::text', 'CAST(%s + 0 AS CHAR)' ], 'true', 'false' ],
	[ 'flag_text', 'bool', 'VARCHAR(5)', [ q{left(%s::text, 1)}, '%s' ], 'true', 'false' ],
	[ 'words', 'text', 'VARCHAR(40)', $as_text, "tab\t, größe, \x{1F600} ", '' ],
	[ 'code', 'char(5)', 'CHAR(9)', [ q{rtrim(%s)}, '%s' ], 'ab', 'abcde' ],
	[ 'bytes', 'bytea', 'VARBINARY(100)', 'bytea', '\x0000ff20', '\x' ],
	[ 'bytes_text', 'bytea', 'TEXT', $as_text, '\x0000ff20', '\x' ],
	[ 'mood', 'mood', 'VARCHAR(20)', $as_text, 'happy', '' ],
	[ 'ref', 'uuid', 'VARCHAR(36)', $as_text, '123e4567-e89b-12d3-a456-426614174000', '00000000-0000-0000-0000-000000000000' ],
	[ 'bits', 'bit(5)', 'TINYINT UNSIGNED', [ '%s::int::text', 'CAST(%s AS CHAR)' ], '10101', '00000' ],
);
my $definitions = join ', ', map { "$_->[0] $_->[1]" } @columns;
my $rules = join '', "[[rules]]\ntable = \"public.kinds*\"\n",
  map { "[[rules.columns]]\ncolumn = \"$_->[0]\"\ntype = \"$_->[2]\"\n" } @columns;
$source->safe_psql('postgres', <<~SQL);
	CREATE TYPE mood AS ENUM ('happy', '');
	CREATE TABLE kinds (PRIMARY KEY (id), $definitions);
	CREATE TABLE kinds_unkeyed ($definitions);
	ALTER TABLE kinds_unkeyed REPLICA IDENTITY FULL;
	CREATE PUBLICATION types FOR TABLE kinds, kinds_unkeyed;
	SQL
insert_rows($_, 'kinds') && insert_rows($_, 'kinds_unkeyed') for 1 .. 3;
my $types = Stream->new(name => 'types', source => $source, target => $target, rules => $rules);
$types->start;
$types->wait_for_copy;
check('copied');
is_deeply([ map { type_of('kinds', $_->[0]) } @columns ], [ map { declared($_->[2]) } @columns ], 'the types are those of the rules');
insert_rows($_, 'kinds'), insert_rows($_, 'kinds_unkeyed') for 4 .. 9;
$source->safe_psql('postgres', <<~'SQL');
	UPDATE kinds SET n_small = n_small / 2, words = words || '.', amount = -amount, flag = NOT flag
		WHERE id::text < '8' AND flag IS NOT NULL;
	UPDATE kinds SET id = gen_random_uuid() WHERE n_small = 0 AND id::text < '2';
	DELETE FROM kinds WHERE id::text > 'c';
	UPDATE kinds_unkeyed SET words = words || '.', n_double = 5 WHERE id::text < '8';
	DELETE FROM kinds_unkeyed WHERE id::text > 'c';
	SQL
$types->wait_for_catchup;
check('streamed');
unlike($types->log_text, qr/another hash/, 'rows without a key are found by their hash');
is($types->stop, 0, 'the applier ends well');

# What does not fit stops the stream; that MySQL only notes it, and was told not to, does not matter.
$target->query('SET GLOBAL sql_notes = 0; SET GLOBAL max_error_count = 0');
my @stopping = (
	[ 'decimals', 'numeric', 'DECIMAL(20,4)', '1.00005' ],
	[ 'blanks', 'text', 'VARCHAR(3)', 'abc ' ],
	[ 'letters', 'text', 'VARCHAR(3)', 'abcd' ],
	[ 'small', 'int', 'TINYINT', '128' ],
	[ 'sign', 'int', 'INT UNSIGNED', '-1' ],
	[ 'late', 'timestamptz', 'TIMESTAMP(6)', '2038-01-19 03:14:08+00' ],
	[ 'early', 'timestamptz', 'TIMESTAMP(6)', '1970-01-01 00:00:00+00' ],
	[ 'ascii', 'text', 'VARCHAR(3) CHARACTER SET ascii', 'é' ],
	[ 'long_bytes', 'bytea', 'VARBINARY(2)', '\x202020' ],
	[ 'nothing', 'numeric(9,2)', 'DOUBLE', 'NaN' ]);
for (@stopping)
{
	my ($name, $type, $wanted, $value) = @$_;
	$source->safe_psql('postgres', <<~SQL);
		CREATE TABLE $name (id int PRIMARY KEY, v $type);
		CREATE PUBLICATION $name FOR TABLE $name;
		SQL
	my $stream = Stream->new(
		name => $name,
		source => $source,
		target => $target,
		rules => "[[rules]]\ntable = \"public.$name\"\n[[rules.columns]]\ncolumn = \"v\"\nrename = \"w\"\ntype = \"$wanted\"\n");
	$stream->start;
	$stream->wait_for_copy;
	$source->safe_psql('postgres', "INSERT INTO $name VALUES (1, '$value')");
	is($stream->wait_for_exit, 1, "$name: $value stops the stream");
	# Of a character that is not in the column's set, MySQL does not say in which row it is.
	my $key = $name eq 'ascii' && $target->flavour eq 'mysql' ? '' : 'id = 1.*';
	like($stream->log_text, qr/error: .*${key}table "public\.$name"/s, "$name: the error names table and row");
	is($target->value("SELECT COUNT(*) FROM postgres.$name"), 0, "$name: nothing was written");
	$source->safe_psql('postgres', "SELECT pg_drop_replication_slot('wal2mysql_$name')");
}
done_testing();

sub number { return 0 + $_[0] }

sub insert_rows
{
	my ($seed, $table) = @_;
	my $row = sub {
		my ($id, $value) = @_;
		join ', ', "'$id'", map { defined $value ? sprintf q{'%s'}, $_->[$value] : 'NULL' } @columns[ 1 .. $#columns ];
	};
	my $n = 0;
	$source->safe_psql('postgres', join '', map {
		my $id = sprintf '%02x000000-0000-4000-8000-%012x', ($seed * 29 + 83 * $n++) % 256, $seed;
		"INSERT INTO $table VALUES (@{[ $row->($id, $_) ]});"
	} 4, 5, undef);
	return 1;
}

sub check
{
	my ($what) = @_;
	for my $table ('kinds', 'kinds_unkeyed')
	{
		my $report = compare_table(
			source => $source->connstr('postgres'),
			target => $target,
			schema => 'public',
			table => $table,
			database => 'postgres',
			as => { map { $_->[0] => $_->[3] } @columns });
		is($report->{differences}, 0, "$what: every row of $table is equal") or diag @{ $report->{samples} };
		cmp_ok($report->{rows}, '>', 5, "$what: and there are some");
	}
	return;
}

sub type_of
{
	my ($table, $column) = @_;
	return scalar $target->value("SELECT column_type FROM information_schema.columns
		WHERE table_schema = 'postgres' AND table_name = '$table' AND column_name = '$column'");
}

# As the server shows it.
sub declared
{
	my ($type) = @_;
	return lc($type) unless $target->flavour eq 'mariadb';
	my %width = ('int unsigned' => '(10)', bigint => '(20)', 'tinyint unsigned' => '(3)');
	return lc($type) =~ s/^(\w+)( unsigned)?$/$1 . ($width{ lc $type } || '') . ($2 || '')/er;
}
