# The backlogs of the streams over time, as a picture that any browser shows.
package Plot;

use strict;
use warnings;

use Carp;
use List::Util qw(first max);
use POSIX qw(floor log10);

my ($width, $height, $left, $bottom, $top) = (430, 250, 70, 45, 40);
my %colour = (wal2mysql => '#1f77b4', subscription => '#d62728');
my %title = (
	stream_insert => 'stream_insert: rows to go',
	stream_tpcb => 'stream_tpcb: transactions to go');

# Nothing where nothing was measured.
sub write_svg
{
	my ($path, $run) = @_;
	my @groups = grep { $run->{backlogs}{$_} } sort keys %title;
	return unless @groups;
	my $panel_width = $left + $width + 30;
	my ($all_width, $all_height) = ($panel_width * @groups, $top + $height + $bottom);
	open my $file, '>', $path or croak "$path: $!";
	print $file qq{<svg xmlns="http://www.w3.org/2000/svg" width="$all_width" height="$all_height"\n},
	  qq{  viewBox="0 0 $all_width $all_height" font-family="sans-serif" font-size="12">\n},
	  qq{<rect width="100%" height="100%" fill="white"/>\n};
	while (my ($index, $group) = each @groups)
	{
		my $x = $index * $panel_width + $left;
		print $file qq{<g transform="translate($x, $top)">\n},
		  panel($title{$group}, $run->{backlogs}{$group}), "</g>\n";
	}
	print $file "</svg>\n";
	close $file or croak "$path: $!";
	return;
}

# backlogs: { contestant => [rounds of [seconds, remaining]] }; the middle round is drawn.
sub panel
{
	my ($title, $backlogs) = @_;
	my %line = map { $_ => middle_round(@{ $backlogs->{$_} }) } keys %$backlogs;
	my @points = map { @$_ } values %line;
	my $seconds = axis_end(max(map { $_->[0] } @points));
	my $rows = axis_end(max(1, map { $_->[1] } @points));
	my $svg = text($width / 2, -20, 'middle', $title)
	  . qq{<path d="M0,0 V$height H$width" fill="none" stroke="black"/>\n}
	  . text($width / 2, $height + 35, 'middle', 'seconds');
	for my $tick (0 .. 4)
	{
		my ($x, $y) = ($width * $tick / 4, $height - $height * $tick / 4);
		$svg .= text($x, $height + 16, 'middle', $seconds * $tick / 4)
		  . text(-6, $y + 4, 'end', $rows * $tick / 4);
	}
	my $legend = 0;
	for my $name (reverse sort keys %line)
	{
		my $points = join ' ',
		  map { sprintf '%.1f,%.1f', $width * $_->[0] / $seconds, $height * (1 - $_->[1] / $rows) }
		  @{ $line{$name} };
		$svg .= qq{<polyline points="$points" fill="none" stroke="$colour{$name}" stroke-width="2"/>\n}
		  . text($width - 5, 12 + 16 * $legend++, 'end', $name, $colour{$name});
	}
	return $svg;
}

# The next number whose quarters are short.
sub axis_end
{
	my ($largest) = @_;
	my $unit = 10**floor(log10($largest));
	return $unit * first { $_ * $unit >= $largest } 1, 2, 4, 6, 8, 10;
}

sub middle_round
{
	my @by_duration = sort { $a->[-1][0] <=> $b->[-1][0] } @_;
	return $by_duration[ $#by_duration / 2 ];
}

sub text
{
	my ($x, $y, $anchor, $words, $colour) = @_;
	$colour //= 'black';
	return qq{<text x="$x" y="$y" text-anchor="$anchor" fill="$colour">$words</text>\n};
}

1;
