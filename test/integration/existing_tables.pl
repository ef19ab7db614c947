# Tables that are in the target before the first copy: what becomes of their rows is said by
# copy.existing; and what the table would change in silence is refused, whatever that says.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(options => [ '--local-infile=1' ])->start;
my $streams = 0;
my $words = $target->flavour eq 'mysql' ? 'utf8mb4_0900_bin' : 'utf8mb4_nopad_bin';

$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE item (id int PRIMARY KEY, name text, at timestamp(6), unique_on_target int);
	INSERT INTO item SELECT i, 'item ' || i, '2026-01-01', i FROM generate_series(1, 600) i;
	CREATE TABLE bare (n int);
	ALTER TABLE bare REPLICA IDENTITY FULL;
	INSERT INTO bare VALUES (1);
	CREATE TABLE worded (word varchar(20) PRIMARY KEY);
	INSERT INTO worded VALUES ('a');
	CREATE PUBLICATION item FOR TABLE item;
	CREATE PUBLICATION bare FOR TABLE bare;
	CREATE PUBLICATION worded FOR TABLE worded;
	SQL
# Its columns in another order, one more that may be NULL, and one with a default.
my $item = 'item (extra INT, name LONGTEXT, unique_on_target INT, at DATETIME(6), source VARCHAR(9) DEFAULT \'here\', id BIGINT PRIMARY KEY)';
my $rows = q{INSERT INTO item (id, name) VALUES (5, 'was here'), (700, 'stays'), (701, 'is overwritten'), (702, 'makes way'), (703, 'comes and goes'), (704, 'waits')};

# Errors
refuses('rows', 'item', [ "CREATE TABLE $item", $rows ], 'error', qr/already has rows\n.*\nHINT:.*copy\.existing/);
refuses('rows of another stream, to be emptied', 'item', [ "CREATE TABLE $item", $rows, other_owner('item') ], $_,
	qr/cannot be (?:emptied|recreated)\nDETAIL:  It has rows of source table "other\.item" of stream "other"/)
  for qw(truncate recreate);
refuses('rows without a key', 'bare', [ 'CREATE TABLE bare (n INT)', 'INSERT INTO bare VALUES (7)' ], 'append',
	qr/has rows, to which source table "public\.bare" cannot be appended/);
refuses('rows whose key is another', 'item', [ 'CREATE TABLE ' . $item =~ s/PRIMARY KEY/NOT NULL, UNIQUE KEY (name(9))/r, $rows ], 'append',
	qr/to which source table "public\.item" cannot be appended/);
refuses('keys that it takes for one', 'worded', [ 'CREATE TABLE worded (word VARCHAR(20) COLLATE utf8mb4_general_ci PRIMARY KEY)',
	q{INSERT INTO worded VALUES ('B')} ], 'append', qr/Column "word" has collation utf8mb4_general_ci, which takes different keys for one/);

# Appended
my $stream = stream_of('item', 'append', "CREATE TABLE $item", $rows, 'ALTER TABLE item ADD UNIQUE KEY (unique_on_target)');
$stream->start;
$stream->wait_for_copy;
is($target->value('SELECT COUNT(*) FROM item', $stream->{database}), 605, 'rows that are in nobody\'s way stay');
is_deeply([ $target->query('SELECT id, name, source FROM item WHERE id IN (5, 6, 700) ORDER BY id', $stream->{database}) ],
	[ [ 5, 'item 5', 'here' ], [ 6, 'item 6', 'here' ], [ 700, 'stays', 'here' ] ], 'those with keys of the source are overwritten');
$source->safe_psql('postgres', q{
	INSERT INTO item VALUES (701, 'new', '2026-02-02', 701);
	UPDATE item SET id = 702 WHERE id = 1;
	BEGIN; INSERT INTO item VALUES (703, 'new', NULL, NULL); DELETE FROM item WHERE id = 703; COMMIT;
	UPDATE item SET name = name || '!' WHERE id % 2 = 0;
	INSERT INTO item SELECT i, 'many', NULL, NULL FROM generate_series(1001, 1600) i;
	DELETE FROM item WHERE id > 1500});
$stream->wait_for_catchup;
is(theirs($stream), ours(), 'changes meet rows that were there');
is($target->value('SELECT GROUP_CONCAT(id ORDER BY id) FROM item WHERE id IN (700, 703, 704)', $stream->{database}), '700,704',
	'others stay; what came and went is gone');
is($stream->stop, 0, 'the applier ends well');
# The mode is the table's, not the file's.
$stream->configure(target => { database => $stream->{database} });
$stream->start;
$source->safe_psql('postgres', q{INSERT INTO item VALUES (704, 'after a restart', NULL, 704)});
$stream->wait_for_catchup;
is(theirs($stream), ours(), 'so they do after a restart with another setting');
$target->query(q{INSERT INTO item (id, unique_on_target) VALUES (800, 8000)}, $stream->{database});
$source->safe_psql('postgres', q{INSERT INTO item VALUES (705, 'conflicts', NULL, 8000)});
is($stream->wait_for_exit, 1, 'another unique key stops the stream');
like($stream->log_text, qr/error: .*\nDETAIL:  Error 1062.*unique_on_target/, 'and is named');
$target->query('DELETE FROM item WHERE id = 800', $stream->{database});
$target->query('DELETE FROM item WHERE id = 10', $stream->{database});
$source->safe_psql('postgres', q{UPDATE item SET name = 'lost' WHERE id = 10});
$stream->start;
is($stream->wait_for_exit, 1, 'so does a row of the source that is missing');
like($stream->log_text, qr/Not in the target: the row with key \(id = 10\)/, 'which is named');

# An appended copy that is killed cannot remove what it brought: what the source deletes meanwhile comes by the log, whether
# the copy goes on where it was or, with another unique key, begins again.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE killed (id int PRIMARY KEY, t text, n int);
	CREATE PUBLICATION killed FOR TABLE killed;
	SQL
for my $key ('', ', UNIQUE KEY (n)')
{
	my $with = $key eq '' ? 'resumed' : 'begun again';
	$source->safe_psql('postgres', q{TRUNCATE killed; INSERT INTO killed SELECT i, 'row ' || i, i FROM generate_series(1, 40000) i});
	$stream = stream_of('killed', 'append', "CREATE TABLE killed (id INT PRIMARY KEY, t TEXT COLLATE $words, n INT$key)",
		q{INSERT INTO killed VALUES (7, 'overwritten', NULL), (8, 'likewise', NULL), (100000, 'stays', NULL)});
	$stream->configure(target => { database => $stream->{database} }, copy => { existing => 'append', rows_per_second => 15000 });
	$stream->start;
	$stream->wait_until('a chunk is copied', sub { $target->value("SELECT COUNT(*) FROM wal2mysql.copied_chunk WHERE stream = '$stream->{name}'") });
	$stream->kill9;
	# Under another unique key, a row that moved would stand in its own way.
	$source->safe_psql('postgres', 'UPDATE killed SET id = id + 200000 WHERE id % 7 = 0') if $key eq '';
	$source->safe_psql('postgres', q{DELETE FROM killed WHERE id % 3 = 0; UPDATE killed SET t = 'updated' WHERE id % 5 = 0});
	$stream->start;
	$stream->wait_for_copy;
	$stream->wait_for_catchup;
	like($stream->log_text, $key eq '' ? qr/going on with the copy of table "public\.killed"/ : qr/keeps its rows/, "$with: the copy");
	is($target->value('SELECT t FROM killed WHERE id = 100000', $stream->{database}), 'stays', "$with: what was there stays");
	$target->query('DELETE FROM killed WHERE id = 100000', $stream->{database});
	is($stream->differences, '', "$with: every other row is equal");
	is($stream->stop, 0, "$with: the applier ends well");
}

# Truncated and recreated
for my $existing (qw(truncate recreate))
{
	$stream = stream_of('item', $existing, 'CREATE TABLE ' . $item =~ s/BIGINT/INT/r, $rows,
		'CREATE TABLE child (id INT, FOREIGN KEY (id) REFERENCES item (id))');
	$stream->start;
	$stream->wait_for_copy;
	$stream->wait_for_catchup;
	is($stream->differences, '', "$existing: every row is equal");
	is($target->value(q{SELECT COUNT(*) FROM information_schema.columns WHERE table_name = 'item' AND column_name = 'extra'
		AND table_schema = '} . $stream->{database} . q{'}), $existing eq 'truncate' ? 1 : 0, "$existing: of the structure that is wanted");
	$source->safe_psql('postgres', q{UPDATE item SET name = 'again' WHERE id = 2});
	$stream->wait_for_catchup;
	is($stream->differences, '', "$existing: and the stream goes on");
	is($stream->stop, 0, "$existing: the applier ends well");
}

# What the table would do to values
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE typed (id bigint PRIMARY KEY, v varchar(9), d double precision, n numeric(9, 3), b bytea, e timestamp, t text);
	CREATE PUBLICATION typed FOR TABLE typed;
	SQL
my %fine = (id => 'BIGINT', v => 'VARCHAR(9)', d => 'DOUBLE', n => 'DECIMAL(9,3)', b => 'LONGBLOB', e => 'DATETIME(6)', t => 'LONGTEXT');
for my $case (
	[ e => 'DATETIME', qr/Column "e" is datetime there, and DATETIME\(6\) is needed/ ],
	[ e => 'TIMESTAMP(6) NULL', qr/Column "e" is timestamp\(6\) there/ ],
	[ d => 'FLOAT', qr/Column "d" is float there, and DOUBLE is needed/ ],
	[ d => 'DOUBLE(9,2)', qr/Column "d" is double\(9,2\) there/ ],
	[ n => 'DOUBLE', qr/Column "n" is double there/ ],
	[ b => 'BINARY(9)', qr/Column "b" is binary\(9\) there/ ],
	[ t => 'CHAR(9)', qr/Column "t" is char\(9\) there/ ],
	[ t => 'INT', qr/Column "t" is int(?:\(11\))? there/ ])
{
	my ($column, $type, $message) = @$case;
	refuses("$column as $type", 'typed', [ typed($column, $type) ], 'error', $message);
}
# What it refuses, it may have: one row at a time and many, which go by LOAD DATA.
for my $case (
	[ v => 'VARCHAR(3)', q{'four'}, 1406 ],
	[ id => 'INT', 3e9, 1264 ],
	[ n => 'DECIMAL(9,2)', '1.005', 1265 ],
	[ t => 'VARCHAR(9) CHARACTER SET latin1', q{'€ and ∑'}, '(?:1366|3988)' ],
	[ v => 'VARCHAR(9) NOT NULL', 'NULL', 1048 ])
{
	my ($column, $type, $value, $error) = @$case;
	for my $count (1, 600)
	{
		my %values = (id => 'i', $column => $value);
		$source->safe_psql('postgres', 'TRUNCATE typed; INSERT INTO typed (' . join(', ', sort keys %values) . ') SELECT '
			. join(', ', map { $values{$_} } sort keys %values) . " FROM generate_series(1, @{[ $column eq 'id' ? 1 : $count ]}) i");
		$source->safe_psql('postgres', 'INSERT INTO typed (id) SELECT generate_series(1, 600)') if $column eq 'id' && $count > 1;
		refuses("$column as $type, $count rows", 'typed', [ typed($column, $type) ], 'error', qr/(?:refused a change|changed a value).*\nDETAIL:  Error $error/);
	}
}
done_testing();

sub typed
{
	my ($column, $type) = @_;
	my %types = (%fine, $column => $type);
	return 'CREATE TABLE typed (' . join(', ', map { "$_ $types{$_}" . ($_ eq 'id' ? ' PRIMARY KEY' : '') } sort keys %types) . ')';
}

# A new stream into a database of its own, which has what the statements make.
sub stream_of
{
	my ($publication, $existing, @statements) = @_;
	my $name = 's' . ++$streams;
	$target->query("CREATE DATABASE $name");
	$target->query(s/DATABASE_NAME/$name/gr, $name) for @statements;
	return Stream->new(
		name => $name, source => $source, target => $target, publications => [$publication],
		log => "$PostgreSQL::Test::Utils::log_path/existing_tables_$name.log",
		config => { target => { database => $name }, copy => { existing => $existing } });
}

# Nothing is written, and the message says why.
sub refuses
{
	my ($what, $publication, $statements, $existing, $message) = @_;
	my $refused = stream_of($publication, $existing, @$statements);
	my $before = $target->value("CHECKSUM TABLE $publication", $refused->{database});
	is($refused->start->wait_for_exit, 1, "$what, $existing: the applier ends");
	like($refused->log_text, qr/error: .*$message/s, "$what, $existing: the message says why");
	is($target->value("CHECKSUM TABLE $publication", $refused->{database}), $before, "$what, $existing: nothing was written");
	$source->safe_psql('postgres', 'SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = \'' . $refused->slot . q{'});
	return;
}

sub other_owner
{
	my ($table) = @_;
	return "INSERT INTO wal2mysql.table_state (stream, relation, source_schema, source_table, target_database, target_table,
		own_rows, state, copied_lsn, settled_lsn, fingerprint, copied_rows, overwrites, resync, created)
		VALUES ('other', 1, 'other', '$table', 'DATABASE_NAME', '$table', '', 'copied', 0, 0, '', 0, 0, 0, 0)
		ON DUPLICATE KEY UPDATE target_database = 'DATABASE_NAME'";
}

sub ours
{
	return $source->safe_psql('postgres', q{SELECT id, name, unique_on_target FROM item ORDER BY id}) =~ tr/|/\t/r;
}

sub theirs
{
	my ($stream) = @_;
	return join "\n", map { join "\t", map { $_ // '' } @$_ }
	  $target->query('SELECT id, name, unique_on_target FROM item WHERE id <> 700 AND (id <> 704 OR name <> \'waits\') ORDER BY id', $stream->{database});
}
