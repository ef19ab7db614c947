-- Which changes are sent is what the publications say, as for PostgreSQL's own replication.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE SCHEMA sales;
CREATE TABLE plain (id int PRIMARY KEY);
CREATE TABLE sales.invoice (id int PRIMARY KEY);
CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY);
CREATE TEMP TABLE temporary (id int PRIMARY KEY);
CREATE MATERIALIZED VIEW materialized AS SELECT 1 AS id;
CREATE UNIQUE INDEX ON materialized (id);
CREATE TABLE measure (day date PRIMARY KEY) PARTITION BY RANGE (day);
CREATE TABLE measure_2024 PARTITION OF measure FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE FUNCTION write_everything() RETURNS void LANGUAGE sql AS $$
  INSERT INTO plain VALUES (1);
  INSERT INTO sales.invoice VALUES (1);
  INSERT INTO unlogged VALUES (1);
  INSERT INTO temporary VALUES (1);
  INSERT INTO measure VALUES ('2024-02-29');
  UPDATE plain SET id = 2;
  DELETE FROM plain;
  DELETE FROM sales.invoice;
  DELETE FROM unlogged;
  DELETE FROM temporary;
  DELETE FROM measure;
  TRUNCATE plain;
$$;

CREATE PUBLICATION one_table FOR TABLE plain;
CREATE PUBLICATION everything FOR ALL TABLES;
CREATE PUBLICATION one_schema FOR TABLES IN SCHEMA sales;
CREATE PUBLICATION partitioned FOR TABLE measure;
CREATE PUBLICATION a_partition FOR TABLE measure_2024;
CREATE PUBLICATION empty;
CREATE PUBLICATION inserts FOR TABLE plain WITH (publish = 'insert');
CREATE PUBLICATION deletes FOR TABLE plain WITH (publish = 'delete, truncate');
CREATE PUBLICATION "Two Words" FOR TABLE sales.invoice;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- The same changes, to readers who ask for different publications.
CREATE FUNCTION seen_by(names text) RETURNS TABLE (seen text) LANGUAGE sql AS $$
  SELECT (f ->> 'kind') || ' ' || coalesce(relation_name(f -> 'relation') #>> '{}', '')
    FROM pg_logical_slot_peek_binary_changes('regress', NULL, NULL, 'publication_names', names),
         wal2mysql.frame_to_jsonb(data) AS f
   WHERE f ->> 'kind' IN ('insert', 'update', 'delete', 'truncate') $$;
SELECT write_everything();
SELECT seen_by('one_table');
SELECT seen_by('everything');
SELECT seen_by('one_schema');
SELECT seen_by('partitioned');
SELECT seen_by('a_partition');
SELECT seen_by('empty');
SELECT seen_by('inserts');
SELECT seen_by('deletes');
SELECT seen_by('"Two Words"');
-- What one of several publishes is published.
SELECT seen_by('inserts, deletes');
SELECT seen_by('empty, one_schema, one_table');

-- A publication that is missing is an error, not an empty one.
SELECT seen_by('one_table, no_such_publication');
SELECT seen_by('two words');

-- It counts what the publication was when the change was made.
SELECT count(*) FROM changes('publication_names', 'empty');
INSERT INTO plain VALUES (3);
ALTER PUBLICATION empty ADD TABLE plain;
INSERT INTO plain VALUES (4);
ALTER PUBLICATION empty SET (publish = 'delete');
INSERT INTO plain VALUES (5);
DELETE FROM plain WHERE id = 5;
ALTER PUBLICATION empty DROP TABLE plain;
DELETE FROM plain;
ALTER PUBLICATION empty ADD TABLES IN SCHEMA sales;
INSERT INTO sales.invoice VALUES (3);
DELETE FROM sales.invoice;
ALTER TABLE plain SET SCHEMA sales;
INSERT INTO sales.plain VALUES (6);
DELETE FROM sales.plain;
CREATE TABLE sales.young (id int PRIMARY KEY);
INSERT INTO sales.young VALUES (1);
DELETE FROM sales.young;
SELECT changes('publication_names', 'empty');
ALTER TABLE sales.plain SET SCHEMA public;

-- A publication that was made after the changes does not exist for them.
INSERT INTO plain VALUES (7);
CREATE PUBLICATION late FOR ALL TABLES;
INSERT INTO plain VALUES (8);
SELECT changes('publication_names', 'late');
SELECT count(*) FROM changes('publication_names', 'one_table');

-- A view that is refreshed changes rows, but is no table.
SELECT count(*) FROM changes('publication_names', 'empty');
REFRESH MATERIALIZED VIEW CONCURRENTLY materialized;
SELECT changes('publication_names', 'everything');

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION one_table, everything, one_schema, partitioned, a_partition, empty, inserts, deletes,
  "Two Words", late;
DROP FUNCTION write_everything, seen_by;
DROP MATERIALIZED VIEW materialized;
DROP TABLE plain, unlogged, temporary, measure;
DROP SCHEMA sales CASCADE;
