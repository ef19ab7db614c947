# Several source tables fill one of the target: constants at the beginning of the key tell their rows
# apart, in the copy (also one that is killed in the middle), in parallel streams of the same keys, and
# when one of them is truncated.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlProxy;
use MysqlServer;
use Process;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
my $log = "$PostgreSQL::Test::Utils::log_path/many_to_one";
my @regions = qw(eu us asia);
my %rows = (eu => 60_000, us => 40_000, asia => 20_000);
for my $region (qw(eu us))
{
	create($region);
}
$source->safe_psql('postgres', "CREATE PUBLICATION demo FOR TABLES IN SCHEMA eu, us");
my $proxy = MysqlProxy->start($target);
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => {
		apply => { workers => 4 },
		copy => { workers => 1, chunk_mb => 1 },
		target => { socket => $proxy->socket },
	},
	rules => <<~'TOML',
	[[rules]]
	table = "*.*"
	target = "shop.{2}"
	many_to_one = true
	[[rules.columns]]
	add = "region"
	value = "{1}"
	key = true

	[[rules]]
	table = "*.notes"
	soft_delete_time = "deleted_at"
	TOML
	log => "${log}_applier.log");

# Killed when one table is copied, and the other nearly.
my $last = $source->safe_psql('postgres', q{SELECT 'us.orders'::regclass::oid});
my $state = q{SELECT GROUP_CONCAT(state ORDER BY source_schema) FROM wal2mysql.table_state WHERE source_table = 'orders'};
$proxy->arm('hold', pattern => "SET state = 'copied'.*relation = $last\\b");
$stream->start;
$proxy->wait_for_fault;
$stream->kill9;
$proxy->release;
is($target->value($state), 'copied,copying', 'the copy is killed in the middle');
$target->query(q{UPDATE shop.orders SET words = 'seen' WHERE region = 'eu' AND id = 1});
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;
is($target->value(q{SELECT words FROM shop.orders WHERE region = 'eu' AND id = 1}), 'seen',
	'a table that was copied is not copied again');
$target->query(q{UPDATE shop.orders SET words = 'words 1' WHERE region = 'eu' AND id = 1});
same('eu', 'us');
is(join(' ', map { $_->[0] } $target->query(q{SELECT column_name FROM information_schema.statistics
		WHERE table_schema = 'shop' AND table_name = 'orders' AND index_name = 'PRIMARY' ORDER BY seq_in_index})),
	'region id', 'the key begins with the constant');

create('asia');
$source->safe_psql('postgres', 'ALTER PUBLICATION demo ADD TABLES IN SCHEMA asia; INSERT INTO asia.orders VALUES (-1);
	INSERT INTO asia.log VALUES (-1); INSERT INTO asia.notes VALUES (-1)');
$stream->wait_for_copy;
$stream->wait_for_catchup;
same(@regions);

# The same keys at the same time.
my @writers = map { write_to($_) } @regions;
$_->wait(300) for @writers;
$stream->wait_for_catchup;
same(@regions);
unlike($stream->log_text, qr/error/, 'nobody was in the way of another');

$source->safe_psql('postgres', 'TRUNCATE us.orders, us.log, us.notes; INSERT INTO us.orders VALUES (1); INSERT INTO us.notes VALUES (1)');
$stream->wait_for_catchup;
same(@regions);
is($target->value(q{SELECT COUNT(*) FROM shop.orders WHERE region = 'us'}), 1, 'a TRUNCATE empties its own table');
cmp_ok($target->value(q{SELECT COUNT(*) FROM shop.notes WHERE deleted_at IS NOT NULL AND region = 'us'}), '>', 100,
	'or marks its own rows');

# A unique key that holds in each of them does not hold in all: nobody can make anything of that.
$source->safe_psql('postgres', q{UPDATE eu.orders SET words = 'of eu ' || id; UPDATE asia.orders SET words = 'of asia ' || id});
$stream->wait_for_catchup;
is($stream->stop, 0, 'the applier ends well');
$target->query('ALTER TABLE shop.orders ADD UNIQUE KEY once (words)');
$stream->start;
$source->safe_psql('postgres', q{UPDATE asia.orders SET words = 'of eu 7' WHERE id = 9});
isnt($stream->wait_for_exit, 0, 'a value that is there from another table stops the stream');
like($stream->log_text, qr/Error 1062: .*table "asia\.orders"/s, 'with the table');
$target->query('ALTER TABLE shop.orders DROP KEY once');
$stream->start;
$stream->wait_for_catchup;
same(@regions);
is($stream->stop, 0, 'the applier ends well');

# Another database, by a stream of its own.
$source->safe_psql('postgres', 'CREATE DATABASE africa');
$source->safe_psql('africa', q{CREATE EXTENSION wal2mysql; CREATE SCHEMA africa; CREATE TABLE africa.orders (id int PRIMARY KEY,
	words varchar(200), document text); INSERT INTO africa.orders VALUES (1, 'first', 'of africa'); CREATE PUBLICATION demo FOR ALL TABLES});
my $other = stream_of('africa', rules => rule('africa', 'orders', 'orders'), database => 'africa');
$other->start;
$other->wait_for_log(qr/streaming from/);
is($target->value(q{SELECT document FROM shop.orders WHERE region = 'africa' AND id = 1}), 'of africa', 'another stream joins them');
is($other->stop, 0, 'the applier ends well');

# What cannot be told apart, or would be changed, is refused before the first row.
$source->safe_psql('postgres', q{CREATE SCHEMA odd; CREATE TABLE odd.orders (id int PRIMARY KEY, words varchar(200), document text);
	CREATE TABLE odd.wider (id int PRIMARY KEY, words varchar(200), document text, more text);
	CREATE TABLE odd.times (id int PRIMARY KEY, at timestamp(3)); CREATE TABLE odd.more_times (id int PRIMARY KEY, at timestamp(6));
	INSERT INTO odd.times VALUES (1)});
for my $case (
	[ 'no constant', [ 'odd.orders' ], rule('odd', 'orders', 'orders', constant => ''), qr/no constant in the key tells its rows/ ],
	[ 'a constant that is there', [ 'odd.orders' ], rule('odd', 'orders', 'orders', constant => 'eu'),
		qr/already has rows where `region` = 'eu'/ ],
	[ 'two of one constant', [ 'odd.orders', 'odd.wider' ],
		rule('odd', 'orders', 'fresh') . rule('odd', 'wider', 'fresh'),
		qr/cannot be told apart.*both have `region` = 'odd'/s ],
	[ 'a column too many', [ 'odd.wider' ], rule('odd', 'wider', 'orders'), qr/Missing: "more"/ ],
	[ 'seconds that would be rounded', [ 'odd.times', 'odd.more_times' ],
		rule('odd', 'times', 'times') . rule('odd', 'more_times', 'times', constant => 'even'),
		qr/does not fit source table "odd\.more_times".*Column "at" is datetime\(3\) there, and DATETIME\(6\) is needed/s ],
	[ 'a collation without case', [ 'odd.orders' ], rule('odd', 'orders', 'caseless'),
		qr/Column "region" has collation \S+_ci/ ])
{
	my ($description, $tables, $rules, $error) = @$case;
	(my $name = $description) =~ s/\W/_/g;
	$target->query('CREATE TABLE IF NOT EXISTS shop.caseless (region VARCHAR(10) COLLATE utf8mb4_general_ci, id INT, words TEXT,
		document TEXT, PRIMARY KEY (region, id))');
	$source->safe_psql('postgres', "CREATE PUBLICATION $name FOR TABLE " . join ', ', @$tables);
	my $refused = stream_of($name, rules => $rules, publication => $name);
	$refused->start;
	isnt($refused->wait_for_exit, 0, "$description: refused");
	like($refused->log_text, $error, "$description: for the reason");
	$source->safe_psql('postgres', "SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots WHERE slot_name = 'wal2mysql_$name'");
}
done_testing();

sub create
{
	my ($region) = @_;
	$source->safe_psql('postgres', <<~"SQL");
		CREATE SCHEMA $region;
		CREATE TABLE $region.orders (id int PRIMARY KEY, words varchar(200), document text);
		ALTER TABLE $region.orders ALTER document SET STORAGE EXTERNAL;
		INSERT INTO $region.orders SELECT n, 'words ' || n, repeat('$region', 25) FROM generate_series(1, $rows{$region}) n;
		CREATE TABLE $region.log (id int, words text, document text);
		ALTER TABLE $region.log REPLICA IDENTITY FULL;
		INSERT INTO $region.log SELECT n % 10, 'twins', '$region' FROM generate_series(1, 100) n;
		CREATE TABLE $region.notes (id int PRIMARY KEY, words varchar(200), document text);
		INSERT INTO $region.notes SELECT n, 'notes', '$region' FROM generate_series(1, 200) n;
		SQL
	return;
}

sub rule
{
	my ($schema, $table, $target_table, %of) = @_;
	my $constant = $of{constant} // $schema;
	return qq{[[rules]]\ntable = "$schema.$table"\ntarget = "shop.$target_table"\nmany_to_one = true\n}
	  . ($constant && qq{[[rules.columns]]\nadd = "region"\nvalue = "$constant"\nkey = true\n});
}

sub stream_of
{
	my ($name, %of) = @_;
	my $database = $of{database} || 'postgres';
	return Stream->new(
		name => $name, source => $source, target => $target, publications => [ $of{publication} || 'demo' ],
		config => { source => { connection => $source->connstr($database) } }, rules => $of{rules},
		log => "${log}_$name.log");
}

# Every region has the rows of its own table, and no others.
sub same
{
	for my $region (@_)
	{
		for my $table (qw(orders log notes))
		{
			my $theirs = $source->safe_psql('postgres',
				"SELECT concat_ws('|', id, words, encode(sha256(convert_to(document, 'UTF8')), 'hex')) FROM $region.$table");
			my $living = $table eq 'notes' ? 'AND deleted_at IS NULL' : '';
			my @ours = map { $_->[0] } $target->query(
				"SELECT CONCAT_WS('|', id, words, SHA2(document, 256)) FROM shop.$table WHERE region = '$region' $living");
			is(join("\n", sort @ours), join("\n", sort split /\n/, $theirs), "$region: every row of $table");
		}
	}
	return;
}

sub write_to
{
	my ($region) = @_;
	my $script = Scratch::folder('writer') . '/script';
	open my $file, '>', $script or die "$script: $!";
	for my $n (1 .. 400)
	{
		print $file <<~"SQL";
			BEGIN; UPDATE $region.orders SET words = words || $n WHERE id = $n % 50 + 1;
			INSERT INTO $region.orders VALUES (1000000 + $n, 'new', repeat('$region', 1000));
			DELETE FROM $region.orders WHERE id = 100 + $n;
			UPDATE $region.orders SET id = -id WHERE id = 1000 + $n; COMMIT;
			BEGIN; UPDATE $region.notes SET words = words || $n WHERE id = $n % 50 + 1; DELETE FROM $region.notes WHERE id = $n;
			INSERT INTO $region.notes VALUES ($n / 2, 'again') ON CONFLICT DO NOTHING; COMMIT;
			INSERT INTO $region.log VALUES ($n % 10, 'twins', '$region');
			DELETE FROM $region.log WHERE ctid = (SELECT min(ctid) FROM $region.log WHERE id = $n % 7);
			SQL
	}
	close $file;
	return Process->start("${log}_$region.log", 'psql', '--no-psqlrc', '--quiet', '--dbname', $source->connstr('postgres'), '--file', $script);
}
