# Rules of the stream's file say where tables go, what they and their columns are called there, and
# of which types the columns are: for the copy, for the stream, and for tables that come later.

use strict;
use warnings;

use Test::More;

use MysqlServer;
use Source;
use Stream;
use TableComparison qw(compare_table);

my $source = Source->start;
my $target = MysqlServer->new->start;

# Names.  Columns of a key, values in TOAST, a table without a key, names with dots and quotes.
$source->safe_psql('postgres', <<~'SQL');
	CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b; CREATE SCHEMA "Odd.Name"; CREATE SCHEMA sales;
	CREATE FUNCTION fill(name text) RETURNS void LANGUAGE plpgsql AS $$
	BEGIN
	  EXECUTE format('CREATE TABLE %s.order_items (id int, line int, legacy_note text, big text, PRIMARY KEY (line, id))', name);
	  EXECUTE format('INSERT INTO %s.order_items SELECT i, i %% 7, i::text, repeat(md5(i::text), 200) FROM generate_series(1, 500) i', name);
	  EXECUTE format('CREATE TABLE %s.order_log (legacy_what text, legacy_at int)', name);
	  EXECUTE format('INSERT INTO %s.order_log SELECT (i %% 5)::text, i %% 3 FROM generate_series(1, 30) i', name);
	END $$;
	SELECT fill('tenant_a'), fill('tenant_b');
	ALTER TABLE tenant_a.order_items ALTER big SET STORAGE EXTERNAL;
	ALTER TABLE tenant_a.order_log REPLICA IDENTITY FULL;
	ALTER TABLE tenant_b.order_log REPLICA IDENTITY FULL;
	CREATE TABLE tenant_a.other (id int PRIMARY KEY, legacy_x int);
	INSERT INTO tenant_a.other VALUES (1, 1);
	CREATE TABLE "Odd.Name"."a*b" (id int PRIMARY KEY, "c.d" text, "c`d" text);
	INSERT INTO "Odd.Name"."a*b" VALUES (1, 'one', 'eins');
	CREATE TABLE sales.customer (id int PRIMARY KEY, email text UNIQUE, "Total" int, total_2 int);
	INSERT INTO sales.customer SELECT i, i || '@example.org', i, -i FROM generate_series(1, 100) i;
	CREATE TABLE public.plain (id int PRIMARY KEY);
	INSERT INTO public.plain VALUES (1);
	CREATE PUBLICATION names FOR ALL TABLES;
	SQL
my %names = (
	'tenant_a.order_items' => [ 'tenants', 'items_of_a', { legacy_note => 'note_a', id => 'item_id' } ],
	'tenant_b.order_items' => [ 'tenants', 'items_of_b', { legacy_note => 'note_b', id => 'item_id' } ],
	'tenant_a.order_log' => [ 'tenants', 'log_of_a', { legacy_what => 'what_a', legacy_at => 'at_a' } ],
	'tenant_b.order_log' => [ 'tenants', 'log_of_b', { legacy_what => 'what_b', legacy_at => 'at_b' } ],
	'tenant_a.other' => [ 'tenant_a', 'other' ],
	'Odd.Name.a*b' => [ 'odd', 'x.a*b', { 'c.d' => 'first', 'c`d' => 'sec`ond' } ],
	'sales.customer' => [ 'shop_sales', 'customer', { email => 'total_2', total_2 => 'email', Total => 'sum' } ],
	'public.plain' => [ 'postgres', 'plain' ]);
my $names = Stream->new(name => 'names', source => $source, target => $target, rules => <<~'TOML');
	[[rules]]
	table = "tenant_*.order_*"
	target = "tenants.{2}_of_{1}"

	[[rules.columns]]
	column = "legacy_*"
	rename = "{3}_{1}"

	[[rules]]
	table = "tenant_*.order_items"
	[[rules.columns]]
	column = "id"
	rename = "item_id"

	[[rules]]
	table = 'Odd\.Name.a\*b'
	target = 'odd.x\.a*b'
	[[rules.columns]]
	column = "c.d"
	rename = "first"
	[[rules.columns]]
	column = "c`*"
	rename = "sec`ond"

	# Names of columns change places.
	[[rules]]
	table = "sales.*"
	target = "shop_sales.{1}"
	[[rules.columns]]
	column = "email"
	rename = "total_2"
	[[rules.columns]]
	column = "total_2"
	rename = "email"
	[[rules.columns]]
	column = "Total"
	rename = "sum"
	TOML
$names->start;
$names->wait_for_copy;
is_deeply([ named_differences() ], [], 'names: every copied row is equal');
change_named('tenant_a', 'tenant_b');
$names->wait_for_catchup;
is_deeply([ named_differences() ], [], 'names: every streamed row is equal');
is($names->stop, 0, 'names: the applier ends well');

# A unique key of the target is under the new name, and rows of a changed transaction still find it.
$target->query('ALTER TABLE shop_sales.customer ADD UNIQUE KEY (total_2(100))');
$names->start;
change_named('tenant_b');
$source->safe_psql('postgres', <<~'SQL') for 1 .. 5;
	UPDATE sales.customer SET email = email || 'x' WHERE id < 50;
	DELETE FROM sales.customer WHERE id = 7;
	INSERT INTO sales.customer VALUES (7, '7@example.org', 7, -7);
	SQL
$names->wait_for_catchup;
is_deeply([ named_differences() ], [], 'names: and once it was started again');

# Tables that come later, one of them while the stream runs.
$source->safe_psql('postgres', q{CREATE SCHEMA tenant_c; SELECT fill('tenant_c'); ALTER TABLE tenant_c.order_log REPLICA IDENTITY FULL});
$source->safe_psql('postgres', q{INSERT INTO tenant_c.order_items VALUES (0, 0, 'new', 'new'); INSERT INTO tenant_c.order_log VALUES ('new', 0)});
$names{"tenant_c.$_->[0]"} = [ 'tenants', "$_->[1]_of_c", $_->[2] ] for
  [ 'order_items', 'items', { legacy_note => 'note_c', id => 'item_id' } ],
  [ 'order_log', 'log', { legacy_what => 'what_c', legacy_at => 'at_c' } ];
$names->wait_for_catchup;
change_named('tenant_c');
$names->wait_for_catchup;
is_deeply([ named_differences() ], [], 'names: tables that came later follow the patterns');

# What the source cannot say of a row is said by the source's names.
$target->query('UPDATE shop_sales.customer SET id = 4711 WHERE id = 9');
$source->safe_psql('postgres', 'UPDATE sales.customer SET "Total" = 0 WHERE id = 9');
is($names->wait_for_exit, 1, 'names: a row that is not there stops the stream');
like($names->log_text, qr/key \(id = 9\).*table "sales\.customer"/s, 'names: the error has the names of the source');
$target->query('UPDATE shop_sales.customer SET id = 9 WHERE id = 4711');
$names->start;
$names->wait_for_catchup;
is($names->stop, 0, 'names: and goes on once it is there');
$source->safe_psql('postgres', 'DROP PUBLICATION names');

done_testing();

sub named_differences
{
	return map {
		my ($schema, $table) = /^(.*)\.(.*)$/;
		my ($database, $target_table, $columns) = @{ $names{$_} };
		my $report = compare_table(
			source => $source->connstr('postgres'),
			target => $target,
			schema => $schema,
			table => $table,
			database => $database,
			target_table => $target_table,
			names => $columns);
		$report->{differences} ? "$_: @{ $report->{samples} }" : ()
	} sort keys %names;
}

# Every kind of change: many at once, one at a time, of keys, of rows without a key, of large values.
sub change_named
{
	for my $schema (@_)
	{
		$source->safe_psql('postgres', <<~SQL);
			UPDATE $schema.order_items SET legacy_note = legacy_note || 'x' WHERE id % 2 = 0;
			UPDATE $schema.order_items SET id = id + 10000 WHERE id = 4;
			BEGIN;
			UPDATE $schema.order_items SET line = line + 10 WHERE id % 5 = 0;
			DELETE FROM $schema.order_items WHERE id % 11 = 0;
			COMMIT;
			INSERT INTO $schema.order_items SELECT i, 100, NULL, 'short' FROM generate_series(1, 40) i
				ON CONFLICT DO NOTHING;
			UPDATE $schema.order_log SET legacy_what = 'changed' WHERE ctid = (SELECT min(ctid) FROM $schema.order_log);
			DELETE FROM $schema.order_log WHERE ctid = (SELECT max(ctid) FROM $schema.order_log);
			INSERT INTO $schema.order_log VALUES (NULL, NULL), ('1', 1);
			SQL
	}
	$source->safe_psql('postgres', <<~'SQL');
		UPDATE "Odd.Name"."a*b" SET "c.d" = "c.d" || '.';
		TRUNCATE tenant_a.other;
		INSERT INTO tenant_a.other VALUES (2, 2);
		UPDATE sales.customer SET "Total" = "Total" + 1;
		INSERT INTO public.plain SELECT max(id) + 1 FROM public.plain;
		SQL
	return;
}
