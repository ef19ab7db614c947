# Money is sent with two decimals; where lc_monetary gives it another number of them, or begins to,
# the stream stops and says what to do, instead of moving points.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Scratch;
use Source;
use Stream;

# Locales that every machine can make: bare systems have none but C.
my $locales = Scratch::folder('locales');
make_locale('whole', 0);
make_locale('thousandths', 3);
$ENV{LOCPATH} = $locales;

my $target = MysqlServer->new(durable => 0)->start;
my $source = Source->start(init => [ '--encoding=UTF8', '--locale=C', '--lc-monetary=whole' ]);
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE price (id int PRIMARY KEY, amount money);
	INSERT INTO price VALUES (1, '1234');
	CREATE PUBLICATION demo FOR TABLE price;
	SQL
is($source->safe_psql('postgres', 'SELECT amount FROM price'), 'Y1,234', 'a database without decimals');
my $refusal = qr/money with \d decimals cannot be sent.*^HINT:  Use numeric instead of money/ms;
my $stream = Stream->new(
	source => $source, target => $target,
	log => "$PostgreSQL::Test::Utils::log_path/money_applier.log");
is($stream->start->wait_for_exit, 1, 'stops the stream');
like($stream->log_text, $refusal, 'and the message has a hint');
is($target->value(q{SELECT COUNT(*) FROM information_schema.tables WHERE table_name = 'price'}),
	0, 'nothing is copied');

# Everything that has money in it, whatever the session says.
$source->safe_psql('postgres', <<~'SQL');
	CREATE TYPE pair AS (amount money);
	CREATE TYPE amounts AS RANGE (subtype = money);
	CREATE DOMAIN cost AS money;
	CREATE TABLE list (v money[]);
	CREATE TABLE composite (v pair);
	CREATE TABLE range (v amounts);
	CREATE TABLE domain (v cost);
	CREATE TABLE ranges (v amounts_multirange);
	SQL
for my $table (qw(price list composite range domain ranges))
{
	my ($status, $out, $err) = $source->psql('postgres', q{SET lc_monetary = 'C'; } . described($table));
	like($err, $refusal, "$table: refused");
}
my ($status, $out, $err) = $source->psql('postgres', described('price', 'public.price.amount'));
like($err, $refusal, 'as text: refused');

# The role says what the amounts are, and the stream begins.
$source->safe_psql('postgres', q{ALTER ROLE CURRENT_USER SET lc_monetary = 'C'});
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;
is($target->value('SELECT amount FROM postgres.price'), '12.34', 'with another lc_monetary of the role');
is($source->safe_psql('postgres', q{SET lc_monetary = 'whole'; } . described('list')), 'JSON',
	'whatever a session sets for itself');
is($stream->stop, 0, 'the applier ends well when asked to');

# The same integers would be thousandths of what they were.
$source->safe_psql('postgres', q{ALTER ROLE CURRENT_USER SET lc_monetary = 'thousandths'});
$source->safe_psql('postgres', q{INSERT INTO price VALUES (2, '1.5')});
is($stream->start->wait_for_exit, 1, 'stops the stream');
like($stream->log_text, $refusal, 'and the message has a hint');
is($target->value('SELECT COUNT(*) FROM postgres.price'), 1, 'another number of decimals stops the stream');
$source->safe_psql('postgres', q{ALTER ROLE CURRENT_USER SET lc_monetary = 'C'});
$stream->start;
$stream->wait_for_catchup;
is($target->value('SELECT amount FROM postgres.price WHERE id = 2'), '15.00', 'which goes on when it is two again');
is($stream->stop, 0, 'the applier ends well when asked to');
done_testing();

sub described
{
	my ($table, $text) = @_;
	my $options = $text ? ", 'text_columns', '$text'" : '';
	return "SELECT f -> 'columns' -> -1 ->> 'mysql_type'
		FROM wal2mysql.frame_to_jsonb(wal2mysql.describe_relation('$table', 'target', 'mysql-9.7.4'$options)) AS f";
}

sub make_locale
{
	my ($name, $decimals) = @_;
	open my $definition, '>', "$locales/$name.def" or die "$name: $!";
	print $definition <<~LOCALE;
		comment_char %
		escape_char /
		LC_MONETARY
		int_curr_symbol "JPY "
		currency_symbol "Y"
		mon_decimal_point "."
		mon_thousands_sep ","
		mon_grouping 3
		positive_sign ""
		negative_sign "-"
		int_frac_digits $decimals
		frac_digits $decimals
		p_cs_precedes 1
		p_sep_by_space 0
		n_cs_precedes 1
		n_sep_by_space 0
		p_sign_posn 1
		n_sign_posn 1
		END LC_MONETARY
		LOCALE
	close $definition or die "$name: $!";
	my ($out, $err) = ('', '');
	IPC::Run::run(
		[ 'localedef', '--force', '--quiet', '--no-archive', "--inputfile=$locales/$name.def", "$locales/$name" ],
		'>', \$out, '2>', \$err);
	-e "$locales/$name/LC_MONETARY" or die "no locale $name: $err";
	return;
}
