# A crash of PostgreSQL takes the slot back behind what was acknowledged, because the slot is written
# to disk only now and then.  What is sent again is not applied again, not even to a table without
# a key.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE with_key (id int GENERATED ALWAYS AS IDENTITY PRIMARY KEY, words text);
	CREATE TABLE no_key (words text);
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/slot_goes_back_applier.log");
my $confirmed = q{SELECT confirmed_flush_lsn - '0/0' FROM pg_replication_slots};

$stream->start;
$stream->wait_for_copy;
for my $round (1 .. 5)
{
	write_rows("round $round") for 1 .. 20;
	$stream->wait_for_catchup;
	my $acknowledged = $source->safe_psql('postgres', $confirmed);
	# Asked to finish, or in the midst of it: the source crashes with no applier about, so that
	# nobody puts the slot right before it has been looked at.
	$round % 2 ? $stream->stop : $stream->kill9;
	$source->stop('immediate');
	$source->start;
	cmp_ok($source->safe_psql('postgres', $confirmed),
		'<', $acknowledged, "round $round: the slot goes back");
	$stream->start;
	write_rows("after round $round");
	$stream->wait_for_catchup;
	is($stream->differences, '', "round $round: every row of every table is equal");
}

# With the applier there, which meets the slot as soon as the source lets it.
write_rows('with the applier');
$stream->wait_for_catchup;
$source->stop('immediate');
$source->start;
write_rows('after that');
$stream->wait_for_catchup;
is($stream->differences, '', 'and so it is when the applier sees it happen');
is($stream->stop, 0, 'the applier ends well');

done_testing();

sub write_rows
{
	my ($words) = @_;
	$source->safe_psql('postgres', <<~SQL);
		INSERT INTO with_key (words) VALUES ('$words');
		INSERT INTO no_key VALUES ('$words'), ('$words');
		SQL
	return;
}
