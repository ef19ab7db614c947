# Every type, value by value: what arrives is what test/integration/types says, written
# there by hand, whether it was copied, inserted or updated, and whichever way it came it is
# the same to the byte.  What MySQL cannot hold becomes what its column's policy says, and
# the original is kept.

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
my @policies = qw(null clamp);

my $version = $source->safe_psql('postgres', 'SHOW server_version_num');
my %available =
  map { $_ => 1 } split /\n/, $source->safe_psql('postgres', 'SELECT name FROM pg_available_extensions');
my @sections;
for my $section (TypeCases::read_files(
	files => [ glob dirname(__FILE__) . '/types/*.sql' ],
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
	is(column_type("$section->{name}_stream", 'v'),
		$section->{column}, "$section->{name}: the column for $section->{type}");
	$_->{expected} = evaluated($_->{expected}) for held($section);
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
	my %copied = rows_shown($section, "${name}_copy", 'id', 'v');
	my %streamed = rows_shown($section, "${name}_stream", 'id', 'v', 'u');
	my @wrong;
	for my $value (held($section), { line => 0, sql => 'NULL', expected => undef })
	{
		my $line = $value->{line};
		my ($copied) = @{ $copied{$line} || ['no row'] };
		my ($inserted, $updated) = @{ $streamed{$line} || [ 'no row', 'no row' ] };
		push @wrong, mistake($section, $value, 'copied', $value->{expected}, $copied);
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
	my %expected = map { $_->{line} => $_->{expected} } held($section);
	my @left = map { $expected{$_} } split /\n/, $source->safe_psql('postgres', <<~SQL);
		SELECT coalesce(min(id), 0) FROM (
			SELECT k.ctid, c.id FROM ${name}_keyless k LEFT JOIN ${name}_copy c ON c.v::text = k.v::text) named
		GROUP BY ctid
		SQL
	my %found = rows_shown($section, "(SELECT ROW_NUMBER() OVER () n, v FROM ${name}_keyless) r", 'n', 'v');
	my ($left, $found) = map {
		join ' ', sort map { defined $_ ? TypeCases::canonical($section->{compare}, $_) : 'NULL' } @$_
	} \@left, [ map { $_->[0] } values %found ];
	is($found, $left, "$name: " . @left . ' rows left of a table without a key');
	return;
}

# As the key of a table: every row has been found again.
sub check_key
{
	my ($section) = @_;
	my $name = $section->{name};
	my %rows = rows_shown($section, "${name}_key", '-n', 'v');
	my @left = split /\n/, $source->safe_psql('postgres', "SELECT -n FROM ${name}_key ORDER BY n DESC");
	is(join(' ', sort { $a <=> $b } keys %rows), "@left", "$name: " . @left . ' rows by their key');
	my @wrong = map { mistake($section, $_, 'key', $_->{expected}, $rows{ $_->{line} }[0]) }
	  grep { $rows{ $_->{line} } } held($section);
	is(join("\n", @wrong), '', "$name: keys");
	return;
}

sub check_refused
{
	my ($section) = @_;
	my $name = $section->{name};
	my %shown =
	  map { $_ => { rows_shown(policy_section($section, $_), "${name}_refused", 'id', $_) } } @policies;
	my (@wrong, @lossy);
	for my $value (refused($section))
	{
		my %expected = (null => undef, clamp => evaluated($value->{clamp}), text => evaluated($value->{text}));
		for my $id (map { $value->{line} + $_ } 0, 1000, 2000)
		{
			for my $policy (@policies)
			{
				push @wrong, mistake(
					policy_section($section, $policy), $value, $policy, $expected{$policy},
					@{ $shown{$policy}{$id} || ['no row'] });
				push @lossy, "$policy id = $id: $expected{text}" if $policy ne 'text';
			}
		}
	}
	is(join("\n", @wrong), '', "$name: " . refused($section) . " values that MySQL cannot hold");
	my @kept = map { "$_->[0]: " . pack('H*', $_->[1]) } $target->query(<<~SQL);
		SELECT CONCAT(policy, ' ', row_key), HEX(original) FROM wal2mysql.lossy_values
		WHERE source_schema = 'public' AND source_table = '${name}_refused' AND column_name = policy
		SQL
	is(join("\n", sort @kept), join("\n", sort @lossy), "$name: their originals are kept");
	return;
}

# With the policy text a column holds PostgreSQL's text.
sub policy_section
{
	my ($section, $policy) = @_;
	return $policy eq 'text' ? { compare => 'text', read => 'v' } : $section;
}

# What the MySQL expression behind '= ' yields; NULL is undef; else the text itself.
sub evaluated
{
	my ($text) = @_;
	return undef if $text eq 'NULL';
	return $text unless $text =~ s/^= //;
	my $hex = $target->value("SELECT HEX(CAST(($text) AS CHAR))");
	return defined $hex ? pack 'H*', $hex : undef;
}

# key of the row => [ value of each column, as text ]
sub rows_shown
{
	my ($section, $table, $key, @columns) = @_;
	my $shown = join ', ', map {
		my $read = $section->{read} =~ s/\bv\b/`$_`/gr;
		'HEX(' . TypeCases::shown($section->{compare}, $read) . ')'
	} @columns;
	return map {
		my ($id, @hex) = @$_;
		$id => [ map { defined $_ ? pack 'H*', $_ : undef } @hex ]
	} $target->query("SELECT $key, $shown FROM $table", 'postgres');
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

# The collation is told unless it is the one in which different texts are different.
sub column_type
{
	my ($table, $column) = @_;
	my ($type, $charset, $collated) = $target->value(<<~SQL);
		SELECT column_type, character_set_name, collation_name FROM information_schema.columns
		WHERE table_schema = 'postgres' AND table_name = '$table' AND column_name = '$column'
		SQL
	return 'no column' unless defined $type;
	return "$type collate $collated"
	  if defined $charset && $charset eq 'utf8mb4' && $collated ne $collation;
	return $type . (defined $charset && $charset ne 'utf8mb4' ? " $charset" : '');
}
