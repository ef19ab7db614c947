-- Virtual columns, which PostgreSQL 18 has, are in no tuple: the plugin computes them.
SELECT current_setting('server_version_num')::int < 180000 AS missing \gset
\if :missing
\q
\endif
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE PUBLICATION regress FOR ALL TABLES;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
CREATE TABLE seen (id int PRIMARY KEY, a int, big text, sum bigint GENERATED ALWAYS AS (a + id) VIRTUAL, gone int,
  word text GENERATED ALWAYS AS (left(big, 3)) VIRTUAL, mixed text GENERATED ALWAYS AS (a || left(big, 3)) VIRTUAL, quotient int GENERATED ALWAYS AS (100 / a) VIRTUAL, exact numeric(8,2) GENERATED ALWAYS AS (a * 1.5) VIRTUAL);
ALTER TABLE seen DROP COLUMN gone;
ALTER TABLE seen ALTER COLUMN big SET STORAGE EXTERNAL;
SELECT columns('seen');
INSERT INTO seen(id, a, big) VALUES (1, 4, 'abcd'), (2, NULL, NULL);
UPDATE seen SET a = 5 WHERE id = 1;
SELECT changes();
-- What cannot be computed is not known; a SELECT would fail.
INSERT INTO seen(id, a, big) VALUES (3, 0, 'zero');
SELECT changes();
SELECT copied('seen');
-- A value that PostgreSQL left in TOAST is not in the log.  What it alone decides has not changed.
INSERT INTO seen(id, a, big) VALUES (4, 1, repeat('toast', 5000));
SELECT frame #> '{new,3}' AS sum, frame #> '{new,4}' AS word, frame #> '{new,5}' AS mixed FROM changes() WHERE frame ->> 'kind' = 'insert';
UPDATE seen SET a = 2 WHERE id = 4;
SELECT changes();
DELETE FROM seen WHERE id = 4;
SELECT changes();
-- The expression may change.
ALTER TABLE seen ALTER COLUMN sum SET EXPRESSION AS (a * 100);
INSERT INTO seen(id, a) VALUES (5, 7);
SELECT changes();
DROP TABLE seen;
-- A filter may look at them, a list may name those that are stored.
CREATE TABLE listed (id int PRIMARY KEY, a int, twice int GENERATED ALWAYS AS (a * 2) VIRTUAL,
  thrice int GENERATED ALWAYS AS (a * 3) STORED);
CREATE PUBLICATION filtered FOR TABLE listed WHERE (twice > 10) WITH (publish = 'insert');
CREATE PUBLICATION lists FOR TABLE listed (id, thrice);
CREATE PUBLICATION published FOR TABLE listed WITH (publish_generated_columns = stored);
SELECT changes();
INSERT INTO listed VALUES (1, 5), (2, 6);
SELECT changes('publication_names', 'filtered');
SELECT copied('listed', 'publication_names', 'filtered');
INSERT INTO listed VALUES (3, 7);
SELECT changes('publication_names', 'lists');
SELECT columns('listed', 'publication_names', 'lists');
SELECT columns('listed', 'publication_names', 'published');
SELECT columns('listed', 'publication_names', 'published, lists');
-- Several values of publish_generated_columns are the same to the target.
SELECT count(*) FROM columns('listed', 'publication_names', 'published, filtered, regress');
DROP PUBLICATION filtered, lists, published;
DROP TABLE listed;

-- Rules may refer to virtual columns, and say what becomes of them.
CREATE TABLE ruled (id int PRIMARY KEY, a int, big text, quotient int GENERATED ALWAYS AS (100 / a) VIRTUAL, word text GENERATED ALWAYS AS (left(big, 3)) VIRTUAL, sum int GENERATED ALWAYS AS (a + id) VIRTUAL);
ALTER TABLE ruled ALTER COLUMN big SET STORAGE EXTERNAL;
SELECT '{"tables": [{"schema": "public", "name": "ruled", "drop": ["big", "quotient"], "replace": [{"column": "word", "expression": "upper(word)"}], "compute": [{"name": "double", "expression": "sum * 2 + ruled.sum"}]}]}' AS rules \gset
SELECT columns('ruled', 'rules', :'rules');
INSERT INTO ruled VALUES (1, 0, 'short'), (2, 5, repeat('toast', 5000));
UPDATE ruled SET a = 1;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
SELECT copied('ruled', 'rules', :'rules');
SELECT columns('ruled', 'rules', '{"tables": [{"schema": "public", "name": "ruled", "compute": [{"name": "it", "expression": "word || now()"}]}]}');
SELECT '{"tables": [{"schema": "public", "name": "ruled", "compute": [{"name": "it", "expression": "word || id"}]}]}' AS rules \gset
UPDATE ruled SET a = 2 WHERE id = 2;
\set VERBOSITY terse
SELECT changes('publication_names', 'regress', 'rules', :'rules');
DROP TABLE ruled;
SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
