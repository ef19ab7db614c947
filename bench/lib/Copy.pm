# The initial copy of a table, against files of the same rows that MySQL only has to load.
package Copy;

use strict;
use warnings;

use Carp;

use Arena;
use Load;
use Process;
use Rounds qw(alternate seconds);
use Scratch;
use Stream;
use TableComparison qw(compare_table);

my $files = 2;

sub measure
{
	my ($run, $group) = @_;
	my $amount = int($group->{rows} * $run->{scale});
	my $source = Arena::source($run);
	Load::prepare($group->{load}, $source, $amount);
	Load::backlog($group->{load}, $source, $amount, 1);
	my $target = Arena::mysql($run);

	copy($source, $target, 'copy0');
	my $folder = Scratch::folder('files');
	my @parts = write_files($target, $folder, $amount);
	my $series = alternate(
		$run->{rounds},
		[
			[ 'wal2mysql', sub { my ($round) = @_; copy($source, $target, "copy$round") } ],
			[ 'LOAD DATA', sub { load($target, $folder, \@parts) } ]
		]);
	for my $database ("copy$run->{rounds}", 'loaded')
	{
		print "   comparing every row of $database\n";
		my $report = compare_table(
			source => $source->connstr('postgres'), target => $target, schema => 'public',
			table => 'ten', database => $database);
		croak "$database is wrong:\n@{ $report->{samples} }" if $report->{differences};
	}
	return $series;
}

# Copies everything into a database of its own.  Returns the seconds until it streams.
sub copy
{
	my ($source, $target, $name) = @_;
	my $stream = Stream->new(
		name => $name, source => $source, target => $target, publications => ['bench'],
		config => { target => { database => $name } });
	my $seconds = seconds(sub { $stream->start; $stream->wait_for_log(qr/streaming from/) });
	$stream->stop;
	$source->safe_psql('postgres', "SELECT pg_drop_replication_slot('@{[ $stream->slot ]}')");
	return $seconds;
}

# The rows of the first copy, as MySQL writes them for itself.  Returns the files.
sub write_files
{
	my ($target, $folder, $amount) = @_;
	chmod 0777, $folder;
	my @parts = map { "$folder/$_" } 1 .. $files;
	for my $part (0 .. $#parts)
	{
		my ($after, $last) = map { int($amount * $_ / $files) } $part, $part + 1;
		$target->query("SELECT * FROM ten WHERE id > $after AND id <= $last
			INTO OUTFILE '$parts[$part]' CHARACTER SET utf8mb4", 'copy0');
	}
	return @parts;
}

# Loads all files at once, each on a connection.  Returns the seconds.
sub load
{
	my ($target, $folder, $parts) = @_;
	$target->query('CREATE DATABASE IF NOT EXISTS loaded; DROP TABLE IF EXISTS loaded.ten;
		CREATE TABLE loaded.ten LIKE copy0.ten');
	return seconds(
		sub {
			my @loads = map {
				Process->start("$folder/log", $target->client('loaded'), '--local-infile=1',
					"--execute=LOAD DATA LOCAL INFILE '$_' INTO TABLE ten CHARACTER SET utf8mb4")
			} @$parts;
			for (@loads)
			{
				croak 'LOAD DATA failed: ' . Process::last_lines("$folder/log") if $_->wait(3600) ne '0';
			}
		});
}

1;
