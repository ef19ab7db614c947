# Mistakes in rules end the applier before it makes anything, the replication slot included, with the
# line of the file and what is wrong.

use strict;
use warnings;

use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE SCHEMA tenant_a; CREATE SCHEMA tenant_b;
	CREATE TABLE tenant_a.orders (id int PRIMARY KEY, region text);
	CREATE TABLE tenant_b.orders (id int PRIMARY KEY, region text);
	CREATE TABLE customer (id int PRIMARY KEY, email text, amount numeric, born date);
	CREATE TABLE unpublished (id int PRIMARY KEY);
	CREATE FUNCTION twice(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN $1 || $1;
	INSERT INTO customer VALUES (1, 'a@example.org', 1.5, '2000-01-01');
	CREATE PUBLICATION demo FOR TABLE tenant_a.orders, tenant_b.orders, customer;
	SQL

my $customer = "[[rules]]\ntable = 'public.customer'\n";
my $column = "$customer\[[rules.columns]]\n";
my @mistakes = (
	# Of the file itself.
	[ "${customer}tarhget = 'a.b'\n", qr/^tarhget/, qr/setting "tarhget" is not known in a rule/ ],
	[ "$column column = 'email'\ndrop = true\ntype = 'TEXT'\n", qr/^type/, qr/"type" contradicts "drop"/ ],
	[ "$column column = 'email'\nrename = '{1}'\n", qr/^rename/, qr/\{1\} stands for nothing/ ],
	# Of names.
	[ "[[rules]]\ntable = 'public.custmer'\ntarget = 'a.b'\n", qr/^\[\[rules/, qr/table "public\.custmer" is not published/ ],
	[ "[[rules]]\ntable = 'public.unpublished'\ntarget = 'a.b'\n", qr/^\[\[rules/, qr/table "public\.unpublished" is not published/ ],
	[ "$column column = 'emial'\ndrop = true\n", qr/^\[\[rules\.c/, qr/table "public\.customer" has no column "emial"/ ],
	[ "[[rules]]\ntable = 'tenant_*.*'\n[[rules.columns]]\ncolumn = 'redion'\ndrop = true\n", qr/^\[\[rules\.c/,
		qr/no table that matches "tenant_\*\.\*" has a column "redion"/ ],
	# Of targets.
	[ "[[rules]]\ntable = 'tenant_*.orders'\ntarget = 'all.orders'\n", qr/^\[\[rules/,
		qr/tables "tenant_a\.orders" and "tenant_b\.orders" would both go to "all"\."orders"/ ],
	[ "[[rules]]\ntable = 'tenant_a.orders'\ntarget = 'tenant_b.Orders'\n", qr/^\[\[rules/,
		qr/would both go to.*differ only in case/s ],
	[ "${customer}target = 'MySQL.customer'\n", qr/^\[\[rules/, qr/"MySQL"\."customer", a database which is reserved/ ],
	[ "${customer}target = 'a.customer '\n", qr/^\[\[rules/, qr/the name "customer " ends in a blank/ ],
	[ "$column column = 'email'\nrename = 'Amount'\n", qr/^\[\[rules\.c/,
		qr/columns "amount" and "email" of table "public\.customer" would both be "Amount"/ ],
	[ "$column column = 'email'\nrename = '@{[ 'x' x 65 ]}'\n", qr/^\[\[rules\.c/, qr/longer than 64 characters/ ],
	# Of types.
	[ "$column column = 'email'\ntype = 'INT'\n", qr/^\[\[rules\.c/, qr/column "email" of table "public\.customer" cannot be INT/ ],
	[ "$column column = 'amount'\ntype = 'FLOAT'\n", qr/^\[\[rules\.c/, qr/column "amount" .* cannot be FLOAT/ ],
	[ "$column column = 'id'\ntype = 'TEXT'\n", qr/^\[\[rules\.c/, qr/column "id" .* cannot be TEXT.*in a key/s ],
	# Of what the source is asked to do: it says what is wrong, and the file which line it was.
	[ "$column column = 'id'\ndrop = true\n", qr/^\[\[rules\.c/, qr/cannot be dropped: it is in the primary key/ ],
	[ "$column column = 'email'\nexpression = 'left(email'\n", qr/^\[\[rules\.c/, qr/syntax error at end of input \(character 11 of: left\(email\)/ ],
	[ "$column column = 'email'\nexpression = 'public.twice(email)'\n", qr/^\[\[rules\.c/, qr/twice/ ],
	[ "$column column = 'email'\nexpression = 'now()'\n", qr/^\[\[rules\.c/, qr/immutable/i ],
	[ "$column column = 'email'\nexpression = 'lower(mail)'\n", qr/^\[\[rules\.c/, qr/column "mail" does not exist/ ],
	[ "$column column = 'id'\nexpression = 'length(email)'\n", qr/^\[\[rules\.c/, qr/replica identity does not carry/ ],
	[ "${customer}where = 'amount > 1 OR OR'\n", qr/^\[\[rules/, qr/syntax error at or near "OR" \(character 15 of: amount > 1 OR OR\)/ ],
	[ "${customer}where = 'amount'\n", qr/^\[\[rules/, qr/boolean/ ],
	[ "${customer}where = 'amount > 1'\n", qr/^\[\[rules/, qr/replica identity/ ],
	# The third of them.
	[ "$column column = 'email'\nexpression = 'lower(email)'\n[[rules.columns]]\nadd = 'year'\nexpression = 'extract(year FROM born)'\n"
		  . "[[rules.columns]]\nadd = 'wrong'\nexpression = 'born + email'\n", qr/^add = 'wrong/, qr/operator does not exist/, -1 ]);

my $n = 0;
for (@mistakes)
{
	my ($rules, $line, $message, $up) = @$_;
	my $name = 'mistake_' . ++$n;
	my $stream = Stream->new(name => $name, publications => ['demo'], source => $source, target => $target, rules => $rules);
	$stream->start;
	is($stream->wait_for_exit, 1, "$message: the applier ends");
	my ($file, $number) = split /:/, $stream->config_line($line);
	my $where = quotemeta("$file:" . ($number + ($up || 0)) . ': ');
	like($stream->log_text, qr/error: $where.*$message/s, 'with the line and what is wrong');
}
is($source->safe_psql('postgres', 'SELECT count(*) FROM pg_replication_slots'), 0, 'no slot is left');
is($target->value(q{SELECT COUNT(*) FROM information_schema.tables WHERE table_name IN ('customer', 'orders')}),
	0, 'no table was made');

# Patterns that match nothing are told of.
my $stream = Stream->new(name => 'demo', source => $source, target => $target, rules => <<~'TOML');
	[[rules]]
	table = "tenant_x_*.*"
	target = "x.y"
	[[rules]]
	table = "public.customer"
	[[rules.columns]]
	column = "nothing_*"
	drop = true
	[[rules.columns]]
	column = "email"
	rename = "mail"
	TOML
$stream->start;
$stream->wait_for_copy;
like($stream->log_text, qr/warning: \Q@{[ $stream->config_line(qr(^\[\[rules\]\])) ]}\E: pattern "tenant_x_\*\.\*" matches no published table/,
	'a pattern that matches no table is warned of');
like($stream->log_text, qr/pattern "nothing_\*" matches no column of "public\.customer"/, 'one that matches no column, too');
is($stream->stop, 0, 'the applier ends well');

# What is copied stays where it is; and what a target table lacks is said by its names.
$stream = Stream->new(name => 'demo', source => $source, target => $target, rules => "${customer}target = 'b.customer'\n");
$stream->start;
is($stream->wait_for_exit, 1, 'a target that changes after the copy ends the applier');
like($stream->log_text, qr/is to go to "b"\."customer", and is in "postgres"\."customer"/, 'with where the table is');
$stream = Stream->new(name => 'demo', source => $source, target => $target, rules => "$column column = 'email'\nrename = 'letter'\n");
$stream->start;
$source->safe_psql('postgres', q{INSERT INTO customer VALUES (2, 'b', 2, NULL)});
is($stream->wait_for_exit, 1, 'a name that changes after the copy ends the applier');
like($stream->log_text, qr/Missing: "letter"/, 'with what is missing');
$target->query('ALTER TABLE postgres.customer RENAME COLUMN mail TO letter');
$stream->start;
$stream->wait_for_catchup;
is($target->value('SELECT letter FROM postgres.customer WHERE id = 2'), 'b', 'and once it is there, the stream goes on');

# A table that is dropped while the stream runs must not keep it from going on.
$source->safe_psql('postgres', 'DROP TABLE customer');
$source->stop;
$stream->wait_for_log(qr/trying again/);
$source->start;
$source->safe_psql('postgres', q{INSERT INTO tenant_a.orders VALUES (1, 'x')});
$stream->wait_for_catchup;
is($stream->stop, 0, 'the stream goes on without a table that rules name');
$stream->start;
$stream->wait_for_log(qr/table "public\.customer" is no longer published.*streaming from/s);
is($stream->stop, 0, 'and after a restart it only warns');
done_testing();
