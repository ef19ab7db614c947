# Compares tables of a PostgreSQL and a MySQL server row by row, without a line of the
# product: each server writes its rows as text of one canonical form, both texts are
# sorted, and the sorted texts must be the same.  So a table is compared as a multiset
# of rows, and one without a key is no different from the others.
package TableComparison;

use strict;
use warnings;

use Carp;
use Exporter 'import';
use JSON::PP ();
use Math::BigFloat;
use POSIX ();

use Scratch;

our @EXPORT_OK = qw(compare_table);

# A NULL is written so; no canonical form of a value looks like it.
my $null = '~';

# How values of a type are written by PostgreSQL, by MySQL, and what is left to do here.
# %s is the column.
my $as_is = [ '%s::text', 'CAST(%s AS CHAR)' ];
my $as_hex_text = [ q{encode(convert_to(%s::text, 'UTF8'), 'hex')},
	'LOWER(HEX(CONVERT(%s USING utf8mb4)))' ];
my $as_moment = [ q{to_char(%s, 'YYYY-MM-DD HH24:MI:SS.US')},
	q{DATE_FORMAT(%s, '%%Y-%%m-%%d %%H:%%i:%%s.%%f')} ];
my $as_json = [ @$as_hex_text, \&canonical_json ];
my %form = (
	bool => [ '%s::int::text', 'CAST(%s AS CHAR)' ],
	int2 => $as_is,
	int4 => $as_is,
	int8 => $as_is,
	oid => $as_is,
	float4 => [ '%s::text', all_digits('%1$s'), sub { bits('f>', @_) } ],
	float8 => [ '%s::text', all_digits('%1$s'), sub { bits('d>', @_) } ],
	numeric => [ 'trim_scale(%s)::text',
		q{IF(LOCATE('.', %1$s), TRIM(TRAILING '.' FROM TRIM(TRAILING '0' FROM %1$s)), CAST(%1$s AS CHAR))} ],
	bytea => [ q{encode(%s, 'hex')}, 'LOWER(HEX(%s))' ],
	date => [ q{to_char(%s, 'YYYY-MM-DD')}, q{DATE_FORMAT(%s, '%%Y-%%m-%%d')} ],
	time => [ '(extract(epoch FROM %s) * 1000000)::bigint::text',
		'CAST(FLOOR(TIME_TO_SEC(%1$s)) * 1000000 + MICROSECOND(%1$s) AS CHAR)' ],
	timestamp => $as_moment,
	timestamptz => [ sprintf($as_moment->[0], q{%s AT TIME ZONE 'UTC'}), $as_moment->[1] ],
	money => [ '%s::numeric::text', 'CAST(%s AS CHAR)' ],
	pg_lsn => [ q{(%s - '0/0')::text}, 'CAST(%s AS CHAR)' ],
	inet => [ q{encode(convert_to(nullif(format('%%s', %s), ''), 'UTF8'), 'hex')}, $as_hex_text->[1] ],
	char => [ '(%s::int & 255)::text', 'CAST(ASCII(%s) AS CHAR)' ],
	bit => [ q{ltrim(%s::text, '0')},
		q{TRIM(LEADING '0' FROM IF(CHARSET(%1$s) = 'binary', BIN(%1$s), CONVERT(%1$s USING utf8mb4)))} ],
	made_of_values => [ q{encode(convert_to(to_json(%s)::text, 'UTF8'), 'hex')}, $as_hex_text->[1], \&canonical_json ],
	array_of_floats => [ q{encode(convert_to(to_json(%s)::text, 'UTF8'), 'hex')}, $as_hex_text->[1],
		sub { canonical_json($_[0], sub { bits('d>', @_) }) } ],
	json => $as_json,
	jsonb => $as_json,
);

# compare_table(source => connection string, target => MysqlServer, schema, table, database)
#
# Where the two are meant to differ:
#   target_table: the table's name there
#   names:        { column => its name there }
#   left_out:     { column => 1 }, which the target does not have
#   as:           { column => a type of %form, or expressions as there }
#   columns:      names of those that are compared, as a reference to a list; undef: all
#   where:        condition of the source's rows that the target has; undef: all
#
# Returns a hash reference: rows (of the source), differences (rows that only one side has),
# samples (a few of them, each with '<' when only the source has it, '>' when the target).
sub compare_table
{
	my (%of) = @_;
	my %wanted = map { $_ => 1 } @{ $of{columns} || [] };
	my @columns = grep { !$of{left_out}{ $_->{name} } && (!$of{columns} || $wanted{ $_->{name} }) }
		columns(@of{qw(source schema table)});
	my (@left, @right, @rework);
	while (my ($index, $column) = each @columns)
	{
		my $name = $column->{name};
		my $form = $of{as}{$name} || $column->{type};
		my ($left, $right, $rework) = @{ ref $form ? $form : $form{$form} || $as_hex_text };
		push @left, sprintf "coalesce($left, '$null')", quoted($name, '"');
		push @right, sprintf "COALESCE($right, '$null')", quoted($of{names}{$name} || $name, '`');
		push @rework, [ $index, $rework ] if $rework;
	}
	my $folder = Scratch::folder('compare');
	my $source_rows = sorted_rows(
		"$folder/source", \@rework,
		psql(
			$of{source}, sprintf 'COPY (SELECT %s FROM %s %s.%s WHERE %s) TO STDOUT',
			join(q{ || '|' || }, @left), $columns[0]{only}, quoted($of{schema}, '"'),
			quoted($of{table}, '"'), $of{where} // 'true'));
	sorted_rows(
		"$folder/target", \@rework,
		$of{target}->client($of{database}),
		'--init-command', q{SET time_zone = '+00:00'},
		'--execute', sprintf 'SELECT CONCAT(%s) FROM %s',
		join(q{, '|', }, @right), quoted($of{target_table} || $of{table}, '`'));
	my %report = (rows => $source_rows, difference("$folder/source", "$folder/target"));
	Scratch::remove($folder);
	return \%report;
}

sub columns
{
	my ($source, $schema, $table) = @_;
	my $name = quoted(quoted($schema, '"') . '.' . quoted($table, '"'), q{'});
	open my $catalog, '-|', psql($source, <<~SQL) or croak "cannot run psql: $!";
		SELECT CASE WHEN type.typname IN ('_float4', '_float8') THEN 'array_of_floats'
			WHEN type.typtype = 'c' OR left(type.typname, 1) = '_' THEN 'made_of_values'
			ELSE coalesce(base.typname, type.typname) END,
			CASE relkind WHEN 'r' THEN 'ONLY' ELSE '' END, attname
		FROM pg_attribute JOIN pg_type type ON type.oid = atttypid
		  JOIN pg_class c ON c.oid = attrelid
		  LEFT JOIN pg_type base ON base.oid = type.typbasetype
		WHERE attrelid = $name\::regclass AND attnum > 0 AND NOT attisdropped
		ORDER BY attnum
		SQL
	my @columns;
	while (my $line = <$catalog>)
	{
		chomp $line;
		my ($type, $only, $column) = split /\|/, $line, 3;
		push @columns, { type => $type, only => $only, name => $column };
	}
	close $catalog or croak "cannot read the columns of $name";
	return @columns;
}

sub psql
{
	my ($source, $sql) = @_;
	return (
		'env', 'PGOPTIONS=-c datestyle=ISO -c intervalstyle=iso_8601 -c timezone=UTC',
		'psql', '--no-psqlrc', '--quiet', '--tuples-only', '--no-align',
		'--dbname', $source, '--command', $sql);
}

sub quoted
{
	my ($name, $quote) = @_;
	return $quote . ($name =~ s/$quote/$quote$quote/gr) . $quote;
}

# Runs a command that writes rows, one a line; leaves them sorted in a file.  Returns their
# number.
sub sorted_rows
{
	my ($file, $rework, @command) = @_;
	local $ENV{LC_ALL} = 'C';
	open my $rows, '-|', @command or croak "cannot run $command[0]: $!";
	open my $sort, '|-', 'sort', '--buffer-size=64M', "--output=$file"
	  or croak "cannot run sort: $!";
	my $count = 0;
	while (my $line = <$rows>)
	{
		$count++;
		print $sort @$rework ? reworked($line, $rework) : $line;
	}
	close $rows or croak "$command[0] failed: @command";
	close $sort or croak 'sort failed';
	return $count;
}

sub reworked
{
	my ($line, $rework) = @_;
	chomp $line;
	my @values = split /\|/, $line, -1;
	for (@$rework)
	{
		my ($index, $code) = @$_;
		$values[$index] = $code->($values[$index]) if $values[$index] ne $null;
	}
	return join('|', @values) . "\n";
}

# An expression of MySQL that prints a float or double exactly.  The sign of zero is in the arc
# tangent, however the server prints it; and it prints no more than 22 characters, too few for
# numbers near the smallest and for some with a sign.
sub all_digits
{
	my ($number) = @_;
	return "CONCAT(IF(ATAN2($number, -1e0) < 0, '-', ''), IF(ABS($number) < 1e-90,
		CONCAT(ABS($number + 0e0) * POW(2, 1000), '*2^-1000'), CAST(ABS($number + 0e0) AS CHAR)))";
}

# The bits of a number, however many digits a server spends on it.  One of the servers
# forgets the sign of zero.
sub bits
{
	my ($format, $text) = @_;
	my $number = exact_number($text);
	return defined $number ? unpack('H*', pack $format, $number == 0 ? 0 : $number) : $text;
}

# What all_digits() printed, or PostgreSQL; undef for anything else.
sub exact_number
{
	my ($text) = @_;
	my $scaled = $text =~ s/\*2\^-1000$//;
	my ($number, $unread) = POSIX::strtod($text);
	return if $unread || $text eq '';
	return $scaled ? $number * 2**-1000 : $number;
}

# JSON by what it says: keys in one order, numbers by their value.
sub canonical_json
{
	my ($hex, $canonical) = @_;
	$canonical //= \&canonical_number;
	my $json = JSON::PP->new->utf8->canonical->allow_nonref;
	my $text = pack 'H*', $hex;
	$text =~ s/("(?:[^"\\]|\\.)*")|(-?\d[\d.eE+-]*)/$1 || '"#' . $canonical->($2) . '"'/ge;
	return unpack 'H*', $json->encode($json->decode($text));
}

sub canonical_number
{
	my ($number) = @_;
	return $number =~ /^-?\d+$/ ? $number : Math::BigFloat->new($number)->bstr;
}

sub difference
{
	my ($left_file, $right_file) = @_;
	open my $left, '<', $left_file or croak "$left_file: $!";
	open my $right, '<', $right_file or croak "$right_file: $!";
	my ($count, @samples) = (0);
	my ($l, $r) = (scalar <$left>, scalar <$right>);
	while (defined $l || defined $r)
	{
		if (defined $l && defined $r && $l eq $r)
		{
			($l, $r) = (scalar <$left>, scalar <$right>);
			next;
		}
		my $only_left = !defined $r || defined $l && $l lt $r;
		$count++;
		push @samples, ($only_left ? '< ' : '> ') . shortened($only_left ? $l : $r) if @samples < 6;
		if ($only_left) { $l = <$left> }
		else { $r = <$right> }
	}
	return (differences => $count, samples => \@samples);
}

sub shortened
{
	my ($line) = @_;
	return length $line > 400 ? substr($line, 0, 400) . "...\n" : $line;
}

1;
