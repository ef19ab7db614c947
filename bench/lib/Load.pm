# The work: what is written at the source, the same for every contestant.
#
# Every table that matters is published as bench; so is the table mark, in which a last row
# says that everything before it has arrived.
package Load;

use strict;
use warnings;

use Process;
use Scratch;

my $rows_in_insert_transaction = 1000;
my $rows_in_update_transaction = 100;

# Nothing here is compressible in a way that real rows are not, and nothing is out of line.
my $tables = <<~'SQL';
	CREATE TABLE ten (
		id bigint PRIMARY KEY,
		amount integer NOT NULL,
		name varchar(60) NOT NULL,
		price numeric(12, 2) NOT NULL,
		seen timestamptz NOT NULL,
		made timestamp NOT NULL,
		active boolean NOT NULL,
		words text NOT NULL,
		document jsonb NOT NULL,
		token uuid NOT NULL);
	CREATE TABLE tick (id bigint PRIMARY KEY, made timestamptz DEFAULT now());
	CREATE TABLE mark (n integer PRIMARY KEY);
	SQL

my $procedures = <<~'SQL';
	CREATE PROCEDURE insert_rows(first bigint, last bigint) LANGUAGE sql AS $$
		INSERT INTO ten SELECT n, n * 7 % 1000003, 'customer ' || n, n % 10000000 / 100.0,
			timestamptz '2020-01-01 00:00+00' + n * interval '1.25 s',
			timestamp '2021-01-01' + n * interval '2.5 s', n % 3 = 0,
			md5(n::text) || ' ' || md5((n + 1)::text) || ' with some words after it',
			jsonb_build_object('n', n, 'tags', jsonb_build_array('red', n % 10), 'ok', n % 2 = 0),
			md5(n::text)::uuid
		FROM generate_series(first, last) n
		$$;
	CREATE PROCEDURE insert_transactions(first bigint, last bigint, step int) LANGUAGE plpgsql AS $$
		BEGIN
			WHILE first <= last LOOP
				CALL insert_rows(first, least(first + step - 1, last));
				COMMIT;
				first := first + step;
			END LOOP;
		END
		$$;
	CREATE PROCEDURE update_transactions(updates bigint, rows bigint, step int) LANGUAGE plpgsql AS $$
		BEGIN
			FOR i IN 1 .. (updates + step - 1) / step LOOP
				UPDATE ten SET amount = amount + 1 WHERE id = ANY (
					SELECT 1 + floor(random() * rows)::bigint FROM generate_series(1, step));
				COMMIT;
			END LOOP;
		END
		$$;
	SQL

# The tables of a load, empty; a subscriber needs them, too.
sub create_tables
{
	my ($name, $server) = @_;
	$server->safe_psql('postgres', $tables);
	pgbench($server, '--initialize', '--quiet', '--init-steps=dtp') if $name eq 'tpcb';
	return;
}

# What each load prepares before its backlogs: given the source and the amount of a backlog.
my %prepare = (
	none => sub { },
	insert => sub { },
	update => sub {
		my ($source, $amount) = @_;
		insert($source, 1, 2 * $amount);
	},
	tpcb => sub {
		my ($source, $amount) = @_;
		pgbench($source, '--initialize', '--quiet', '--init-steps=gv', '--scale=' . pgbench_scale($amount));
	},
);

# And the backlog: given the source, its amount and its number from 1.
my %backlog = (
	insert => sub {
		my ($source, $amount, $number) = @_;
		insert($source, ($number - 1) * $amount + 1, $number * $amount);
	},
	update => sub {
		my ($source, $amount) = @_;
		write_at_once($source, sprintf 'CALL update_transactions(%d, %d, %d)',
			$amount, 2 * $amount, $rows_in_update_transaction);
	},
	none => sub { },
	tpcb => sub {
		my ($source, $amount, $number) = @_;
		my $clients = 4;
		pgbench($source, '--no-vacuum', "--client=$clients", '--jobs=2',
			'--transactions=' . int($amount / $clients), "--random-seed=$number");
	},
);

sub prepare
{
	my ($name, $source, $amount) = @_;
	create_tables($name, $source);
	$source->safe_psql('postgres', $procedures);
	$prepare{$name}->($source, $amount);
	$source->safe_psql('postgres', 'CREATE PUBLICATION bench FOR ALL TABLES');
	return;
}

sub backlog
{
	my ($name, $source, $amount, $number) = @_;
	$backlog{$name}->($source, $amount, $number);
	$source->safe_psql('postgres', "INSERT INTO mark VALUES ($number)");
	return;
}

sub insert
{
	my ($source, $first, $last) = @_;
	write_at_once($source,
		"CALL insert_transactions($first, $last, $rows_in_insert_transaction)");
	return;
}

# A backlog is the same log however its writer waited for the disk.
sub write_at_once
{
	my ($source, $sql) = @_;
	$source->safe_psql('postgres', "SET synchronous_commit = off;\n$sql;");
	return;
}

# So large that clients, and the rows of a backlog, seldom meet.
sub pgbench_scale
{
	my ($transactions) = @_;
	return $transactions < 50_000 ? 4 : 20;
}

sub pgbench
{
	my ($source, @arguments) = @_;
	my $folder = Scratch::folder('pgbench');
	local $ENV{PGOPTIONS} = '-c synchronous_commit=off';
	Process->run("$folder/log", 'pgbench', @arguments, $source->connstr('postgres'));
	Scratch::remove($folder);
	return;
}

1;
