-- Rows that come into what is published, or leave it, without changes of theirs: the relation is described again, with the reason.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE root (id int, note text, PRIMARY KEY (id)) PARTITION BY RANGE (id);
CREATE TABLE part_1 PARTITION OF root FOR VALUES FROM (0) TO (10);
CREATE TABLE middle (note text, id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE part_2 PARTITION OF middle FOR VALUES FROM (10) TO (20);
ALTER TABLE root ATTACH PARTITION middle FOR VALUES FROM (10) TO (30);
CREATE TABLE loose (id int PRIMARY KEY, note text);
INSERT INTO loose VALUES (31, 'was there before');
CREATE TABLE plain (id int PRIMARY KEY, a int);
INSERT INTO plain VALUES (1, 1), (2, 2);
CREATE PUBLICATION root FOR TABLE root WITH (publish_via_partition_root = true);
CREATE PUBLICATION keeps FOR TABLE root WITH (publish = 'insert, update, delete', publish_via_partition_root = true);
CREATE PUBLICATION parts FOR TABLE root;
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish_via_partition_root = true);
CREATE PUBLICATION all_parts FOR ALL TABLES;
CREATE PUBLICATION middle FOR TABLE middle WITH (publish_via_partition_root = true);
CREATE PUBLICATION plain FOR TABLE plain;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

CREATE FUNCTION told(names text) RETURNS text LANGUAGE sql AS $$
  SELECT string_agg(line, ', ' ORDER BY line COLLATE "C")
    FROM pg_logical_slot_peek_binary_changes('regress', NULL, NULL, 'publication_names', names),
         wal2mysql.frame_to_jsonb(data) AS f,
         concat_ws(' ', relation_name(f -> 'relation') #>> '{}', f ->> 'untold') AS line
   WHERE f ? 'untold' $$;
-- What each of the publications tells, then nothing is left.
CREATE FUNCTION told_by(VARIADIC names text[]) RETURNS SETOF text LANGUAGE plpgsql AS $$
BEGIN
  RETURN QUERY SELECT format('%s: %s', name, coalesce(told(name), 'nothing')) FROM unnest(names) AS name;
  PERFORM pg_replication_slot_advance('regress', pg_current_wal_lsn());
END $$;

-- Partitions that are attached with rows, which may be any that the transaction did not create.
ALTER TABLE root ATTACH PARTITION loose FOR VALUES FROM (30) TO (40);
SELECT told_by('root', 'keeps', 'parts', 'everything', 'all_parts', 'middle', 'root, parts');
ALTER TABLE root DETACH PARTITION loose;
SELECT told_by('root', 'keeps', 'parts', 'everything', 'all_parts', 'middle');
BEGIN;
SAVEPOINT one;
ALTER TABLE root ATTACH PARTITION loose FOR VALUES FROM (30) TO (40);
ROLLBACK TO one;
COMMIT;
SELECT told_by('root', 'everything');
BEGIN;
SAVEPOINT one;
ALTER TABLE root ATTACH PARTITION loose FOR VALUES FROM (30) TO (40);
RELEASE one;
INSERT INTO root VALUES (32, 'in the same transaction');
COMMIT;
SELECT told_by('root');
BEGIN;
ALTER TABLE root DETACH PARTITION loose;
ALTER TABLE root ATTACH PARTITION loose FOR VALUES FROM (30) TO (40);
COMMIT;
SELECT told_by('root');

-- One that the transaction created has only what the transaction inserted, which counts if it came before.
CREATE TABLE part_4 PARTITION OF root FOR VALUES FROM (40) TO (50);
INSERT INTO root VALUES (41, 'logged');
SELECT told_by('root', 'parts', 'everything');
BEGIN;
CREATE TABLE part_5 (LIKE root INCLUDING INDEXES);
ALTER TABLE root ATTACH PARTITION part_5 FOR VALUES FROM (50) TO (60);
INSERT INTO root VALUES (51, 'logged');
COMMIT;
SELECT told_by('root', 'parts', 'everything');
BEGIN;
CREATE TABLE part_6 (LIKE root INCLUDING INDEXES);
INSERT INTO part_6 VALUES (61, 'logged as that of another table');
ALTER TABLE root ATTACH PARTITION part_6 FOR VALUES FROM (60) TO (70);
COMMIT;
SELECT told_by('root', 'parts', 'everything');
BEGIN;
CREATE TABLE part_7 (LIKE root INCLUDING INDEXES);
INSERT INTO part_7 VALUES (71, 'before');
ALTER TABLE root ATTACH PARTITION part_7 FOR VALUES FROM (70) TO (80);
INSERT INTO part_7 VALUES (72, 'after');
COMMIT;
SELECT told_by('root', 'parts', 'all_parts');

-- Partitions of partitions.
CREATE TABLE part_3 (id int PRIMARY KEY, note text);
ALTER TABLE middle ATTACH PARTITION part_3 FOR VALUES FROM (20) TO (30);
SELECT told_by('root', 'middle', 'root, middle', 'parts');
ALTER TABLE root DETACH PARTITION middle;
SELECT told_by('root', 'middle', 'parts', 'everything', 'all_parts');
ALTER TABLE root ATTACH PARTITION middle FOR VALUES FROM (10) TO (30);
SELECT told_by('root', 'middle', 'root, middle', 'parts', 'all_parts');
BEGIN;
CREATE TABLE part_80 (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
CREATE TABLE part_81 PARTITION OF part_80 FOR VALUES FROM (80) TO (85);
ALTER TABLE root ATTACH PARTITION part_80 FOR VALUES FROM (80) TO (90);
COMMIT;
SELECT told_by('root', 'parts');

-- Partitions that go.  A publication without TRUNCATE lets their rows stay where they are.
DROP TABLE part_4;
SELECT told_by('root', 'keeps', 'parts', 'everything');
ALTER TABLE root DETACH PARTITION part_5 CONCURRENTLY;
SELECT told_by('root', 'keeps', 'everything');
INSERT INTO part_5 VALUES (52, 'on its own');
SELECT told('everything');
TRUNCATE part_1;
SELECT told_by('root', 'keeps', 'parts', 'everything');
TRUNCATE middle;
SELECT told_by('root', 'middle', 'parts');
TRUNCATE root, plain;
SELECT told_by('root', 'everything');

-- What alters no rows tells nothing.
ALTER TABLE root ADD COLUMN late int DEFAULT 7;
CREATE INDEX ON root (note);
ALTER TABLE part_1 SET (fillfactor = 50);
ALTER TABLE root RENAME TO roots;
ALTER TABLE roots RENAME TO root;
ALTER TABLE root DROP COLUMN late;
ANALYZE root;
VACUUM FULL part_1;
CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (PRIMARY KEY (id)) INHERITS (parent);
ALTER TABLE child NO INHERIT parent;
ALTER TABLE child INHERIT parent;
CREATE FOREIGN DATA WRAPPER regress;
CREATE SERVER regress FOREIGN DATA WRAPPER regress;
CREATE TABLE keyless (id int) PARTITION BY RANGE (id);
CREATE TABLE keyless_1 PARTITION OF keyless FOR VALUES FROM (0) TO (9);
SELECT told_by('everything');
CREATE FOREIGN TABLE elsewhere PARTITION OF keyless FOR VALUES FROM (90) TO (99) SERVER regress;
ALTER TABLE keyless DETACH PARTITION elsewhere;
CREATE UNLOGGED TABLE unlogged (id int PRIMARY KEY, note text);
ALTER TABLE root ATTACH PARTITION unlogged FOR VALUES FROM (100) TO (110);
ALTER TABLE root DETACH PARTITION unlogged;
SELECT told_by('root', 'everything', 'parts', 'all_parts');

-- Publications that are altered.
ALTER PUBLICATION plain SET TABLE plain WHERE (a > 1);
SELECT told_by('plain', 'root, plain', 'root');
ALTER PUBLICATION plain SET TABLE plain WHERE (a > 1);
ALTER PUBLICATION plain SET (publish = 'insert, update');
SELECT told_by('plain');
ALTER PUBLICATION plain SET (publish = 'insert, update, delete');
SELECT told_by('plain');
ALTER PUBLICATION plain SET TABLE plain (id, a);
SELECT told_by('plain');
ALTER PUBLICATION plain ADD TABLE loose, child;
SELECT told_by('plain', 'plain, root');
ALTER PUBLICATION plain DROP TABLE child;
SELECT told_by('plain');
ALTER PUBLICATION root ADD TABLE plain;
SELECT told_by('plain, root', 'plain');
ALTER PUBLICATION plain DROP TABLE plain;
SELECT told_by('plain, root', 'plain');
BEGIN;
CREATE TABLE young (id int PRIMARY KEY);
ALTER PUBLICATION plain ADD TABLE young;
INSERT INTO young VALUES (1);
COMMIT;
SELECT told_by('plain');
CREATE SCHEMA sales;
CREATE TABLE sales.invoice (id int PRIMARY KEY);
ALTER PUBLICATION plain ADD TABLES IN SCHEMA sales;
SELECT told_by('plain');
ALTER PUBLICATION plain DROP TABLES IN SCHEMA sales;
SELECT told_by('plain');
ALTER PUBLICATION root SET (publish_via_partition_root = false);
SELECT told_by('root');
ALTER PUBLICATION root SET (publish_via_partition_root = true);
SELECT told_by('root');
BEGIN;
DROP PUBLICATION plain;
CREATE PUBLICATION plain FOR TABLE child, plain;
COMMIT;
SELECT told_by('plain', 'root, plain');
DROP PUBLICATION plain;
SELECT told_by('root');
CREATE PUBLICATION plain FOR TABLES IN SCHEMA sales;
SELECT told_by('plain');
BEGIN;
DROP PUBLICATION everything;
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish_via_partition_root = true);
COMMIT;
SELECT told_by('everything');

CREATE PUBLICATION two FOR TABLE plain WHERE (a > 1);
SELECT told_by('two');
-- Tables that are moved into a schema that is published, or out of it, or that were not logged before.
ALTER PUBLICATION two ADD TABLES IN SCHEMA sales;
ALTER TABLE plain SET SCHEMA sales;
ALTER TABLE sales.plain RENAME TO simple;
SELECT told_by('plain', 'two', 'root', 'everything');
ALTER TABLE sales.simple SET SCHEMA public;
ALTER TABLE simple RENAME TO plain;
SELECT told_by('plain', 'two', 'everything');
ALTER TABLE unlogged SET LOGGED;
SELECT told_by('everything', 'root');
ALTER TABLE unlogged SET UNLOGGED;
SELECT told_by('everything', 'root');

-- Rows that ALTER TABLE writes anew, of tables and of partitions; what moves rows and leaves their values alone is none of it.
CREATE TABLE altered (id int PRIMARY KEY, a int);
INSERT INTO altered VALUES (1, 1);
CREATE TABLE altered_root (id int PRIMARY KEY, note text) PARTITION BY RANGE (id);
CREATE TABLE altered_part PARTITION OF altered_root DEFAULT;
CREATE TABLE altered_empty PARTITION OF altered_root FOR VALUES FROM (1000) TO (2000);
INSERT INTO altered_root VALUES (1, 'noted');
SELECT pg_replication_slot_advance('regress', pg_current_wal_lsn()) IS NOT NULL;
ALTER TABLE altered ALTER a TYPE bigint USING a * 2;
SELECT told_by('everything', 'plain');
ALTER TABLE altered ADD COLUMN drawn float8 DEFAULT random(), ADD COLUMN fixed int DEFAULT 7;
ALTER TABLE altered DROP COLUMN drawn, DROP COLUMN fixed;
SELECT told_by('everything');
ALTER TABLE altered ADD COLUMN fixed int DEFAULT 7;
ALTER TABLE altered DROP COLUMN fixed;
VACUUM FULL altered;
CLUSTER altered USING altered_pkey;
SELECT told_by('everything');
ALTER TABLE altered_root ALTER note TYPE varchar(3) USING left(note, 3);
SELECT told_by('everything', 'all_parts');
ALTER TABLE altered SET UNLOGGED;
ALTER TABLE altered SET LOGGED;
SELECT told_by('everything');
BEGIN;
CREATE TABLE altered_at_once (id int PRIMARY KEY);
INSERT INTO altered_at_once VALUES (1);
ALTER TABLE altered_at_once ALTER id TYPE bigint USING id + 1;
UPDATE altered SET a = 5;
COMMIT;
SELECT told_by('everything');
BEGIN;
ALTER TABLE altered ALTER a TYPE int;
DROP TABLE altered;
COMMIT;
SELECT told_by('everything');
DROP TABLE altered_root, altered_at_once;

-- Lists of columns that do not agree tell nothing until they do.
CREATE PUBLICATION one FOR TABLE plain (id);
DROP PUBLICATION two;
CREATE PUBLICATION two FOR TABLE plain (id);
SELECT told_by('one, two');
ALTER PUBLICATION one SET TABLE plain (id, a);
ALTER PUBLICATION two SET TABLE plain (id, a);
SELECT told_by('one, two', 'one');

-- A publication that does not exist yet says nothing of tables that are created.
CREATE TABLE early (id int PRIMARY KEY) PARTITION BY LIST (id);
CREATE TABLE early_1 PARTITION OF early FOR VALUES IN (1);
CREATE PUBLICATION late FOR TABLE early WITH (publish_via_partition_root = true);
INSERT INTO early VALUES (1);
SELECT told_by('late');

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION root, keeps, parts, everything, all_parts, middle, plain, one, two, late;
DROP TABLE root, plain, parent, child, part_5, young, early, keyless, unlogged;
DROP FOREIGN TABLE elsewhere;
DROP FOREIGN DATA WRAPPER regress CASCADE;
DROP SCHEMA sales CASCADE;
DROP FUNCTION told, told_by;
