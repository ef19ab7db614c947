-- Copying a table: any range of blocks, by whoever may read it, with the frames of the stream.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE item (id int PRIMARY KEY, name text);
INSERT INTO item SELECT i, repeat('x', 100) FROM generate_series(1, 5000) AS i;

-- The relation comes first, then rows; messages are bounded.
SELECT position, f ->> 'kind', f ->> 'name' FROM wal2mysql.copy_rows('item', 0, 0) AS data,
  wal2mysql.frame_to_jsonb(data) WITH ORDINALITY AS frames(f, position) ORDER BY position LIMIT 2;
SELECT count(*) > 5 AS several, max(length(data)) < 66000 AS bounded FROM wal2mysql.copy_rows('item', NULL, NULL) AS data;

-- Ranges divide a table without gaps and overlaps; beyond its end there is nothing but the description.
CREATE FUNCTION ids(first_block bigint, last_block bigint) RETURNS SETOF int LANGUAGE sql STABLE AS $$
  SELECT (f #>> '{new,0}')::int FROM wal2mysql.copy_rows('item', first_block, last_block) AS data,
    wal2mysql.frame_to_jsonb(data) AS f WHERE f ->> 'kind' = 'insert' $$;
SELECT count(*), count(DISTINCT id), min(id), max(id)
  FROM (SELECT ids(NULL, 9) UNION ALL SELECT ids(10, 10) UNION ALL SELECT ids(11, 40) UNION ALL SELECT ids(41, NULL)) AS part(id);
SELECT count(*) FROM ids(100000, 4294967294);
SELECT count(*) FROM ids(10, 9);
SELECT f ->> 'kind' FROM wal2mysql.copy_rows('item', 100000, NULL) AS data, wal2mysql.frame_to_jsonb(data) AS f;
SELECT ids(-1, 5);
SELECT ids(0, 4294967295);
SELECT wal2mysql.copy_rows(NULL, 0, 0);

-- The snapshot decides: dead rows are not copied, and changes since the query began neither.
DELETE FROM item WHERE id > 10;
UPDATE item SET name = 'new' WHERE id = 1;
SELECT ids(NULL, NULL) AS id ORDER BY id;
BEGIN ISOLATION LEVEL REPEATABLE READ;
DECLARE reader CURSOR FOR SELECT ids(NULL, NULL) AS id;
INSERT INTO item VALUES (11, 'after');
FETCH ALL FROM reader;
COMMIT;

-- A reader may stop early.
SELECT length(data) > 0 FROM (SELECT wal2mysql.copy_rows('item', NULL, NULL) AS data) AS copy LIMIT 1;
SELECT 'ended' FROM (SELECT wal2mysql.copy_rows('item', NULL, NULL) LIMIT 0) AS copy;

-- How the applier reads.
COPY (SELECT length(wal2mysql.copy_rows('item', 0, NULL, 'protocol_version_min', '1', 'protocol_version_max', '1',
  'target', 'mariadb-10.11.19')) > 0) TO STDOUT;

-- Only tables have rows that can be copied.
CREATE VIEW view AS SELECT * FROM item;
CREATE TABLE measure (day date) PARTITION BY RANGE (day);
CREATE SEQUENCE sequence;
SELECT wal2mysql.copy_rows('view', NULL, NULL);
SELECT wal2mysql.copy_rows('measure', NULL, NULL);
SELECT wal2mysql.copy_rows('sequence', NULL, NULL);
SELECT wal2mysql.copy_rows('item_pkey', NULL, NULL);

-- With publications named, it must be in one of them.
CREATE PUBLICATION regress;
SELECT wal2mysql.copy_rows('item', NULL, NULL, 'publication_names', 'regress');
SELECT wal2mysql.copy_rows('item', NULL, NULL, 'publication_names', 'missing');
ALTER PUBLICATION regress ADD TABLE item;
SELECT count(*) FROM wal2mysql.copy_rows('item', NULL, NULL, 'publication_names', 'regress');

-- Nobody reads more than a query of his could.
CREATE ROLE regress_reader;
SET ROLE regress_reader;
SELECT wal2mysql.copy_rows('item', NULL, NULL);
SELECT wal2mysql.describe_relation('item');
RESET ROLE;
GRANT SELECT (id) ON item TO regress_reader;
SET ROLE regress_reader;
SELECT wal2mysql.copy_rows('item', NULL, NULL);
RESET ROLE;
GRANT SELECT (name) ON item TO regress_reader;
SET ROLE regress_reader;
SELECT count(*) FROM wal2mysql.copy_rows('item', NULL, NULL);
RESET ROLE;
ALTER TABLE item ENABLE ROW LEVEL SECURITY;
SET ROLE regress_reader;
SELECT wal2mysql.copy_rows('item', NULL, NULL);
RESET ROLE;
ALTER ROLE regress_reader BYPASSRLS;
SET ROLE regress_reader;
SELECT count(*) FROM wal2mysql.copy_rows('item', NULL, NULL);
RESET ROLE;

DROP PUBLICATION regress;
DROP FUNCTION ids;
DROP VIEW view;
DROP TABLE item, measure;
DROP SEQUENCE sequence;
DROP ROLE regress_reader;

-- since_xid leaves out what older transactions wrote.
CREATE TABLE since (id int PRIMARY KEY);
INSERT INTO since VALUES (1);
VACUUM (FREEZE) since;
SELECT pg_current_xact_id() AS xid \gset
INSERT INTO since VALUES (2);
BEGIN;
SAVEPOINT s;
INSERT INTO since VALUES (3);
COMMIT;
SELECT f #>> '{new,0}' AS id FROM wal2mysql.copy_rows('since', NULL, NULL, 'since_xid', :'xid') AS data,
  wal2mysql.frame_to_jsonb(data) AS f WHERE f ->> 'kind' = 'insert';
SELECT wal2mysql.copy_rows('since', NULL, NULL, 'since_xid', '-1');
DROP TABLE since;
