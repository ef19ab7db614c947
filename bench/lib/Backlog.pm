# What was written at the source while nobody applied it, and how much of it is left at a
# position of the log.
package Backlog;

use strict;
use warnings;

use Load;

my $steps = 500;

# before: what the load has besides; code that gets nothing.
sub write
{
	my ($class, $source, $load, $amount, $number, $before) = @_;
	my $from = position($source);
	$before->() if $before;
	Load::backlog($load, $source, $amount, $number);
	return bless {
		amount => $amount,
		mark => $number,
		commits => [ commits($source, $from, position($source)) ],
	}, $class;
}

sub amount { return $_[0]{amount} }
sub mark { return $_[0]{mark} }

# After a commit that returned, the log is flushed up to its end.
sub position
{
	my ($source) = @_;
	return $source->safe_psql('postgres', 'SELECT pg_current_wal_flush_lsn()');
}

# Some of its commits in their order: where each ends, and which share of all is over then.  The
# length of the log would not do: pages that are written whole make it longer at first.
sub commits
{
	my ($source, $from, $to) = @_;
	return map { [ split /\|/ ] } split /\n/, $source->safe_psql('postgres', <<~SQL);
		SET client_min_messages = warning;
		CREATE EXTENSION IF NOT EXISTS pg_walinspect;
		WITH committed AS (
			SELECT end_lsn, row_number() OVER (ORDER BY end_lsn) AS n, count(*) OVER () AS total
			FROM pg_get_wal_records_info('$from', '$to')
			WHERE resource_manager = 'Transaction' AND record_type LIKE 'COMMIT%')
		SELECT end_lsn - '0/0', n::float8 / total FROM committed
		WHERE n % greatest(total / $steps, 1) = 0 OR n = total ORDER BY n
		SQL
}

sub remaining
{
	my ($self, $position) = @_;
	my $done = 0;
	for (@{ $self->{commits} })
	{
		my ($lsn, $share) = @$_;
		last if $lsn > $position;
		$done = $share;
	}
	return int($self->{amount} * (1 - $done));
}

1;
