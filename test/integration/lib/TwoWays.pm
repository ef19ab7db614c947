# One source, applied in two ways into two databases of one server: `singly`, each transaction alone
# as it comes, and `folded`, all that has gathered in as few as possible.  The rows must not tell.
#
#   my $ways = TwoWays->new(source => $node, target => $mysql_server, rules => $toml, log => $prefix);
#   $ways->start;
#   $ways->apply('BEGIN; ...; COMMIT', 'DELETE FROM t');
#   is($ways->differences('t', 'id, words'), '', 'the rows are the same');
package TwoWays;

use strict;
use warnings;

use Carp;

use Stream;

# log: prefix of the paths of both appliers' logs.
sub new
{
	my ($class, %of) = @_;
	my %settings = (
		singly => { workers => 1, unit_rows => 1 },
		folded => { workers => 2 });
	my %streams = map {
		$_ => Stream->new(
			name => $_,
			publications => ['demo'],
			source => $of{source},
			target => $of{target},
			config => { target => { database => $_ }, apply => $settings{$_} },
			rules => $of{rules},
			log => "$of{log}_$_.log")
	} keys %settings;
	return bless { source => $of{source}, target => $of{target}, %streams }, $class;
}

sub singly { return $_[0]{singly} }
sub folded { return $_[0]{folded} }

# Returns when both have copied everything.
sub start
{
	my ($self) = @_;
	for my $stream ($self->singly, $self->folded)
	{
		$stream->start;
		$stream->wait_for_copy;
		$stream->wait_for_catchup;
	}
	return $self;
}

# Runs the SQL on the source while one stream watches and the other does not; returns when both
# have applied it.
sub apply
{
	my ($self, @sql) = @_;
	croak 'the applier did not end well' if $self->folded->stop;
	$self->{source}->safe_psql('postgres', join ";\n", @sql);
	$self->singly->wait_for_catchup;
	$self->folded->start;
	$self->folded->wait_for_catchup;
	return;
}

# The largest number of source transactions that shared one of MySQL, by either stream.
sub shared
{
	my ($self, $name) = @_;
	return $self->{target}->value(
		"SELECT MAX(transactions) FROM wal2mysql.checkpoint WHERE stream = '$name'");
}

# Rows of the columns (expressions of MySQL), as lines, sorted.
sub rows
{
	my ($self, $name, $table, $columns) = @_;
	return sort map { join '|', map { $_ // '~' } @$_ }
	  $self->{target}->query("SELECT $columns FROM `$table`", $name);
}

# Empty when both databases have the same rows.
sub differences
{
	my ($self, $table, $columns) = @_;
	my %count;
	$count{$_}++ for $self->rows('singly', $table, $columns);
	$count{$_}-- for $self->rows('folded', $table, $columns);
	return join "\n", map { ($count{$_} > 0 ? 'singly: ' : 'folded: ') . $_ }
	  grep { $count{$_} } sort keys %count;
}

# Random transactions over tables with an integer key `id`, and columns `words` and `document`; some
# change nothing.  Keys are few, so that rows come, change and go time and again.
sub random_transactions
{
	my ($self, $count, $keys, @tables) = @_;
	my @transactions;
	for my $number (1 .. $count)
	{
		my @statements = map { random_statement($number, $keys, $tables[ rand @tables ]) } 0 .. rand 4;
		push @transactions, 'BEGIN', @statements, rand() < 0.05 ? 'ROLLBACK' : 'COMMIT';
	}
	return @transactions;
}

sub random_statement
{
	my ($number, $keys, $table) = @_;
	my ($id, $other) = map { int rand $keys } 1, 2;
	my $dice = rand;
	return "INSERT INTO $table (id, words, document) VALUES
		($id, 'inserted by $number', repeat('document $number', 500)) ON CONFLICT DO NOTHING" if $dice < 0.35;
	return "DELETE FROM $table WHERE id = $id" if $dice < 0.6;
	return "UPDATE $table SET words = 'updated by $number' WHERE id = $id" if $dice < 0.8;
	return "UPDATE $table SET document = repeat('new $number', 500) WHERE id = $id" if $dice < 0.85;
	return "UPDATE $table SET id = $other WHERE id = $id
		AND NOT EXISTS (SELECT FROM $table WHERE id = $other)" if $dice < 0.99;
	return "TRUNCATE $table";
}

1;
