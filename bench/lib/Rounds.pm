# Contestants take turns: what disturbs the machine for a while disturbs all of them.
package Rounds;

use strict;
use warnings;

use Exporter 'import';
use Time::HiRes qw(time);

our @EXPORT_OK = qw(alternate median seconds);

# Runs every contestant once a round, the first of one round last in the next.
#
# contestants: [name, code that returns an amount or a hash of amounts by further name].
# before:      code called at the start of every round, with its number from 1.
# Returns { name => [amounts, one a round] }.
sub alternate
{
	my ($rounds, $contestants, $before) = @_;
	my @order = @$contestants;
	my %series;
	for my $round (1 .. $rounds)
	{
		$before->($round) if $before;
		for (@order)
		{
			my ($name, $code) = @$_;
			my $amount = $code->($round);
			my %amounts = ref $amount ? %$amount : ('' => $amount);
			for my $further (sort keys %amounts)
			{
				my $full = join ' ', grep { $_ ne '' } $name, $further;
				push @{ $series{$full} }, $amounts{$further};
				printf "   round %d  %-28s %10.3f\n", $round, $full, $amounts{$further};
			}
		}
		push @order, shift @order;
	}
	return \%series;
}

sub seconds
{
	my ($code) = @_;
	my $begun = time;
	$code->();
	return time - $begun;
}

sub median
{
	my @sorted = sort { $a <=> $b } @_;
	my $middle = int(@sorted / 2);
	return @sorted % 2 ? $sorted[$middle] : ($sorted[ $middle - 1 ] + $sorted[$middle]) / 2;
}

1;
