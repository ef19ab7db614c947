# PostgreSQL live in MySQL: fills a source, copies it while pgbench writes, follows
# the writing for half a minute, and compares every row of every table in the end.
# Exit status 1 when any differs.

use strict;
use warnings;

my $folder = $ENV{DEMO_FOLDER};
my $program = $$;

# Stands before the modules so that it runs after theirs, which end the servers.
END { Scratch::remove($folder) if $$ == $program }

use Time::HiRes qw(sleep time);

use MysqlServer;
use PostgresServer;
use Scratch;
use Stream;
use Workload;

my $live_s = $ENV{DEMO_SECONDS} // 30;

$| = 1;
$SIG{$_} = sub { print STDERR "\ndemo: interrupted\n"; exit 130 } for qw(HUP INT TERM);
$SIG{PIPE} = sub { exit 141 };

my $source = PostgresServer->new(settings => settings())->start;
my $target = MysqlServer->new->start;
my $target_version = $target->value('SELECT version()');
printf "== %s to %s %s, in %s\n", $source->safe_psql('postgres', q{SELECT split_part(version(), ' (', 1)}),
  $target->flavour eq 'mysql' ? 'MySQL' : 'MariaDB', $target_version =~ s/-.*//r, $folder;

print "== filling the source: pgbench at scale 10, everyday types, a table without a key\n";
my $load = Workload->new(source => $source, scale => 10, rate => 1000)->create;
$source->safe_psql('postgres', 'CREATE EXTENSION wal2mysql');
$load->start;

print "== the stream starts while pgbench writes\n";
my $stream = Stream->new(source => $source, target => $target, log => undef);
my $begun = time;
$stream->start;
$stream->wait_for_copy;
my $copy_s = time - $begun;
my $copied = $target->value('SELECT SUM(copied_rows) FROM wal2mysql.table_state');

print "== $live_s seconds of live traffic\n";
my $written_before = $load->rows_written;
$begun = time;
my @lags = follow($live_s);
$load->stop;
$stream->wait_for_catchup;
my $followed_s = time - $begun;
my $streamed = $load->rows_written - $written_before;
die "demo: the applier did not end well\n" if $stream->stop ne '0';

print "== comparing every row\n";
my @reports = $stream->compare_tables;
print_tables(@reports);
printf "copy:   %d rows in %.1f s, %d rows/s\n", $copied, $copy_s, $copied / $copy_s;
printf "stream: %d rows in %.1f s, %d rows/s\n", $streamed, $followed_s, $streamed / $followed_s;
printf "lag:    median %.0f ms, longest %.0f ms\n", map { 1000 * $_ } median(@lags), $lags[-1];
exit((grep { $_->{differences} } @reports) ? 1 : 0);

sub settings
{
	open my $file, '<', "$folder/postgresql.conf" or die "$folder/postgresql.conf: $!";
	local $/;
	return <$file> . "wal_level = logical\nfsync = off\nmax_wal_size = 1GB\n";
}

# For some seconds, once in each: how long it takes until what has been committed by now
# can be seen in the target.  Returns the lags in seconds, shortest first.
sub follow
{
	my ($seconds) = @_;
	my @lags;
	my $until = time + $seconds;
	while ((my $now = time) < $until)
	{
		die "demo: pgbench has ended\n" unless $load->running;
		my $lsn = $source->safe_psql('postgres', q{SELECT pg_current_wal_flush_lsn() - '0/0'});
		$stream->wait_until(
			"what was committed by $lsn is in the target",
			sub { $target->value('SELECT MAX(end_lsn) FROM wal2mysql.checkpoint') >= $lsn });
		push @lags, time - $now;
		my $rest = $now + 1 - time;
		sleep $rest if $rest > 0;
	}
	return sort { $a <=> $b } @lags;
}

sub median
{
	my (@sorted) = @_;
	return $sorted[ $#sorted / 2 ];
}

sub print_tables
{
	my (@reports) = @_;
	my $format = "%-28s %12s %12s\n";
	printf "\n$format", 'table', 'rows', 'differences';
	my ($rows, $differences) = (0, 0);
	for my $report (@reports)
	{
		printf $format, @$report{qw(table rows differences)};
		print "    $_" for @{ $report->{samples} };
		$rows += $report->{rows};
		$differences += $report->{differences};
	}
	printf "$format\n", 'all', $rows, $differences;
	return;
}
