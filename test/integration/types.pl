# Every type, value by value: what arrives is what test/integration/types says, written
# there by hand, whether it was copied, inserted or updated, and whichever way it came it is
# the same to the byte.  What MySQL cannot hold becomes what its column's policy says, and
# the original is kept.  TYPES="name ..." limits it to types by their file.

use strict;
use warnings;

use File::Basename qw(dirname);
use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;
use TypeCases;

my $source = Source->start(init => [ '--encoding=UTF8', '--locale=C.UTF-8' ]);
my $target = MysqlServer->new(durable => 0)->start;
my $collation = $target->flavour eq 'mysql' ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin';
my @policies = qw(null clamp text);

my $version = $source->safe_psql('postgres', 'SHOW server_version_num');
my %available =
  map { $_ => 1 } split /\n/, $source->safe_psql('postgres', 'SELECT name FROM pg_available_extensions');
my @sections;
for my $section (TypeCases::read_files(
	files => [ map { glob dirname(__FILE__) . "/types/$_.sql" } split / /, $ENV{TYPES} || '*' ],
	flavour => $target->flavour,
	version => int($version / 10000)))
{
  SKIP:
	{
		skip "no extension $section->{needs} here", 1
		  if $section->{needs} && !$available{ $section->{needs} };
		push @sections, $section;
	}
}

my $setup = join '', map { "CREATE EXTENSION IF NOT EXISTS $_;\n" }
  grep { defined } map { $_->{needs} } @sections;
for my $section (@sections)
{
	$setup .= "$_;\n" for @{ $section->{setup} };
	$setup .= before_copy($section);
}
$source->safe_psql('postgres', $setup . 'CREATE PUBLICATION demo FOR ALL TABLES');

my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/types_applier.log",
	config => { values => { rules => [ map { rules($_) } grep { refused($_) } @sections ] } });
$stream->start;
$stream->wait_for_copy;
$source->safe_psql('postgres', join '', map { after_copy($_) } @sections);
$stream->wait_for_catchup;
my %column = columns_of_target();
my %rows = rows_of_target();
my %left = ids_left_in_source();
my %lossy = lossy_values();
check_section($_) for @sections;
is($stream->stop, 0, 'the applier ends well when asked to');
done_testing();

sub held { return grep { !$_->{refused} } @{ $_[0]{values} } }
sub refused { return grep { $_->{refused} } @{ $_[0]{values} } }

# Line numbers are the keys, and a NULL has the key 0.
sub rows
{
	return join ",\n", map { "($_->{line}, $_->{sql})" } @_;
}

sub rules
{
	my ($section) = @_;
	return map {
		{ table => "public.$section->{name}_refused", column => $_, policy => $_ }
	} @policies;
}

sub before_copy
{
	my ($section) = @_;
	my ($name, $type) = @$section{qw(name type)};
	my @held = (held($section), { line => 0, sql => 'NULL' });
	my @refused = refused($section);
	my $sql = "CREATE TABLE ${name}_copy (id int PRIMARY KEY, v $type);
		INSERT INTO ${name}_copy VALUES " . rows(@held) . ";
		CREATE TABLE ${name}_stream (id int PRIMARY KEY, v $type, u $type);
		CREATE TABLE ${name}_keyless (v $type);
		ALTER TABLE ${name}_keyless REPLICA IDENTITY FULL;
		INSERT INTO ${name}_keyless SELECT v FROM ${name}_copy ORDER BY id;\n";
	if ($section->{key})
	{
		$sql .= "CREATE TABLE ${name}_key (v $type PRIMARY KEY, n int);
			INSERT INTO ${name}_key SELECT v, id FROM ${name}_copy WHERE id > 0
			ORDER BY id ON CONFLICT DO NOTHING;\n";
	}
	if (@refused)
	{
		my $columns = join ', ', map { qq("$_" $type) } @policies;
		my $values = join ', ', ('v') x @policies;
		$sql .= "CREATE TABLE ${name}_refused (id int PRIMARY KEY, $columns);
			CREATE UNLOGGED TABLE ${name}_source (id int PRIMARY KEY, v $type);
			INSERT INTO ${name}_source VALUES " . rows(@refused) . ";
			INSERT INTO ${name}_refused SELECT id, $values FROM ${name}_source;\n";
	}
	return $sql;
}

sub after_copy
{
	my ($section) = @_;
	my $name = $section->{name};
	my $sql = "INSERT INTO ${name}_stream SELECT id, v FROM ${name}_copy;
		UPDATE ${name}_stream SET u = v;
		DELETE FROM ${name}_keyless WHERE ctid IN (
			SELECT ctid FROM (SELECT ctid, row_number() OVER () AS n FROM ${name}_keyless) numbered
			WHERE n % 2 = 0);\n";
	if ($section->{key})
	{
		$sql .= "UPDATE ${name}_key SET n = -n;
			DELETE FROM ${name}_key WHERE n % 3 = 0;\n";
	}
	if (refused($section))
	{
		my $values = join ', ', ('v') x @policies;
		my $assigned = join ', ', map { qq("$_" = v) } @policies;
		$sql .= "INSERT INTO ${name}_refused SELECT 1000 + id, $values FROM ${name}_source;
			INSERT INTO ${name}_refused SELECT 2000 + id FROM ${name}_source;
			UPDATE ${name}_refused r SET $assigned
			FROM ${name}_source s WHERE r.id = 2000 + s.id;\n";
	}
	return $sql;
}

sub check_section
{
	my ($section) = @_;
	my $name = $section->{name};
	is($column{"${name}_stream"}, $section->{column}, "$name: the column for $section->{type}");
	check_held($section);
	check_keyless($section);
	check_key($section) if $section->{key};
	check_refused($section) if refused($section);
	return;
}

sub check_held
{
	my ($section) = @_;
	my $name = $section->{name};
	my @wrong;
	for my $value (held($section), { line => 0, sql => 'NULL', expected => 'NULL' })
	{
		my $line = $value->{line};
		my ($copied) = @{ $rows{"copy $name"}{$line} || ['no row'] };
		my ($inserted, $updated) = @{ $rows{"stream $name"}{$line} || [ 'no row', 'no row' ] };
		push @wrong, mistake($section, $value, 'copied', expected($section, $value), $copied);
		push @wrong, "line $line: " . join ', ', 'copied ' . words($copied),
		  'inserted ' . words($inserted), 'updated ' . words($updated)
		  unless same($copied, $inserted) && same($copied, $updated);
	}
	is(join("\n", @wrong), '', "$name: " . held($section) . ' values');
	return;
}

# Without a key, every second row was deleted by its value: those that are left are the same.
sub check_keyless
{
	my ($section) = @_;
	my $name = $section->{name};
	my %expected = map { $_->{line} => expected($section, $_) } held($section);
	my @left = map { $expected{$_} } @{ $left{"keyless $name"} };
	my @found = map { $_->[0] } values %{ $rows{"keyless $name"} };
	my ($left, $found) = map {
		join ' ', sort map { defined $_ ? TypeCases::canonical($section->{compare}, $_) : 'NULL' } @$_
	} \@left, \@found;
	is($found, $left, "$name: " . @left . ' rows left of a table without a key');
	return;
}

# As the key of a table: every row has been found again.
sub check_key
{
	my ($section) = @_;
	my $name = $section->{name};
	my $found = $rows{"key $name"};
	my @left = sort { $a <=> $b } @{ $left{"key $name"} };
	is(join(' ', sort { $a <=> $b } keys %$found), "@left", "$name: " . @left . ' rows by their key');
	my @wrong = map { mistake($section, $_, 'key', expected($section, $_), $found->{ $_->{line} }[0]) }
	  grep { $found->{ $_->{line} } } held($section);
	is(join("\n", @wrong), '', "$name: keys");
	return;
}

sub check_refused
{
	my ($section) = @_;
	my $name = $section->{name};
	my (@wrong, @lossy);
	for my $value (refused($section))
	{
		for my $id (map { $value->{line} + $_ } 0, 1000, 2000)
		{
			for my $policy (@policies)
			{
				push @wrong, mistake(
					policy_section($section, $policy), $value, $policy, expected($section, $value, $policy),
					@{ $rows{"$policy $name"}{$id} || ['no row'] });
				push @lossy, "$policy id = $id: " . expected($section, $value, 'text') if $policy ne 'text';
			}
		}
	}
	is(join("\n", @wrong), '', "$name: " . refused($section) . ' values that MySQL cannot hold');
	is(join("\n", sort @{ $lossy{"${name}_refused"} || [] }),
		join("\n", sort @lossy), "$name: their originals are kept");
	return;
}

# With the policy text a column holds PostgreSQL's text.
sub policy_section
{
	my ($section, $policy) = @_;
	return $policy eq 'text' ? { compare => 'text', read => 'v' } : $section;
}

# table => type.  The collation is told unless it is the one in which different texts are
# different.
sub columns_of_target
{
	my %columns;
	for ($target->query(<<~SQL))
		SELECT table_name, column_type, COALESCE(character_set_name, 'utf8mb4'), COALESCE(collation_name, '$collation')
		FROM information_schema.columns WHERE table_schema = 'postgres' AND column_name = 'v'
		SQL
	{
		my ($table, $type, $charset, $collated) = @$_;
		$columns{$table} =
		    $charset ne 'utf8mb4' ? "$type $charset"
		  : $collated ne $collation ? "$type collate $collated"
		  : $type;
	}
	return %columns;
}

# "role section" => { key of the row => [ value of each column, as text ] }, and the same of
# "expected section" with lines as keys.
sub rows_of_target
{
	my %rows;
	for ($target->query(join(";\n", map { queries($_) } @sections), 'postgres'))
	{
		my ($tag, $id, @hex) = @$_;
		$rows{$tag}{$id} = [ map { defined $_ ? pack 'H*', $_ : undef } @hex ];
	}
	return %rows;
}

sub queries
{
	my ($section) = @_;
	my $name = $section->{name};
	return (
		rows_query($section, 'copy', "${name}_copy", 'id', 'v'),
		rows_query($section, 'stream', "${name}_stream", 'id', 'v', 'u'),
		rows_query($section, 'keyless', "(SELECT ROW_NUMBER() OVER () n, v FROM ${name}_keyless) numbered", 'n', 'v'),
		$section->{key} ? rows_query($section, 'key', "${name}_key", '-n', 'v') : (),
		map({ refused($section) ? rows_query($section, $_, "${name}_refused", 'id', $_) : () } @policies),
		map { expectation_queries($section, $_) } @{ $section->{values} });
}

sub rows_query
{
	my ($section, $role, $table, $key, @columns) = @_;
	my $shown = join ', ', map {
		my $of = policy_section($section, $role);
		my $read = $of->{read} =~ s/\bv\b/`$_`/gr;
		'HEX(' . TypeCases::shown($of->{compare}, $read) . ')'
	} @columns;
	return "SELECT '$role $section->{name}', $key, $shown FROM $table";
}

sub expectation_queries
{
	my ($section, $value) = @_;
	return map {
		my ($expression) = ($value->{$_} // '') =~ /^= (.*)/;
		$expression ? "SELECT '$_ $section->{name}', $value->{line}, HEX(CAST(($expression) AS CHAR))" : ()
	} qw(expected clamp text);
}

# What the value is to be: undef for NULL, what MySQL makes of an expression, or the text.
sub expected
{
	my ($section, $value, $policy) = @_;
	my $role = $policy // 'expected';
	return undef if $role eq 'null' || $value->{$role} eq 'NULL';
	return $value->{$role} unless $value->{$role} =~ /^= /;
	return $rows{"$role $section->{name}"}{ $value->{line} }[0];
}

# "role section" => [ lines of the rows that the source still has ]
sub ids_left_in_source
{
	my $sql = join ";\n", map {
		my $name = $_->{name};
		(
			"SELECT 'keyless $name', coalesce(min(id), 0) FROM (
				SELECT k.ctid, c.id FROM ${name}_keyless k LEFT JOIN ${name}_copy c ON c.v::text = k.v::text
			) named GROUP BY ctid",
			$_->{key} ? "SELECT 'key $name', -n FROM ${name}_key" : ())
	} @sections;
	my %left;
	for (split /\n/, $source->safe_psql('postgres', $sql))
	{
		my ($tag, $id) = split /\|/;
		push @{ $left{$tag} }, $id;
	}
	return %left;
}

# table => [ "policy row: original" ]
sub lossy_values
{
	my %lossy;
	push @{ $lossy{ $_->[0] } }, "$_->[1]: " . pack 'H*', $_->[2] for $target->query(<<~SQL);
		SELECT source_table, CONCAT(policy, ' ', row_key), HEX(original) FROM wal2mysql.lossy_values
		WHERE source_schema = 'public' AND column_name = policy
		SQL
	return %lossy;
}

sub mistake
{
	my ($section, $value, $way, $expected, $found) = @_;
	my ($left, $right) = map { defined $_ ? TypeCases::canonical($section->{compare}, $_) : undef } $expected, $found;
	return () if same($left, $right);
	return "line $value->{line}, $way: $value->{sql} is to be " . words($expected) . ', and is ' . words($found);
}

sub same
{
	my ($left, $right) = @_;
	return defined $left ? defined $right && $left eq $right : !defined $right;
}

sub words
{
	my ($text) = @_;
	return 'NULL' unless defined $text;
	return length $text > 300 ? substr($text, 0, 300) . '...' : $text;
}
