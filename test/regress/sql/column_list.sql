-- Column lists of publications: what is not listed is not sent, neither in the stream nor in a copy.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\set pgoutput :folder /pgoutput.sql
\i :frames
\i :pgoutput

CREATE TABLE customer (gone int, name text, id int PRIMARY KEY, email text, note text, score int);
ALTER TABLE customer DROP COLUMN gone;
ALTER TABLE customer ALTER note SET STORAGE EXTERNAL;
CREATE TABLE log (id int PRIMARY KEY, line text, secret text);
CREATE TABLE keyless (a int, b int);
ALTER TABLE keyless REPLICA IDENTITY FULL;
CREATE TABLE computed (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) STORED);
CREATE PUBLICATION short FOR TABLE customer (id, name);
CREATE PUBLICATION short_again FOR TABLE customer (name, id) WHERE (id < 100);
CREATE PUBLICATION other FOR TABLE customer (id, email);
CREATE PUBLICATION complete FOR TABLE customer (id, name, email, note, score);
CREATE PUBLICATION whole FOR TABLE customer;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION toast FOR TABLE customer (id, note);
CREATE PUBLICATION without_key FOR TABLE log (line), keyless (b) WITH (publish = 'insert');
CREATE PUBLICATION base FOR TABLE computed (id, a);
CREATE PUBLICATION bystander FOR TABLE log;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
SELECT 'slot' FROM pg_create_logical_replication_slot('pgoutput', 'pgoutput');

-- The order is that of the table, whatever the list's is.
INSERT INTO customer VALUES ('Ann', 1, 'a@example', repeat('x', 3000), 5);
UPDATE customer SET score = 6;
UPDATE customer SET name = 'Anna', id = 2;
DELETE FROM customer;
SELECT relations_like_pgoutput('short');
SELECT changes_like_pgoutput('short');
SELECT relations_like_pgoutput('short_again, short');
SELECT relations_like_pgoutput('short, bystander');
SELECT relations_like_pgoutput('complete');
SELECT regexp_replace(change, 'x{9,}', '(long)') FROM changes_like_pgoutput('toast') AS change;

-- To list every column is to list none; PostgreSQL 15 does not see it where a column was dropped.
SELECT columns('customer', 'publication_names', 'complete, whole');
SELECT columns('customer', 'publication_names', 'everything, complete');

-- Different lists for one table are an error, of the changes and of their copies.
SELECT changes_like_pgoutput('short, other');
SELECT pgoutput_changes('short, other');
SELECT changes_like_pgoutput('short, whole');
SELECT changes_like_pgoutput('everything, short');
SELECT copied('customer', 'publication_names', 'short, other');
SELECT wal2mysql.describe_relation('customer', 'publication_names', 'short, whole');
SELECT forget_changes();

-- A publication of INSERTs need not list the key: the target then has none.
INSERT INTO log VALUES (1, 'line', 'secret');
INSERT INTO keyless VALUES (1, 2);
UPDATE log SET line = 'other';
SELECT changes_like_pgoutput('without_key');
SELECT forget_changes();
CREATE FUNCTION identity(relation regclass, names text) RETURNS text LANGUAGE sql AS $$
  SELECT format('%s primary key %s identity %s', f ->> 'identity_kind', f ->> 'primary_key', f ->> 'identity')
    FROM wal2mysql.frame_to_jsonb(wal2mysql.describe_relation(relation, 'publication_names', names)) AS f $$;
SELECT identity('customer', 'short'), identity('log', 'without_key'), identity('keyless', 'without_key');

-- PostgreSQL refuses changes whose rows nothing would name.
ALTER PUBLICATION without_key SET (publish = 'insert, update, delete');
UPDATE log SET line = 'third';
DELETE FROM keyless;
SELECT forget_changes();

-- A list counts from where it was set, and follows the names of its columns.
INSERT INTO customer VALUES ('Bob', 1, 'b@example', NULL, 1);
ALTER PUBLICATION short SET TABLE customer (id, score);
INSERT INTO customer VALUES ('Bea', 2, 'b@example', NULL, 1);
ALTER TABLE customer RENAME score TO points;
INSERT INTO customer VALUES ('Ben', 3, 'b@example', NULL, 1);
ALTER PUBLICATION short SET TABLE customer;
INSERT INTO customer VALUES ('Bill', 4, 'b@example', NULL, 1);
SELECT relations_like_pgoutput('short');
SELECT changes_like_pgoutput('short');
ALTER TABLE customer RENAME points TO score;
ALTER PUBLICATION short SET TABLE customer (id, name);
SELECT forget_changes();

-- A filter may look at columns of the identity that are not listed.
ALTER TABLE customer ALTER email SET NOT NULL;
CREATE UNIQUE INDEX customer_key ON customer (id, email);
CREATE PUBLICATION filtered FOR TABLE customer (name, score) WHERE (id > 3 AND email LIKE 'b%') WITH (publish = 'insert');
INSERT INTO customer VALUES ('Cid', 5, 'c@example', NULL, 1), ('Bo', 6, 'b@example', NULL, 1), ('Bo', 0, 'b@example', NULL, 1);
SELECT changes_like_pgoutput('filtered');
SELECT copied('customer', 'publication_names', 'filtered');
SELECT copied('customer', 'publication_names', 'short');
SELECT columns('customer', 'publication_names', 'short');
SELECT forget_changes();

-- Without a list generated columns are sent, too: to the target they are columns like others.
INSERT INTO computed VALUES (1, 5);
SELECT changes('publication_names', 'everything');
INSERT INTO computed VALUES (2, 6);
SELECT changes('publication_names', 'base');
SELECT columns('computed', 'publication_names', 'everything');
SELECT columns('computed', 'publication_names', 'base');
-- To list all that are not is to list none.
SELECT columns('computed', 'publication_names', 'base, everything');

-- Who copies must be allowed to read what is listed, and no more.
CREATE ROLE regress_reader;
GRANT SELECT (id, name) ON customer TO regress_reader;
SET ROLE regress_reader;
SELECT copied('customer', 'publication_names', 'short');
SELECT copied('customer', 'publication_names', 'short_again');
SELECT copied('customer', 'publication_names', 'other');
SELECT copied('customer', 'publication_names', 'whole');
RESET ROLE;
GRANT SELECT (score) ON customer TO regress_reader;
SET ROLE regress_reader;
SELECT copied('customer', 'publication_names', 'filtered');
RESET ROLE;
DROP OWNED BY regress_reader;
DROP ROLE regress_reader;

SELECT 'dropped' FROM (SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots) AS slots;
DROP PUBLICATION short, short_again, other, complete, whole, everything, toast, without_key, base, bystander, filtered;
DROP TABLE customer, log, keyless, computed;
DROP FUNCTION pgoutput_oid, pgoutput_changes, changes_like_pgoutput, forget_changes, pgoutput_text, pgoutput_relations,
  relations_like_pgoutput, identity;
