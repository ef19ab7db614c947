# A table whose columns change on the source stops the stream, which goes on when the target was altered, or the table copied
# again; or, if wanted, it is created anew and copied while the others go on.

use strict;
use warnings;

use IPC::Run;
use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;
use Workload;

my $source = Source->start;
my $target = MysqlServer->new->start;
my $load = Workload->new(source => $source, rate => 200)->create;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE item (id int PRIMARY KEY, name text, price int);
	INSERT INTO item SELECT i, 'item', i FROM generate_series(1, 1000) i;
	CREATE INDEX ON item (price);
	CREATE TABLE keyless (a int, b text);
	ALTER TABLE keyless REPLICA IDENTITY FULL;
	INSERT INTO keyless SELECT i % 10, 'b' FROM generate_series(1, 100) i;
	CREATE TABLE made_by_hand (id int PRIMARY KEY, n int);
	SQL
$target->query('CREATE DATABASE postgres; CREATE TABLE postgres.made_by_hand (id INT PRIMARY KEY, n INT)');
my $stream = Stream->new(source => $source, target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/changed_columns_applier.log");
my $program = $ENV{WAL2MYSQL} || 'wal2mysql';

$load->start;
$stream->start;
$stream->wait_for_copy;
$source->safe_psql('postgres', q{UPDATE item SET price = 0 WHERE id = 1; ALTER TABLE item ADD COLUMN stock int DEFAULT 7; UPDATE item SET stock = 8 WHERE id = 1});
is($stream->wait_for_exit, 1, 'a column that is added stops the stream');
like($stream->log_text, qr/target table "postgres"\."item" has other columns than source table "public\.item"\nDETAIL:  Missing: "stock"\.\nHINT:  .*wal2mysql resync/, 'with what to do');
$target->query('ALTER TABLE item ADD COLUMN stock INT DEFAULT 7', 'postgres');
$stream->start;
equal('an altered target');

my $said = '';
$source->safe_psql('postgres', q{ALTER TABLE item RENAME COLUMN name TO title; INSERT INTO item VALUES (2000, 'new', 1, 1)});
is($stream->wait_for_exit, 1, 'one that is renamed does, too');
IPC::Run::run([ $program, 'resync', $stream->config_path, 'public.item' ], '>', \$said, '2>&1') or die $said;
$stream->start;
equal('a table that is copied again');
$source->safe_psql('postgres', q{ALTER TABLE item ALTER price TYPE bigint USING price * 2; UPDATE item SET price = 3 WHERE id = 3});
equal('values that ALTER TABLE changed');
like($stream->log_text, qr/table "public\.item" has to be copied again\nDETAIL:  ALTER TABLE wrote its rows anew/, 'of which the log tells');
is($target->value(q{SELECT GROUP_CONCAT(column_name ORDER BY ordinal_position) FROM information_schema.columns WHERE table_name = 'item'}),
	'id,title,price,stock', 'which was created anew');
is($stream->stop, 0, 'the applier ends well');

$stream->configure(schema => { changes => 'copy' });
$stream->start;
$stream->wait_for_log(qr/streaming from/);
for my $change (
	'ADD COLUMN added int DEFAULT 3',
	'ADD COLUMN drawn float8 DEFAULT random()',
	'RENAME COLUMN added TO renamed',
	'ALTER COLUMN renamed TYPE text USING renamed || $$ pieces$$, ADD COLUMN third date')
{
	my @changes = ("ALTER TABLE item $change", q{INSERT INTO item (id, title) SELECT max(id) + 1, 'x' FROM item});
	$source->safe_psql('postgres', $_) for @changes;
	$source->safe_psql('postgres', "BEGIN; INSERT INTO keyless (a) VALUES (1); ALTER TABLE keyless $change; DELETE FROM keyless WHERE ctid IN (SELECT ctid FROM keyless LIMIT 1); COMMIT");
	equal($change);
}
is($target->value(q{SELECT COUNT(*) FROM information_schema.statistics WHERE table_name = 'item' AND index_name <> 'PRIMARY'}), 1, 'indexes are there again');
like($stream->log_text, qr/the columns of table "public\.item" have changed\nDETAIL:  Missing: "added"\. The table of the target is created anew/, 'the log tells');
unlike($stream->log_text, qr/warning|error/, 'and nothing else');

# Killed while it is under way
$source->safe_psql('postgres', 'ALTER TABLE item ADD COLUMN last int; UPDATE item SET last = id');
$stream->wait_for_log(qr/"last"\. The table/);
$stream->kill9->start;
equal('killed meanwhile');

$source->safe_psql('postgres', 'ALTER TABLE made_by_hand ADD COLUMN m int; INSERT INTO made_by_hand VALUES (1, 1, 1)');
is($stream->wait_for_exit, 1, 'a table that somebody else made is not dropped');
$target->query('ALTER TABLE made_by_hand ADD m INT', 'postgres');
$stream->start;
$load->stop;
equal('altered by hand');
is($stream->differences, '', 'the others, too');
is($stream->stop, 0, 'the applier ends well');
done_testing();

sub equal
{
	my ($what) = @_;
	$stream->wait_for_copy;
	$stream->wait_for_catchup;
	my @different = grep { $_->{table} =~ /item|keyless|hand/ && $_->{differences} } $stream->compare_tables;
	is(join(' ', map { "$_->{table}: $_->{differences}" } @different), '', "$what: every row is equal");
	return;
}
