# Unique keys of the target, which hold at every statement there and at some moment of a transaction
# on the source: values that are swapped or handed on, keys that are shifted, and what is NULL,
# unchanged TOAST, or known to the log by its key alone.

use strict;
use warnings;

use PostgreSQL::Test::Utils;
use Test::More;

use MysqlServer;
use Source;
use Stream;

my $source = Source->start;
my $target = MysqlServer->new(durable => 0)->start;
$source->safe_psql('postgres', <<~'SQL');
	CREATE TABLE t (
		id int PRIMARY KEY,
		u int CONSTRAINT u_once UNIQUE DEFERRABLE,
		name text,
		document text,
		picture bytea,
		price numeric);
	ALTER TABLE t ALTER document SET STORAGE EXTERNAL, ALTER picture SET STORAGE EXTERNAL;
	INSERT INTO t SELECT n, n, 'name ' || n, repeat('document ' || n, 1000),
		convert_to(repeat('picture ' || n, 1000), 'UTF8'), n / 7.0
	FROM generate_series(1, 1000) n;
	CREATE TABLE shifted (id int PRIMARY KEY, u int);
	INSERT INTO shifted SELECT n, n FROM generate_series(2000, 1, -1) n;
	CREATE PUBLICATION demo FOR TABLE t, shifted;
	SQL
my $stream = Stream->new(
	source => $source,
	target => $target,
	config => { apply => { workers => 4 }, schema => { indexes => 'false' } },
	log => "$PostgreSQL::Test::Utils::log_path/unique_keys_applier.log");
$stream->start;
$stream->wait_for_copy;
$stream->wait_for_catchup;
is($stream->stop, 0, 'the applier ends well');
$target->query('ALTER TABLE t ADD UNIQUE KEY u_once (u)', 'postgres');
$stream->start;
$stream->wait_for_log(qr/streaming from/);
my $pid = $stream->pid;

sub arrives
{
	my ($description, @transactions) = @_;
	$source->safe_psql('postgres', $_) for @transactions;
	$stream->wait_for_catchup;
	is($stream->differences, '', $description);
	return;
}

arrives('two rows swap their values, by way of a third', <<~'SQL');
	BEGIN;
	UPDATE t SET u = -1 WHERE id = 1;
	UPDATE t SET u = 1 WHERE id = 2;
	UPDATE t SET u = 2 WHERE id = 1;
	END;
	SQL
arrives('or by way of nothing, in a constraint that is checked at the end', <<~'SQL');
	BEGIN;
	SET CONSTRAINTS u_once DEFERRED;
	UPDATE t SET u = 11 - u, name = 'swapped' WHERE u BETWEEN 1 AND 10;
	END;
	SQL
arrives('or by a single statement', 'UPDATE t SET u = 1001 - u');
arrives('a swap beside changes of keys, in one transaction', <<~'SQL');
	BEGIN;
	SET CONSTRAINTS u_once DEFERRED;
	UPDATE t SET id = 5000, u = (SELECT u FROM t WHERE id = 500) WHERE id = 501;
	UPDATE t SET id = 501, u = 77777 WHERE id = 500;
	UPDATE t SET u = 88888 WHERE id = 501;
	DELETE FROM t WHERE id = 499;
	INSERT INTO t VALUES (499, 77777, 'new', 'small', NULL, 1.5);
	END;
	SQL
arrives('all keys are shifted by one', 'UPDATE shifted SET id = id + 1');
arrives('a key changes and its TOAST does not',
	q{UPDATE t SET id = -id, name = 'negative' WHERE id % 10 = 0});
arrives('a value is handed on from transaction to transaction',
	map { ("DELETE FROM t WHERE id = $_", "INSERT INTO t VALUES (-$_, $_ * 100000, 'again', 'x', 'y', 1)",
		"DELETE FROM t WHERE id = -$_", "INSERT INTO t VALUES (-1000 - $_, $_ * 100000, 'last', 'x', 'y', 1)") }
	map { 10 * $_ + 1 } 1 .. 20);
arrives('very often', <<~'SQL');
	CREATE PROCEDURE hand_on() LANGUAGE plpgsql AS $$ BEGIN
		FOR i IN 1 .. 3000 LOOP
			DELETE FROM t WHERE u = -7;
			COMMIT;
			INSERT INTO t VALUES (100000 + i, -7, 'i', 'x', 'y', 1);
			COMMIT;
		END LOOP;
	END $$;
	CALL hand_on();
	SQL
arrives('and keys are taken again', <<~'SQL');
	CREATE PROCEDURE take_again() LANGUAGE plpgsql AS $$ BEGIN
		FOR i IN 1 .. 3000 LOOP
			DELETE FROM t WHERE id = 9 + i % 3;
			COMMIT;
			INSERT INTO t VALUES (9 + i % 3, 200000 + i, 'i', repeat('x', 5000), 'y', 1);
			COMMIT;
			UPDATE t SET name = 'again' WHERE id = 9 + i % 3;
			COMMIT;
		END LOOP;
	END $$;
	CALL take_again();
	SQL
arrives('NULLs are not equal', q{UPDATE t SET u = NULL WHERE id BETWEEN 20 AND 60});
is($stream->pid, $pid, 'one applier did all that');
unlike($stream->log_text, qr/trying again/, 'in one attempt');

# Without a way out the stream stops, and says which key and which unique key.
$target->query('INSERT INTO t (id, u) VALUES (-99999, -99999)', 'postgres');
$source->safe_psql('postgres', q{INSERT INTO t VALUES (99999, -99999, 'twice')});
isnt($stream->wait_for_exit, 0, 'a row that something else wrote stands in the way');
like($stream->log_text, qr/u_once/, 'the error names the unique key');
like($stream->log_text, qr/table "public\.t"/, 'and the table');
$target->query('DELETE FROM t WHERE id = -99999', 'postgres');
$stream->start;
arrives('once it is gone, the stream goes on', 'DELETE FROM t WHERE id = 20');
is($stream->stop, 0, 'the applier ends well');
done_testing();
