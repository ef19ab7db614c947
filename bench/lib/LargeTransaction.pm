# The memory that the applier needs for one transaction of many rows.
package LargeTransaction;

use strict;
use warnings;

use Carp;

use Arena;
use Backlog;
use Load;
use Ours;
use Rounds qw(alternate);
use StreamContest;

# Once: what it needs does not depend on what else the machine does.
sub measure
{
	my ($run, $group) = @_;
	my $amount = int($group->{rows} * $run->{scale});
	my $source = Arena::source($run);
	Load::prepare($group->{load}, $source, 0);
	my $ours = Ours->new($run, $source);
	my $backlog = Backlog->write($source, $group->{load}, $amount, 1,
		sub { $source->safe_psql('postgres', "CALL insert_rows(1, $amount)") });
	my $series = alternate(
		1, [ [ $ours->name, sub { StreamContest::turn($run, $group, $ours, $backlog) } ] ]);
	my $rows = $ours->target->value('SELECT COUNT(*) FROM postgres.ten');
	croak "$rows rows instead of $amount" if $rows != $amount;
	return $series;
}

1;
