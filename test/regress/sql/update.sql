-- UPDATE, of tables whose key is their primary key.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE account (id int PRIMARY KEY, owner text, balance numeric(12,2));
CREATE TABLE booking (note text, day date, number int, PRIMARY KEY (number, day));
CREATE PUBLICATION regress FOR TABLE account, booking;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

INSERT INTO account VALUES (1, 'ann', 10), (2, 'bob', 20);
INSERT INTO booking VALUES ('first', '2024-01-01', 1);
SELECT count(*) FROM changes();

-- The key stayed: it is in the new row, and there is no old one.
UPDATE account SET balance = balance + 1 WHERE id = 1;
UPDATE account SET owner = NULL WHERE id = 2;
-- An update that changes nothing is an update.
UPDATE account SET id = id WHERE id = 2;
SELECT changes();

-- The key changed: the old key comes along.
UPDATE account SET id = 3 WHERE id = 2;
-- One statement, several keys that follow each other: in PostgreSQL's order.
UPDATE account SET id = id + 10;
SELECT changes();

-- A key of several columns comes whole, in the order of the table, whichever of them changed.
UPDATE booking SET day = '2024-01-02';
UPDATE booking SET note = 'same key';
UPDATE booking SET number = 2, day = '2024-01-03';
SELECT frames();

-- Two updates of a row in a transaction are two updates.
BEGIN;
UPDATE account SET balance = 0 WHERE id = 11;
UPDATE account SET id = 1 WHERE id = 11;
COMMIT;
SELECT changes();

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE account, booking;
