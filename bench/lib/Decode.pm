# How fast the plugin reads the log, with pg_recvlogical at the other end: ours, pgoutput, and
# ours with nothing to say, which is what reading the log costs in itself.
package Decode;

use strict;
use warnings;

use Carp;

use Arena;
use Load;
use Rounds qw(alternate seconds);
use Scratch;

my %contestants = (
	'wal2mysql' => { plugin => 'wal2mysql', publication => 'bench' },
	'pgoutput' => { plugin => 'pgoutput', publication => 'bench', options => ['proto_version=3'] },
	'nothing published' => { plugin => 'wal2mysql', publication => 'nothing' },
);

sub measure
{
	my ($run, $group) = @_;
	my $amount = int($group->{rows} * $run->{scale});
	my $source = Arena::source($run);
	Load::prepare($group->{load}, $source, $amount);
	$source->safe_psql('postgres', <<~'SQL');
		CREATE PUBLICATION nothing;
		SELECT pg_create_logical_replication_slot('origin', 'wal2mysql');
		SQL
	Load::backlog($group->{load}, $source, $amount, 1);
	my $end = $source->safe_psql('postgres', q{SELECT pg_logical_emit_message(true, '', '')});

	my @names = sort { $b cmp $a } keys %contestants;
	check_output($source, $end, $amount, $_) for @names;
	return alternate(
		$run->{rounds},
		[ map { my $name = $_; [ $name, sub { drain($source, $end, $name, '/dev/null') } ] } @names ]);
}

# What is drained is acknowledged, so each time takes a slot of its own at the one position.
# Returns the seconds.
sub drain
{
	my ($source, $end, $name, $file) = @_;
	my $contestant = $contestants{$name};
	$source->safe_psql('postgres',
		"SELECT pg_copy_logical_replication_slot('origin', 'turn', false, '$contestant->{plugin}')");
	my @options = ("publication_names=$contestant->{publication}", @{ $contestant->{options} || [] });
	my @command = (
		'pg_recvlogical', '--dbname', $source->connstr('postgres'), '--slot=turn', '--start',
		'--no-loop', "--endpos=$end", "--file=$file", map { "--option=$_" } @options);
	my $seconds = seconds(sub { system(@command) == 0 or croak 'pg_recvlogical failed' });
	$source->safe_psql('postgres', q{SELECT pg_drop_replication_slot('turn')});
	return $seconds;
}

# A plugin that sends nothing would be fast.  This also warms up what later rounds find warm.
sub check_output
{
	my ($source, $end, $amount, $name) = @_;
	my $file = Scratch::folder('decode') . '/output';
	drain($source, $end, $name, $file);
	my $bytes = -s $file;
	unlink $file;
	printf "   %-38s %10.1f bytes each\n", $name, $bytes / $amount;
	my $publishes = $contestants{$name}{publication} ne 'nothing';
	croak "$name sent $bytes bytes" if $publishes ? $bytes < 40 * $amount : $bytes > 1000;
	return;
}

1;
