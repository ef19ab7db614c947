# The cases in test/integration/types: what a type's values are in MySQL.  The format of the
# files is in the README beside them.
package TypeCases;

use strict;
use warnings;

use Carp;
use File::Basename qw(basename);

use TableComparison;

my %fields = map { $_ => 1 } qw(type column compare read key since needs);

# All sections of the files that hold for a server: flavour of MySQL, version of
# PostgreSQL (its server_version_num / 10000).
sub read_files
{
	my (%of) = @_;
	return map { read_file($_, %of) } sort @{ $of{files} };
}

# One hash per section: name, type, column, compare, read, key, needs, since,
# setup, values.  A value: line, sql, and what it is in MySQL, as expected; or, where MySQL
# cannot hold it, as refused, with clamp and text.
sub read_file
{
	my ($path, %of) = @_;
	my $name = basename($path, '.sql');
	my (@sections, $section);
	open my $file, '<', $path or croak "$path: $!";
	while (my $line = <$file>)
	{
		chomp $line;
		if ($line =~ /^-- (\w+)(?: (mysql|mariadb))?: (.*)$/ && $fields{$1})
		{
			my ($field, $flavour, $value) = ($1, $2, $3);
			push @sections, $section = new_section($name, scalar @sections)
			  if $field eq 'type';
			$section->{$field} = $value if !defined $flavour || $flavour eq $of{flavour};
			next;
		}
		if ($line =~ /^-- setup: (.*)$/)
		{
			push @{ $section->{setup} }, $1;
			next;
		}
		next if $line =~ /^--|^\s*$/;
		$line =~ s/^\[(mysql|mariadb)\] // && $1 ne $of{flavour} && next;
		push @{ $section->{values} }, { line => $., parse_value($line, "$path line $.") };
	}
	return grep { !defined $_->{since} || $of{version} >= $_->{since} } @sections;
}

sub new_section
{
	my ($name, $number) = @_;
	return {
		name => $number ? "${name}_" . ($number + 1) : $name,
		compare => 'text', read => 'v', setup => [], values => [],
	};
}

sub parse_value
{
	my ($line, $where) = @_;
	my ($sql, $mark, $rest) = $line =~ /^(.+?)\s+([|!])(?:\s+(.*?))?\s*$/
	  or croak "$where: no value and expectation: $line";
	$rest //= '';
	return (sql => $sql, expected => $rest) if $mark eq '|';
	my ($clamp, $text) = split /\s+\|\s+/, $rest, 2;
	croak "$where: a refused value has its clamp and its text" unless defined $text;
	return (sql => $sql, refused => 1, clamp => $clamp, text => $text);
}

# An SQL expression of MySQL that shows a value for comparing it, given one that reads it.
sub shown
{
	my ($compare, $read) = @_;
	return TableComparison::all_digits($read) if $compare eq 'float' || $compare eq 'double';
	return "CAST($read AS CHAR)";
}

# One form for all spellings of the same value.
sub canonical
{
	my ($compare, $text) = @_;
	return bits('f>', $text) if $compare eq 'float';
	return bits('d>', $text) if $compare eq 'double';
	return pack 'H*', TableComparison::canonical_json(unpack 'H*', $text) if $compare eq 'json';
	return canonical_digits($text) if $compare eq 'number';
	return $text;
}

sub bits
{
	my ($format, $text) = @_;
	my $number = TableComparison::exact_number($text);
	return defined $number ? unpack('H*', pack $format, $number) : $text;
}

# Zeros that do not count, and no others, go; so does the sign of zero.
sub canonical_digits
{
	my ($text) = @_;
	my ($sign, $whole, $fraction) = $text =~ /^(-?)(\d+)(?:\.(\d*))?$/ or return $text;
	$whole =~ s/^0+(?=\d)//;
	$fraction = ($fraction // '') =~ s/0+$//r;
	$sign = '' if $whole eq '0' && $fraction eq '';
	return $sign . $whole . ($fraction eq '' ? '' : ".$fraction");
}

1;
