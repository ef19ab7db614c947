# What only the source can do of a rule (leaving out, replacing, computing, choosing rows) is done by
# the names that tables and columns have at each point of the log: a table or a column that got its
# name later, or had it before, is sent as the rules want it, never as it is.

use strict;
use warnings;

use Test::More;

use MysqlServer;
use Source;
use Stream;
use TableComparison qw(compare_table);

my $source = Source->start;
my $target = MysqlServer->new->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE people (id int PRIMARY KEY, region text, email text, secret_a text);
	ALTER TABLE people REPLICA IDENTITY FULL;
	INSERT INTO people SELECT i, CASE i % 3 WHEN 0 THEN 'EU' WHEN 1 THEN 'US' END, i || '@example.org', 'hidden' FROM generate_series(1, 30) i;
	CREATE PUBLICATION demo FOR ALL TABLES;
	SQL
my $rules = <<~'TOML';
	[[rules]]
	table = "public.people*"
	where = "region = 'EU'"
	[[rules.columns]]
	column = "secret_*"
	drop = true
	[[rules.columns]]
	column = "email"
	rename = "mail"
	expression = "left(email, 1) || '***'"
	[[rules.columns]]
	column = "*_at"
	type = "VARCHAR(40)"
	[[rules.columns]]
	add = "label"
	expression = "id || ' in \"' || region || '\"\\'"
	type = "VARCHAR(60)"
	TOML
my $stream = Stream->new(name => 'demo', source => $source, target => $target, rules => $rules);
my $table = 'people';
my $next = 100;
$stream->start;
$stream->wait_for_copy;
check('copied');
is_deeply([ map { $_->[0] } $target->query(q{SELECT column_name FROM information_schema.columns
	WHERE table_schema = 'postgres' AND table_name = 'people' ORDER BY ordinal_position}) ],
	[qw(id region mail label)], 'the columns of the target');
is($target->value(q{SELECT column_type FROM information_schema.columns WHERE table_name = 'people' AND column_name = 'label'}),
	'varchar(60)', 'a computed column has the type of its rule');
change();
$stream->wait_for_catchup;
check('streamed');

# A column that the pattern drops, and one that it makes text, while the stream runs.
$source->safe_psql('postgres', 'ALTER TABLE people ADD secret_b text');
change();
$stream->wait_for_catchup;
check('with a new secret');
like($stream->log_text, qr/rules apply to table "public\.people", of which the source had not been told/,
	'the stream began again to tell the source of it');
$target->query('ALTER TABLE postgres.people ADD seen_at VARCHAR(40)');
$source->safe_psql('postgres', q{ALTER TABLE people ADD seen_at timestamptz});
change();
$source->safe_psql('postgres', q{UPDATE people SET seen_at = 'infinity' WHERE id % 2 = 0});
$stream->wait_for_catchup;
check('with a new text');

# Another name for the table, while the stream runs, and while it does not.
$source->safe_psql('postgres', 'ALTER TABLE people RENAME TO people_2');
$table = 'people_2';
change();
$stream->wait_for_catchup;
check('renamed');
is($stream->stop, 0, 'the applier ends well');
change();
$source->safe_psql('postgres', 'ALTER TABLE people_2 RENAME TO people_3');
$table = 'people_3';
change();
$source->safe_psql('postgres', 'ALTER TABLE people_3 ADD secret_c text, DROP secret_a');
change();
$source->safe_psql('postgres', 'ALTER TABLE people_3 RENAME secret_b TO secret_d');
change();
$stream->start;
$stream->wait_for_catchup;
check('renamed in the backlog');
like($stream->log_text, qr/rules apply to table "public\.people_2", of which the source had not been told/,
	'the name of the backlog was not that of today');

# Under another name, a value must not get past its rule: not a column's, and not a table's.
$source->safe_psql('postgres', 'ALTER TABLE people_3 RENAME email TO mail');
change();
is($stream->wait_for_exit, 1, 'a column with a rule has another name: the applier ends');
like($stream->log_text, qr/column "email" of table "public\.people_3", which a rule drops or replaces, is "mail" at another point/,
	'with both names');
is($target->value(q{SELECT COUNT(*) FROM postgres.people WHERE mail LIKE '%@%'}), 0, 'and nothing was written');
$rules .= <<~'TOML';
	[[rules.columns]]
	column = "mail"
	expression = "left(mail, 1) || '***'"
	TOML
$stream = Stream->new(name => 'demo', source => $source, target => $target, rules => $rules =~ s/"email"/"emai*"/r);
$stream->start;
$stream->wait_for_catchup;
check('with a rule for both names');
$source->safe_psql('postgres', 'ALTER TABLE people_3 RENAME TO persons');
$table = 'persons';
change();
is($stream->wait_for_exit, 1, 'a table with rules has a name without: the applier ends');
like($stream->log_text, qr/table "public\.persons" was copied as "public\.people", which has rules/, 'with both names');
$rules =~ s/"public\.people\*"/"public.pe*"/;
$stream = Stream->new(name => 'demo', source => $source, target => $target, rules => $rules =~ s/"email"/"emai*"/r);
$stream->start;
$stream->wait_for_catchup;
check('with a rule for every name of the table');

# A condition that was right when the stream began, and is not any more.
$source->safe_psql('postgres', 'ALTER TABLE persons RENAME region TO area');
$source->safe_psql('postgres', q{INSERT INTO persons (id, area) VALUES (0, 'EU')});
is($stream->wait_for_exit, 1, 'a column of a condition is gone: the applier ends');
is($target->value('SELECT COUNT(*) FROM postgres.people WHERE id = 0'), 0, 'and nothing was written');

is_deeply([ $target->query(q{SELECT * FROM postgres.people WHERE 'hidden' IN (region, mail, label, seen_at)}) ], [], 'nothing hidden is in the target');
done_testing();

# Inserts, updates across the condition, deletes.
sub change
{
	my $columns = $source->safe_psql('postgres', "SELECT string_agg(quote_ident(attname), ', ') FROM pg_attribute
		WHERE attrelid = '$table'::regclass AND attname LIKE 'secret%' AND NOT attisdropped");
	my $email = email();
	my $values = join ', ', map { "'hidden'" } split /, /, $columns;
	$source->safe_psql('postgres', <<~SQL);
		INSERT INTO $table (id, region, $email, $columns) SELECT i, CASE i % 2 WHEN 0 THEN 'EU' END, i || '\@x', $values
			FROM generate_series($next, $next + 9) i;
		UPDATE $table SET region = CASE region WHEN 'EU' THEN 'US' ELSE 'EU' END WHERE id % 5 = 0;
		UPDATE $table SET $email = 'z' || $email WHERE id % 7 = 0;
		DELETE FROM $table WHERE id % 13 = 0;
		SQL
	$next += 10;
	return;
}

# What the column is called now.
sub email
{
	return $source->safe_psql('postgres', "SELECT attname FROM pg_attribute WHERE attrelid = '$table'::regclass AND attname LIKE '%mail'");
}

sub check
{
	my ($what) = @_;
	my $report = compare_table(
		source => $source->connstr('postgres'),
		target => $target,
		schema => 'public',
		table => $table,
		target_table => 'people',
		database => 'postgres',
		where => q{region = 'EU'},
		names => { email() => 'mail' },
		left_out => { map { $_ => 1 } qw(secret_a secret_b secret_c secret_d) },
		as => { email() => [ q{left(%s, 1) || '***'}, '%s' ], seen_at => [ '%s::text', '%s' ] });
	is($report->{differences}, 0, "$what: every row is equal") or diag @{ $report->{samples} };
	cmp_ok($report->{rows}, '>', 5, "$what: and there are some");
	is(
		$target->value(q{SELECT COUNT(*) FROM postgres.people WHERE label = CONCAT(id, ' in "EU"\\\\')}),
		$report->{rows}, "$what: the computed column");
	return;
}
