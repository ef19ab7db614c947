# What came out: medians, ratios, and whether they are what they must be.
package Report;

use strict;
use warnings;

use Carp;
use JSON::PP ();
use List::Util qw(max min);
use POSIX ();

use Rounds qw(median);

# value:    of what ours and theirs came to over the rounds.
# at_least: whether more is better.
# over_rounds: what a peak comes to is the highest.
my %senses = (
	faster => { value => sub { $_[1] / $_[0] }, at_least => 1, form => '%.2f x', over_rounds => \&median },
	share => { value => sub { $_[1] / $_[0] }, at_least => 1, form => '%.2f', over_rounds => \&median },
	times => { value => sub { $_[0] / $_[1] }, at_least => 0, form => '%.2f x', over_rounds => \&median },
	amount => { value => sub { $_[0] }, at_least => 0, form => '%.0f', over_rounds => \&max },
);

# One result a benchmark: its parts, and of their values the worst.
sub results
{
	my ($run, @benchmarks) = @_;
	return map { result($run, $_) } @benchmarks;
}

sub result
{
	my ($run, $benchmark) = @_;
	my $sense = $senses{ $benchmark->{sense} };
	my @parts = grep { defined } map { part($run, $sense, @$_) } @{ $benchmark->{parts} };
	my %result = (
		(map { $_ => $benchmark->{$_} } qw(key sense bound aim)),
		unit => $benchmark->{unit} || 's',
		parts => \@parts,
		bound_reached => 0,
		aim_reached => 0);
	return \%result unless @parts;
	my @values = map { $_->{value} } @parts;
	$result{value} = $sense->{at_least} ? min(@values) : max(@values);
	$result{"${_}_reached"} = reached($sense, $result{value}, $benchmark->{$_}) for qw(bound aim);
	return \%result;
}

sub reached
{
	my ($sense, $value, $limit) = @_;
	return ($sense->{at_least} ? $value >= $limit : $value <= $limit) ? 1 : 0;
}

sub part
{
	my ($run, $sense, $name, $group, $ours, $theirs) = @_;
	my $series = $run->{series}{$group};
	my @wanted = grep { defined } $ours, $theirs;
	return if !$series || grep { !$series->{$_} } @wanted;
	my @figures = map { $sense->{over_rounds}->(@{ $series->{$_} }) } @wanted;
	return {
		name => $name,
		contestants => \@wanted,
		rounds => [ map { $series->{$_} } @wanted ],
		figures => \@figures,
		value => $sense->{value}->(@figures),
	};
}

sub print_table
{
	my (@results) = @_;
	my $format = "%-34s %12s %12s  %-17s %9s %9s %9s  %s\n";
	printf "\n$format", 'benchmark', 'wal2mysql', 'other', 'which is', 'value', 'bound', 'aim', '';
	for my $result (@results)
	{
		my $sense = $senses{ $result->{sense} };
		my $sign = $sense->{at_least} ? '>=' : '<=';
		for my $part (@{ $result->{parts} })
		{
			my ($ours, $theirs) = map { sprintf '%.2f %s', $_, $result->{unit} } @{ $part->{figures} };
			printf $format, join(' ', grep { $_ ne '' } $result->{key}, $part->{name}), $ours,
			  $theirs // '', $part->{contestants}[1] // '', sprintf($sense->{form}, $part->{value}),
			  "$sign $result->{bound}", "$sign $result->{aim}", verdict($result, $part->{value});
		}
		printf "%-34s not measured\n", $result->{key} unless @{ $result->{parts} };
	}
	print "\n";
	return;
}

sub verdict
{
	my ($result, $value) = @_;
	my $sense = $senses{ $result->{sense} };
	return 'aim reached' if reached($sense, $value, $result->{aim});
	return reached($sense, $value, $result->{bound}) ? 'bound reached' : 'BELOW BOUND';
}

# By key, as the benchmarks are named everywhere.
sub write_json
{
	my ($path, $run, $results, $wrong) = @_;
	my %json = (
		measured_at => POSIX::strftime('%Y-%m-%dT%H:%M:%SZ', gmtime),
		(map { $_ => $run->{$_} } qw(scale rounds versions)),
		wrong => $wrong,
		benchmarks => { map { $_->{key} => $_ } @$results });
	open my $file, '>', $path or croak "$path: $!";
	print $file JSON::PP->new->pretty->canonical->encode(\%json);
	close $file or croak "$path: $!";
	return;
}

1;
