# Runs the benchmarks of Benchmarks.pm, or those that ONLY names; prints what came out and
# leaves it in out/.  Exit status 1 when a contestant's result is wrong, or, where CHECK=1
# asks for it, when a bound is not reached.

use strict;
use warnings;

use Benchmarks;
use Plot;
use Process;
use Report;
use Scratch;

$| = 1;
$SIG{$_} = sub { print STDERR "\nbench: interrupted\n"; exit 130 } for qw(HUP INT TERM);
$SIG{PIPE} = sub { exit 141 };

my $out = "$ENV{BENCH_FOLDER}/out";
my %run = (
	scale => $ENV{SCALE} || 1,
	rounds => $ENV{ROUNDS} || 3,
	flavour => $ENV{MYSQL},
	settings => server_settings(),
	series => {},      # what contestants took and used, by group
	backlogs => {},    # samples over time, by group and contestant
	versions => {},
);
my @benchmarks = Benchmarks::chosen(split ' ', $ENV{ONLY} // '');

my @wrong;
for my $group (Benchmarks::groups(@benchmarks))
{
	print "== $group->{name}: $group->{work}\n";
	$run{series}{ $group->{name} } = eval { $group->{measure}->(\%run, $group) };
	my $failure = $@;
	# The next group has the machine for itself.
	Process::kill_all();
	Scratch::remove_all();
	next unless $failure;
	push @wrong, $group->{name};
	print "bench: $group->{name} failed: $failure";
}

my @results = Report::results(\%run, @benchmarks);
Report::print_table(@results);
Report::write_json("$out/bench.json", \%run, \@results, \@wrong);
Plot::write_svg("$out/bench-backlog.svg", \%run);
print "bench: wrong or incomplete: @wrong\n" if @wrong;
exit(@wrong || $ENV{CHECK} && (grep { !$_->{bound_reached} } @results) ? 1 : 0);

# What makes a PostgreSQL find the extension.
sub server_settings
{
	open my $file, '<', "$ENV{BENCH_FOLDER}/postgresql.conf" or die "postgresql.conf: $!";
	local $/;
	return scalar <$file>;
}
