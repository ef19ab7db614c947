# What is measured: the groups, each of which runs one work for all its contestants, and the
# benchmarks, each of which says what of that is compared and what must come out.
package Benchmarks;

use strict;
use warnings;

use Copy;
use Decode;
use Latency;
use LargeTransaction;
use StreamContest;

# measure: code, given the run and the group, that returns { name => figures }: seconds or
#          other amounts, one a round.
# rows:    the amount of work at SCALE=1.
my @groups = (
	{ name => 'decode_insert', work => 'drain inserts of ten columns',
		rows => 1_000_000, load => 'insert', measure => \&Decode::measure },
	{ name => 'decode_tpcb', work => 'drain pgbench transactions',
		rows => 200_000, load => 'tpcb', measure => \&Decode::measure },
	{ name => 'stream_insert', work => 'apply a backlog of inserts of ten columns',
		rows => 500_000, load => 'insert', ceiling => 1, measure => \&StreamContest::measure },
	{ name => 'stream_tpcb', work => 'apply a backlog of pgbench transactions',
		rows => 100_000, load => 'tpcb', measure => \&StreamContest::measure },
	{ name => 'stream_update', work => 'apply a backlog of updates of one column',
		rows => 500_000, load => 'update', measure => \&StreamContest::measure },
	{ name => 'copy', work => 'copy a table of ten columns',
		rows => 1_000_000, load => 'insert', measure => \&Copy::measure },
	{ name => 'latency', work => 'from commit to commit at 200 transactions a second',
		rows => 6_000, load => 'none', measure => \&Latency::measure },
	{ name => 'large_transaction', work => 'apply one transaction of many rows',
		rows => 2_000_000, load => 'none', measure => \&LargeTransaction::measure },
);

# sense:  'faster' is theirs / ours in time, at least the bound; 'times' is ours / theirs in
#         whatever it is, at most the bound; 'share' is theirs / ours in time, too, said of
#         what cannot be beaten; 'amount' is ours alone, at most the bound.
# parts:  name of the part, group and figures of ours, figures of theirs.
my @benchmarks = (
	{ key => 'decode_insert', sense => 'faster', bound => 2.0, aim => 2.6,
		parts => [ [ '', 'decode_insert', 'wal2mysql', 'pgoutput' ] ] },
	{ key => 'decode_floor', sense => 'times', bound => 1.7, aim => 1.3,
		parts => [ [ '', 'decode_insert', 'wal2mysql', 'nothing published' ] ] },
	{ key => 'decode_tpcb', sense => 'faster', bound => 1.5, aim => 2.0,
		parts => [ [ '', 'decode_tpcb', 'wal2mysql', 'pgoutput' ] ] },
	{ key => 'stream_insert', sense => 'faster', bound => 1.0, aim => 1.5,
		parts => [ [ '', 'stream_insert', 'wal2mysql', 'subscription' ] ] },
	{ key => 'stream_tpcb', sense => 'faster', bound => 1.5, aim => 2.5,
		parts => [ [ '', 'stream_tpcb', 'wal2mysql', 'subscription' ] ] },
	{ key => 'stream_update', sense => 'faster', bound => 1.0, aim => 1.5,
		parts => [ [ '', 'stream_update', 'wal2mysql', 'subscription' ] ] },
	{ key => 'stream_ceiling', sense => 'share', bound => 0.55, aim => 0.7,
		parts => [ [ '', 'stream_insert', 'wal2mysql', 'prepared inserts' ] ] },
	{ key => 'copy', sense => 'share', bound => 0.8, aim => 1.0,
		parts => [ [ '', 'copy', 'wal2mysql', 'LOAD DATA' ] ] },
	{ key => 'latency', sense => 'times', bound => 2, aim => 1, unit => 'ms',
		parts => [
			[ 'p50', 'latency', 'wal2mysql p50', 'subscription p50' ],
			[ 'p99', 'latency', 'wal2mysql p99', 'subscription p99' ] ] },
	{ key => 'rss_mb', sense => 'amount', bound => 150, aim => 80, unit => 'MB',
		parts => [
			map { [ $_, $_, 'wal2mysql peak MB' ] }
			  qw(large_transaction stream_insert stream_tpcb stream_update) ] },
);

# The benchmarks of the given keys, or all of them.
sub chosen
{
	my (@keys) = @_;
	my %wanted = map { $_ => 1 } @keys;
	my @chosen = grep { !@keys || delete $wanted{ $_->{key} } } @benchmarks;
	die "bench: ONLY takes some of: @{[ map { $_->{key} } @benchmarks ]}\n" if %wanted;
	return @chosen;
}

# The groups that these benchmarks need.  One that looks at many takes from the others what
# is there, and brings about only its first part.
sub groups
{
	my (@chosen) = @_;
	my %needed = map { $_->[1] => 1 }
	  map { $_->{sense} eq 'amount' ? $_->{parts}[0] : @{ $_->{parts} } } @chosen;
	return grep { $needed{ $_->{name} } } @groups;
}

1;
