-- Rows that a rule leaves out, and what becomes of changes that cross it.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE FUNCTION rules(name text, rules jsonb) RETURNS text LANGUAGE sql AS
$$ SELECT jsonb_build_object('tables', jsonb_build_array(jsonb_build_object('schema', 'public', 'name', name) || rules))::text $$;
CREATE TABLE customer (region text, id int, name text, PRIMARY KEY (region, id));
CREATE PUBLICATION regress FOR TABLE customer;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
SELECT rules('customer', '{"where": "region = ''EU''"}') AS rules \gset

-- A row is wanted where the condition is true: an UPDATE across it is an INSERT or a DELETE.
INSERT INTO customer VALUES ('EU', 1, 'in'), ('US', 2, 'out');
UPDATE customer SET name = 'still in' WHERE id = 1;
UPDATE customer SET name = 'still out' WHERE id = 2;
UPDATE customer SET id = id + 2;
UPDATE customer SET region = 'EU' WHERE id = 4;
UPDATE customer SET region = 'US' WHERE id = 3;
UPDATE customer SET name = 'stays' WHERE id = 4;
DELETE FROM customer WHERE id = 3;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
SELECT copied('customer', 'rules', :'rules');
DELETE FROM customer;
TRUNCATE customer;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
-- A transaction of which nothing is wanted sends nothing.
INSERT INTO customer VALUES ('US', 5, 'out');
SELECT frames('publication_names', 'regress', 'rules', :'rules');

-- NULL is not true.
CREATE TABLE measured (id int, value int);
ALTER TABLE measured REPLICA IDENTITY FULL;
ALTER PUBLICATION regress ADD TABLE measured;
SELECT rules('measured', '{"where": "value > 10"}') AS rules \gset
INSERT INTO measured VALUES (1, NULL), (2, 10), (3, 11);
UPDATE measured SET value = 12 WHERE id = 1;
UPDATE measured SET value = NULL WHERE id = 3;
UPDATE measured SET value = 9 WHERE id = 2;
UPDATE measured SET value = 13 WHERE id = 1;
DELETE FROM measured;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
INSERT INTO measured VALUES (4, NULL), (5, 10), (6, 11);
SELECT copied('measured', 'rules', :'rules');
SELECT copied('measured', 'rules', rules('measured', '{"where": "NULL"}'));
SELECT copied('measured', 'rules', rules('measured', '{"where": "(value > 10) IS NOT TRUE"}'));
SELECT count(*) FROM changes();

-- Conditions look at the source's values, of columns that are replaced or dropped, too, and change nothing of what is computed.
SELECT rules('measured', '{"where": "value % 2 = 0", "drop": ["value"], "replace": [{"column": "id", "expression": "-id"}], "compute": [{"name": "half", "expression": "value / 2"}]}') AS rules \gset
INSERT INTO measured VALUES (7, 1), (8, 2);
UPDATE measured SET value = value + 1 WHERE id > 6;
DELETE FROM measured WHERE id > 6;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
SELECT copied('measured', 'rules', :'rules');

-- Publications' row filters hold beside the condition.
CREATE PUBLICATION low FOR TABLE measured WHERE (value < 20);
CREATE PUBLICATION high FOR TABLE measured WHERE (value > 100);
SELECT rules('measured', '{"where": "id > 10"}') AS rules \gset
INSERT INTO measured VALUES (10, 5), (11, 5), (11, 50), (11, 500), (12, 50);
UPDATE measured SET value = 60 WHERE id = 11 AND value = 50;
UPDATE measured SET value = 7 WHERE id = 12;
UPDATE measured SET id = 9 WHERE id = 11 AND value = 500;
UPDATE measured SET id = 13 WHERE id = 10;
UPDATE measured SET value = 51 WHERE id = 12;
DELETE FROM measured WHERE id = 13;
SELECT frame FROM changes('publication_names', 'low,high', 'rules', :'rules') AS frame;
SELECT copied('measured', 'publication_names', 'low,high', 'rules', :'rules');
DROP PUBLICATION low, high;

-- A condition of rules is what a row filter is that says the same: of one publication, or, of several, of each.
CREATE TABLE many (id int PRIMARY KEY, a int, b text, c numeric);
ALTER TABLE many REPLICA IDENTITY FULL;
CREATE PUBLICATION whole FOR TABLE many;
CREATE PUBLICATION low FOR TABLE many WHERE (a < 3);
CREATE PUBLICATION high FOR TABLE many WHERE (a > 6) WITH (publish = 'insert, update');
CREATE FUNCTION compared(condition text) RETURNS TABLE (changes bigint, alone boolean, beside boolean, copied bigint) LANGUAGE plpgsql AS $$
DECLARE
  options text := rules('many', jsonb_build_object('where', condition));
  sent text := 'SELECT array_agg(stable_frame(f) ORDER BY number, position) FROM pg_logical_slot_peek_binary_changes(''regress'', NULL, NULL, VARIADIC $1)
    WITH ORDINALITY AS message(lsn, xid, data, number), wal2mysql.frame_to_jsonb(data) WITH ORDINALITY AS frames(f, position)
    WHERE f ->> ''kind'' IN (''insert'', ''update'', ''delete'')';
  by_rule jsonb[];
  by_filter jsonb[];
BEGIN
  EXECUTE sent INTO by_rule USING ARRAY['publication_names', 'whole', 'rules', options];
  EXECUTE sent INTO by_filter USING ARRAY['publication_names', 'one'];
  changes := (SELECT count(*) FROM unnest(by_rule) AS f WHERE f ? 'new' OR f ? 'old');
  alone := by_rule IS NOT DISTINCT FROM by_filter;
  EXECUTE sent INTO by_rule USING ARRAY['publication_names', 'low,high', 'rules', options];
  EXECUTE sent INTO by_filter USING ARRAY['publication_names', 'low_one,high_one'];
  beside := by_rule IS NOT DISTINCT FROM by_filter;
  copied := (SELECT count(*) FROM copied('many', 'publication_names', 'low,high', 'rules', options));
  EXECUTE format('SELECT $1 - count(*) FROM many WHERE (a < 3 OR a > 6) AND (%s)', condition) INTO copied USING copied;
  RETURN NEXT;
END $$;
-- Every change of a row from one combination of values to another.
CREATE PUBLICATION one FOR TABLE many;
CREATE PUBLICATION low_one FOR TABLE many;
CREATE PUBLICATION high_one FOR TABLE many WITH (publish = 'insert, update');
CREATE PROCEDURE change_many(condition text) LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_replication_slot_advance('regress', pg_current_wal_lsn());
  COMMIT;
  EXECUTE format('ALTER PUBLICATION one SET TABLE many WHERE (%s)', condition);
  EXECUTE format('ALTER PUBLICATION low_one SET TABLE many WHERE (a < 3 AND (%s))', condition);
  EXECUTE format('ALTER PUBLICATION high_one SET TABLE many WHERE (a > 6 AND (%s))', condition);
  DELETE FROM many;
  INSERT INTO many SELECT i, nullif(i % 10, 9), nullif(chr(97 + i % 4), 'd'), i / 7.0 FROM generate_series(1, 120) AS i;
  UPDATE many SET a = nullif((a * 7 + id) % 11, 10), b = nullif(chr(97 + (id * 5) % 4), 'd') WHERE id % 3 > 0;
  UPDATE many SET id = id + 1000, c = -c WHERE id % 5 = 0;
  UPDATE many SET a = coalesce(a, 0) + 1 WHERE id % 2 = 0;
  DELETE FROM many WHERE id % 4 = 0;
END $$;
CALL change_many('a > 4');
SELECT compared('a > 4');
CALL change_many('a IS NULL');
SELECT compared('a IS NULL');
CALL change_many('b = ''a'' OR a < 3');
SELECT compared('b = ''a'' OR a < 3');
CALL change_many('b IN (''a'', ''b'') AND c BETWEEN 0 AND 10');
SELECT compared('b IN (''a'', ''b'') AND c BETWEEN 0 AND 10');
CALL change_many('NOT (a > 4)');
SELECT compared('NOT (a > 4)');
CALL change_many('coalesce(b, ''c'') <> ''c'' AND id % 2 = 0');
SELECT compared('coalesce(b, ''c'') <> ''c'' AND id % 2 = 0');
CALL change_many('CASE WHEN a > 5 THEN b = ''a'' ELSE c < 0 END');
SELECT compared('CASE WHEN a > 5 THEN b = ''a'' ELSE c < 0 END');
CALL change_many('true');
SELECT compared('true');
CALL change_many('false');
SELECT compared('false');
DROP PUBLICATION whole, low, high, one, low_one, high_one;
DROP FUNCTION compared;
DROP PROCEDURE change_many;
DROP TABLE many;

-- A large value may decide, where it is logged.
CREATE TABLE document (id int PRIMARY KEY, body text, title text);
ALTER TABLE document ALTER body SET STORAGE EXTERNAL;
ALTER TABLE document REPLICA IDENTITY FULL;
ALTER PUBLICATION regress ADD TABLE document;
SELECT rules('document', '{"where": "length(body) > 10", "drop": ["body"], "compute": [{"name": "size", "expression": "title || length(body)"}]}') AS rules \gset
INSERT INTO document VALUES (1, repeat('b', 5000), 'in'), (2, 'short', 'out');
UPDATE document SET title = 'still in' WHERE id = 1;
UPDATE document SET body = repeat('c', 6000) WHERE id = 2;
UPDATE document SET title = 'in now' WHERE id = 2;
UPDATE document SET body = '' WHERE id = 1;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
SELECT copied('document', 'rules', :'rules');
DROP TABLE document;

-- What a condition may need: of a row that goes, the log has the replica identity.
CREATE TABLE keyed (id int PRIMARY KEY, a int);
CREATE PUBLICATION inserts FOR TABLE keyed WITH (publish = 'insert, truncate');
CREATE PUBLICATION updates FOR TABLE keyed WITH (publish = 'update');
CREATE PUBLICATION deletes FOR TABLE keyed WITH (publish = 'delete');
SELECT rules('keyed', '{"where": "a > 0"}') AS rules \gset
SELECT columns('keyed', 'publication_names', 'updates', 'rules', :'rules');
SELECT columns('keyed', 'publication_names', 'inserts,deletes', 'rules', :'rules');
SELECT columns('keyed', 'publication_names', 'inserts', 'rules', :'rules');
INSERT INTO keyed VALUES (1, 0), (2, 1);
SELECT changes('publication_names', 'inserts', 'rules', :'rules');
ALTER TABLE keyed REPLICA IDENTITY FULL;
SELECT columns('keyed', 'publication_names', 'updates', 'rules', :'rules');
ALTER TABLE keyed REPLICA IDENTITY DEFAULT;
SELECT columns('keyed', 'publication_names', 'updates', 'rules', rules('keyed', '{"where": "id > 0"}'));
ALTER TABLE keyed DROP CONSTRAINT keyed_pkey;
-- PostgreSQL lets nobody change its rows now.
SELECT columns('keyed', 'publication_names', 'updates', 'rules', :'rules');
UPDATE keyed SET a = 2;

-- Mistakes.
SELECT columns('keyed', 'rules', rules('keyed', '{"where": "a"}'));
SELECT columns('keyed', 'rules', rules('keyed', '{"where": ""}'));
SELECT columns('keyed', 'rules', rules('keyed', '{"where": "a > b"}'));
SELECT columns('keyed', 'rules', rules('keyed', '{"where": "now() IS NOT NULL"}'));
SELECT columns('keyed', 'rules', rules('keyed', '{"where": "a IN (SELECT 1)"}'));
SELECT columns('keyed', 'rules', rules('keyed', '{"where": "a > 0 ORDER BY a"}'));
-- What fails for a row stops the stream, and the copy.
SELECT rules('keyed', '{"where": "1 / a > 0"}') AS rules \gset
SELECT copied('keyed', 'rules', :'rules');
INSERT INTO keyed VALUES (3, 0);
\set VERBOSITY terse
SELECT changes('publication_names', 'inserts', 'rules', :'rules');

-- A partition that logs other columns of an old row than its root says is refused, in the stream and in copies.
\set VERBOSITY default
DROP PUBLICATION regress, inserts, updates, deletes;
CREATE TABLE parts (id int, region text, n int, PRIMARY KEY (id, region)) PARTITION BY LIST (region);
ALTER TABLE parts REPLICA IDENTITY FULL;
CREATE TABLE part_eu PARTITION OF parts FOR VALUES IN ('EU');
CREATE TABLE part_us PARTITION OF parts FOR VALUES IN ('US');
ALTER TABLE part_us REPLICA IDENTITY FULL;
CREATE PUBLICATION regress FOR TABLE parts WITH (publish_via_partition_root);
SELECT rules('parts', '{"where": "n > 0"}') AS rules \gset
SELECT pg_replication_slot_advance('regress', pg_current_wal_lsn()) IS NOT NULL;
INSERT INTO parts VALUES (1, 'US', 1), (2, 'US', 0);
DELETE FROM parts;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
INSERT INTO parts VALUES (3, 'EU', 1);
SELECT changes('publication_names', 'regress', 'rules', :'rules');
SELECT copied('part_eu', 'publication_names', 'regress', 'rules', :'rules');
SELECT copied('part_us', 'publication_names', 'regress', 'rules', :'rules');
DROP TABLE parts, customer, measured, keyed;
SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP FUNCTION rules;
