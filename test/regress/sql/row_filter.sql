-- WHERE of publications: which rows are sent is what pgoutput sends, and a copy has the rows that PostgreSQL would copy.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\set pgoutput :folder /pgoutput.sql
\i :frames
\i :pgoutput

CREATE SCHEMA sales;
CREATE TABLE item (id int PRIMARY KEY, a int, b text);
ALTER TABLE item REPLICA IDENTITY FULL;
CREATE TABLE keyed (id int PRIMARY KEY, a int);
CREATE TABLE sales.invoice (id int PRIMARY KEY, a int);
CREATE PUBLICATION above FOR TABLE item WHERE (a > 10);
CREATE PUBLICATION below FOR TABLE item WHERE (a < 0);
CREATE PUBLICATION whole FOR TABLE item;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION item_schema FOR TABLES IN SCHEMA public;
CREATE PUBLICATION inserts FOR TABLE item WHERE (b LIKE 'x%') WITH (publish = 'insert');
CREATE PUBLICATION updates FOR TABLE item WHERE (b = 'y') WITH (publish = 'update');
CREATE PUBLICATION deletes FOR TABLE item WHERE (b IS NULL) WITH (publish = 'delete');
CREATE PUBLICATION every_insert FOR TABLE item WITH (publish = 'insert');
CREATE PUBLICATION never FOR TABLE item WHERE (false), keyed WHERE (NULL);
CREATE PUBLICATION key_range FOR TABLE keyed WHERE (id > 10);
CREATE PUBLICATION invoices FOR TABLE sales.invoice WHERE (id > 10);
CREATE PUBLICATION invoice_schema FOR TABLES IN SCHEMA sales;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
SELECT 'slot' FROM pg_create_logical_replication_slot('pgoutput', 'pgoutput');

-- A row comes into what is published, changes there, and leaves it.  NULL is not true.
INSERT INTO item VALUES (1, 5, 'x'), (2, 20, 'xx'), (3, NULL, NULL), (4, -5, 'y');
UPDATE item SET a = 6 WHERE id = 1;
UPDATE item SET a = 11 WHERE id = 1;
UPDATE item SET a = 12 WHERE id = 1;
UPDATE item SET id = 9, a = 13 WHERE id = 1;
UPDATE item SET id = 1, a = 1 WHERE id = 9;
UPDATE item SET a = -1 WHERE id = 2;
UPDATE item SET a = NULL, b = NULL WHERE id = 4;
DELETE FROM item WHERE id IN (1, 3);
DELETE FROM item WHERE id = 2;
DELETE FROM item;
TRUNCATE item;
SELECT changes_like_pgoutput('above');
-- Of several publications one must have the row.
SELECT changes_like_pgoutput('above, below');
-- Without a filter, or with all tables or all of its schema, one has every row.
SELECT count(*) FROM changes_like_pgoutput('above, whole');
SELECT count(*) FROM changes_like_pgoutput('everything, above');
SELECT count(*) FROM changes_like_pgoutput('above, item_schema');
SELECT changes_like_pgoutput('never');
-- Each kind of change has filters of its own, and what an UPDATE becomes does not ask whether that is published.
SELECT changes_like_pgoutput('inserts');
SELECT changes_like_pgoutput('updates');
SELECT changes_like_pgoutput('deletes');
SELECT changes_like_pgoutput('inserts, updates, deletes');
SELECT changes_like_pgoutput('inserts, every_insert, deletes, above');
SELECT forget_changes();

-- By a key, the old row is in the log only where the key changed.
INSERT INTO keyed SELECT i, i FROM generate_series(9, 12) AS i;
UPDATE keyed SET a = 0;
UPDATE keyed SET id = 19 WHERE id = 9;
UPDATE keyed SET id = 1 WHERE id = 11;
UPDATE keyed SET id = 13 WHERE id = 12;
UPDATE keyed SET id = 2 WHERE id = 1;
DELETE FROM keyed WHERE id < 10;
DELETE FROM keyed;
SELECT changes_like_pgoutput('key_range');
SELECT changes_like_pgoutput('never');
SELECT forget_changes();

-- A schema that is published whole goes before the table in another publication, too.
INSERT INTO sales.invoice VALUES (1, 1), (11, 11);
SELECT changes_like_pgoutput('invoices');
SELECT changes_like_pgoutput('invoices, invoice_schema');
-- With its schema, a table has the filter of another one no longer.
ALTER TABLE sales.invoice SET SCHEMA public;
INSERT INTO invoice VALUES (2, 2), (12, 12);
SELECT changes_like_pgoutput('invoices, invoice_schema');
ALTER TABLE invoice SET SCHEMA sales;
SELECT forget_changes();

-- A filter counts from where it was set.
INSERT INTO item VALUES (1, 1), (2, 11);
ALTER PUBLICATION above SET TABLE item WHERE (a < 10);
INSERT INTO item VALUES (3, 3), (4, 14);
ALTER PUBLICATION above SET TABLE item;
INSERT INTO item VALUES (5, 5), (6, 16);
ALTER PUBLICATION above SET TABLE item WHERE (a > 10);
ALTER TABLE item RENAME a TO renamed;
INSERT INTO item VALUES (7, 7), (8, 18);
ALTER TABLE item RENAME renamed TO a;
DELETE FROM item;
SELECT changes_like_pgoutput('above');
SELECT forget_changes();

-- Any expression that PostgreSQL takes: types, functions, columns that were added later.
CREATE TABLE mixed (id int PRIMARY KEY, n numeric, t text, d date, j jsonb, l int[], c boolean);
ALTER TABLE mixed REPLICA IDENTITY FULL;
INSERT INTO mixed VALUES (1, 1.5, 'Ab', '2024-02-29', '{"a": 1}', '{1,2}', true);
ALTER TABLE mixed ADD COLUMN late int DEFAULT 7;
CREATE PUBLICATION mixed FOR TABLE mixed WHERE (late = 7 AND (lower(t) = 'ab' OR t IS NULL) AND NOT (l @> '{9}')
  AND (j -> 'a')::int BETWEEN 0 AND 5 AND d > '2024-01-01' AND n IN (1.5, 2.50) AND COALESCE(c, true));
SELECT forget_changes();
INSERT INTO mixed VALUES (2, 2.5, NULL, '2025-01-01', '{"a": 5}', '{}', NULL);
INSERT INTO mixed VALUES (3, 2.5, NULL, '2025-01-01', '{"a": 5}', '{9}', NULL);
INSERT INTO mixed VALUES (4, 2.5, 'aB', '2025-01-01', '{"a": 6}', '{}', NULL);
UPDATE mixed SET j = '{"a": 2}';
UPDATE mixed SET late = 8 WHERE id = 1;
SELECT changes_like_pgoutput('mixed');
SELECT copied('mixed', 'publication_names', 'mixed');
SELECT forget_changes();

-- An expression that fails stops the stream, as it would stop that of PostgreSQL.
CREATE TABLE failing (id int PRIMARY KEY);
CREATE PUBLICATION failing FOR TABLE failing WHERE (100 / id > 1);
INSERT INTO failing VALUES (5), (0);
\set VERBOSITY terse
SELECT changes('publication_names', 'failing');
SELECT copied('failing', 'publication_names', 'failing');
\set VERBOSITY default
SELECT forget_changes();

-- An old row has the long values that the new one lacks; without it, a value is not known.
CREATE TABLE document (id int PRIMARY KEY, state int, body text);
ALTER TABLE document ALTER body SET STORAGE EXTERNAL;
ALTER TABLE document REPLICA IDENTITY FULL;
CREATE TABLE by_key (id int, state int, body text, PRIMARY KEY (id, state));
ALTER TABLE by_key ALTER body SET STORAGE EXTERNAL;
CREATE PUBLICATION documents FOR TABLE document WHERE (state = 1 AND length(body) > 5), by_key WHERE (state = 1);
INSERT INTO document VALUES (1, 0, repeat('a', 3000));
INSERT INTO by_key VALUES (1, 0, repeat('a', 3000));
UPDATE document SET state = 1;
UPDATE by_key SET state = 1;
UPDATE document SET id = 2;
UPDATE by_key SET id = 2;
UPDATE document SET state = 0;
UPDATE by_key SET state = 0;
SELECT regexp_replace(change, 'a{9,}', '(long)', 'g') FROM changes_like_pgoutput('documents') AS change;
SELECT forget_changes();

-- A copy takes every publication, whatever changes it publishes.
INSERT INTO item VALUES (1, 20, 'x'), (2, 5, 'xx'), (3, -5, 'y'), (4, NULL, NULL);
SELECT copied('item', 'publication_names', 'above');
SELECT copied('item', 'publication_names', 'above, below, deletes');
SELECT copied('item', 'publication_names', 'inserts, updates');
SELECT count(*) FROM copied('item', 'publication_names', 'above, every_insert');
SELECT count(*) FROM copied('item', 'publication_names', 'above, everything');
SELECT count(*) FROM copied('item', 'publication_names', 'above, item_schema');
SELECT copied('item', 'publication_names', 'never');
SELECT count(*) FROM copied('item');

-- Who copies must be allowed to read what the filter looks at.
CREATE ROLE regress_reader;
GRANT SELECT (id, a, b) ON item TO regress_reader;
GRANT SELECT (id) ON keyed TO regress_reader;
SET ROLE regress_reader;
SELECT count(*) FROM wal2mysql.copy_rows('item', NULL, NULL, 'publication_names', 'above');
SELECT wal2mysql.copy_rows('keyed', NULL, NULL, 'publication_names', 'key_range');
RESET ROLE;
DROP OWNED BY regress_reader;
DROP ROLE regress_reader;

SELECT 'dropped' FROM (SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots) AS slots;
DROP PUBLICATION above, below, whole, everything, item_schema, inserts, updates, deletes, every_insert, never, key_range,
  invoices, invoice_schema, mixed, failing, documents;
DROP TABLE item, keyed, mixed, failing, document, by_key;
DROP SCHEMA sales CASCADE;
DROP FUNCTION pgoutput_oid, pgoutput_changes, changes_like_pgoutput, forget_changes, pgoutput_text, pgoutput_relations,
  relations_like_pgoutput;
