# A stream of many tables, renamed by a pattern and with a rule for each, is copied and streamed in little
# memory, and begins again at once.  TABLES: how many; says what it took.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;
use Time::HiRes qw(time);

use MysqlServer;
use Source;
use Stream;

my $tables = $ENV{TABLES} || 300;
my $memory_max_mb = 150;
my $source = Source->start(settings => "max_locks_per_transaction = 1024\n");
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~SQL);
	CREATE SCHEMA tenant;
	DO \$\$ BEGIN
	  FOR i IN 1..$tables LOOP
	    EXECUTE format('CREATE TABLE tenant.orders_%s (id int PRIMARY KEY, words text, amount numeric(12,2), at timestamptz)', i);
	    EXECUTE format('INSERT INTO tenant.orders_%s SELECT k, ''text'', k, now() FROM generate_series(1, 10) k', i);
	    IF i % 500 = 0 THEN COMMIT; END IF;
	  END LOOP;
	END \$\$;
	CREATE PUBLICATION demo FOR TABLES IN SCHEMA tenant;
	SQL

my $rules = qq{[[rules]]\ntable = "tenant.orders_*"\ntarget = "shop.o{1}"\n}
  . join '', map { qq{[[rules]]\ntable = "tenant.orders_$_"\n[[rules.columns]]\ncolumn = "words"\nexpression = "upper(words)"\n} }
  1 .. $tables;
my $stream = Stream->new(
	source => $source,
	target => $target,
	rules => $rules,
	log => "$PostgreSQL::Test::Utils::log_path/many_tables_applier.log");

timed('copied', sub { $stream->start; $stream->wait_for_log(qr/streaming from/) });
is($target->value(q{SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = 'shop' AND table_name LIKE 'o%'}),
	$tables, 'every table is there, by its new name');
is(sum('COUNT(*)'), 10 * $tables, 'with its rows');

timed('each table updated and streamed', sub { update_all(); $stream->wait_for_catchup });
is(sum('SUM(amount)'), 65 * $tables, 'and its changes');
is(sum(q{SUM(words COLLATE utf8mb4_bin = 'TEXT')}), 10 * $tables, 'as its own rule wants them');

is($stream->stop, 0, 'the applier ends well when asked to');
timed('started again', sub { $stream->start; $stream->wait_for_log(qr/streaming from/) });
timed('each table updated and streamed once more', sub { update_all(); $stream->wait_for_catchup });
is(sum('SUM(amount)'), 75 * $tables, 'it goes on');
is($stream->stop, 0, 'the applier ends well when asked to');
done_testing();

sub timed
{
	my ($what, $work) = @_;
	my $began = time;
	$work->();
	my $memory_mb = $stream->peak_memory_kb / 1024;
	diag sprintf '%d tables %s: %.1f s, at most %.0f MB of memory', $tables, $what, time - $began, $memory_mb;
	cmp_ok($memory_mb, '<', $memory_max_mb, "$what in bounded memory");
	return;
}

sub update_all
{
	$source->safe_psql('postgres', <<~SQL);
		DO \$\$ BEGIN
		  FOR i IN 1..$tables LOOP
		    EXECUTE format('UPDATE tenant.orders_%s SET amount = amount + 1', i);
		    COMMIT;
		  END LOOP;
		END \$\$;
		SQL
	return;
}

# Over all tables.
sub sum
{
	my ($expression) = @_;
	my $total = 0;
	for (my $from = 1; $from <= $tables; $from += 200)
	{
		my $to = $from + 199 < $tables ? $from + 199 : $tables;
		$total += $target->value('SELECT CAST(SUM(x) AS SIGNED) FROM ('
			. join(' UNION ALL ', map { "SELECT $expression AS x FROM shop.o$_" } $from .. $to) . ') AS t');
	}
	return $total;
}
