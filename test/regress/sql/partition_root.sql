-- publish_via_partition_root: what happens in partitions is sent as if it happened in the topmost ancestor that is published.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\set pgoutput :folder /pgoutput.sql
\i :frames
\i :pgoutput

-- The columns of partitions may stand elsewhere, and some are partitioned again.
CREATE TABLE measure (id int, day date, gone int, value numeric, note text, PRIMARY KEY (id, day)) PARTITION BY RANGE (day);
ALTER TABLE measure DROP COLUMN gone;
CREATE TABLE m2023 PARTITION OF measure FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE m2024 (note text, dropped int, value numeric, day date, id int, PRIMARY KEY (id, day)) PARTITION BY LIST (id);
ALTER TABLE m2024 DROP COLUMN dropped;
CREATE TABLE m2024_1 PARTITION OF m2024 FOR VALUES IN (1);
CREATE TABLE m2024_2 (day date, id int, note text, value numeric, PRIMARY KEY (id, day));
ALTER TABLE m2024 ATTACH PARTITION m2024_2 FOR VALUES IN (2);
ALTER TABLE measure ATTACH PARTITION m2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE TABLE m_rest PARTITION OF measure DEFAULT;
ALTER TABLE m2024_2 ALTER note SET STORAGE EXTERNAL;
CREATE TABLE beside (id int PRIMARY KEY);

CREATE PUBLICATION root FOR TABLE measure WITH (publish_via_partition_root = true);
CREATE PUBLICATION leaves FOR TABLE measure;
CREATE PUBLICATION middle FOR TABLE m2024 WITH (publish_via_partition_root = true);
CREATE PUBLICATION leaf FOR TABLE m2024_1 WITH (publish_via_partition_root = true);
CREATE PUBLICATION everything FOR ALL TABLES WITH (publish_via_partition_root = true);
CREATE PUBLICATION every_leaf FOR ALL TABLES;
CREATE PUBLICATION schema_root FOR TABLES IN SCHEMA public WITH (publish_via_partition_root = true);
CREATE PUBLICATION filtered FOR TABLE measure WHERE (day > '2024-06-01') WITH (publish_via_partition_root = true);
CREATE PUBLICATION filtered_leaf FOR TABLE m2024_1 WHERE (day < '2024-06-01');
CREATE PUBLICATION listed FOR TABLE measure (id, day, note) WITH (publish_via_partition_root = true);
CREATE PUBLICATION root_inserts FOR TABLE measure WHERE (id = 2) WITH (publish = 'insert', publish_via_partition_root = true);
CREATE PUBLICATION leaf_deletes FOR TABLE m2024_1 WHERE (id = 3) WITH (publish = 'delete');
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
SELECT 'slot' FROM pg_create_logical_replication_slot('pgoutput', 'pgoutput');

INSERT INTO measure VALUES (1, '2023-05-05', 1.5, 'a'), (1, '2024-05-05', 2.5, 'b'), (2, '2024-07-07', 3.5, NULL),
  (1, '2024-08-08', NULL, 'd'), (9, '2030-01-01', 4.5, 'e');
UPDATE measure SET value = value + 1;
UPDATE measure SET note = repeat('x', 3000) WHERE id = 2;
UPDATE measure SET value = 0 WHERE id = 2;
-- Within a partition, between partitions of a partition, and between partitions of the root: the last two are a DELETE and an INSERT.
UPDATE measure SET day = '2024-05-06' WHERE day = '2024-05-05';
UPDATE measure SET id = 1, day = '2024-09-09' WHERE id = 2;
UPDATE measure SET day = '2029-01-01' WHERE day = '2023-05-05';
UPDATE measure SET id = 10 WHERE id = 9;
DELETE FROM measure WHERE day > '2024-08-31';
DELETE FROM m2024_1;
CREATE FUNCTION short(names text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT regexp_replace(change, 'x{9,}', '(long)', 'g') FROM changes_like_pgoutput(names) AS change $$;
SELECT short('root');
SELECT relations_like_pgoutput('root');
SELECT short('everything') EXCEPT ALL SELECT short('root');
SELECT short('schema_root') EXCEPT ALL SELECT short('root');
SELECT short('leaves');
SELECT relations_like_pgoutput('leaves');
-- As the partitioned partition where that is the topmost; beside it, others are sent as the root.
SELECT short('middle');
SELECT relations_like_pgoutput('middle');
SELECT short('leaf');
SELECT count(*) FROM short('root, leaves, middle, leaf, every_leaf');
SELECT relations_like_pgoutput('every_leaf, middle, leaf');
SELECT relations_like_pgoutput('leaf, leaves, root, middle');
-- The filter of what is published counts, and no other.
SELECT short('filtered');
SELECT short('filtered_leaf');
SELECT short('filtered_leaf, middle');
SELECT short('filtered_leaf, filtered') EXCEPT ALL SELECT short('filtered');
SELECT count(*) FROM short('filtered, root');
SELECT short('listed');
SELECT relations_like_pgoutput('listed');
-- Each publication says what is published, but only those of the topmost ancestor of which rows.
SELECT short('root_inserts, leaf_deletes');
SELECT short('leaf_deletes');
SELECT forget_changes();

-- TRUNCATE of the root is one of the root.
INSERT INTO measure VALUES (1, '2023-05-05', 1.5, 'a');
TRUNCATE measure, beside;
SELECT changes_like_pgoutput('root');
SELECT changes_like_pgoutput('everything');
SELECT changes_like_pgoutput('leaves');
TRUNCATE m2024;
SELECT changes_like_pgoutput('middle');
SELECT forget_changes();

-- A root has one description, however many partitions it has, until that changes.
INSERT INTO measure VALUES (1, '2023-05-05', 1.5, 'a'), (1, '2024-05-05', 2.5, 'b'), (2, '2024-07-07', 3.5, NULL);
ALTER TABLE measure RENAME note TO remark;
INSERT INTO measure VALUES (2, '2023-05-05', 1.5, 'a'), (1, '2024-05-06', 2.5, 'b'), (2, '2024-07-08', 3.5, NULL);
ALTER TABLE measure RENAME TO measures;
INSERT INTO measures VALUES (3, '2023-05-05', 1.5, 'a'), (1, '2024-05-07', 2.5, 'b');
ALTER TABLE measures RENAME TO measure;
ALTER TABLE measure ADD COLUMN late int DEFAULT 5;
INSERT INTO measure VALUES (1, '2024-05-08', 2.5, 'b', 6), (4, '2023-05-05', 1.5, 'a', 7);
UPDATE measure SET value = 9 WHERE id = 2 AND day > '2024-01-01';
ALTER TABLE measure RENAME remark TO note;
ALTER TABLE measure DROP COLUMN late;
SELECT relation || ' ' || string_agg(column_name, ' ' ORDER BY number) FROM (
  SELECT position, frame ->> 'name' AS relation, number, c ->> 'name' AS column_name
    FROM frames('publication_names', 'root') WITH ORDINALITY AS f(frame, position),
         jsonb_array_elements(frame -> 'columns') WITH ORDINALITY AS columns(c, number)) AS described
  GROUP BY position, relation ORDER BY position;
SELECT forget_changes();

-- Partitions come and go.
CREATE TABLE m2025 PARTITION OF measure FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO measure VALUES (1, '2025-01-01', 1, 'new');
BEGIN;
CREATE TABLE m2026 (LIKE m2024_2);
ALTER TABLE m2026 ADD PRIMARY KEY (id, day);
ALTER TABLE measure ATTACH PARTITION m2026 FOR VALUES FROM ('2026-01-01') TO ('2027-01-01');
INSERT INTO measure VALUES (1, '2026-01-01', 1, 'newer');
COMMIT;
ALTER TABLE measure DETACH PARTITION m2025;
INSERT INTO m2025 VALUES (2, '2025-02-02', 2, 'on its own');
ALTER TABLE measure ATTACH PARTITION m2025 FOR VALUES FROM ('2025-01-01') TO ('2026-01-01');
INSERT INTO m2025 VALUES (3, '2025-02-03', 3, 'back');
ALTER TABLE measure DETACH PARTITION m2024;
INSERT INTO m2024(id, day) VALUES (2, '2024-01-01');
DELETE FROM m2024;
ALTER TABLE measure ATTACH PARTITION m2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
INSERT INTO m2024(id, day) VALUES (2, '2024-01-01');
SELECT changes_like_pgoutput('everything');
DROP TABLE m2025;
DELETE FROM measure;
SELECT changes_like_pgoutput('root');
SELECT forget_changes();
-- So does the option.
INSERT INTO measure VALUES (1, '2026-01-01', 1, 'root');
ALTER PUBLICATION root SET (publish_via_partition_root = false);
INSERT INTO measure VALUES (1, '2026-01-02', 1, 'leaf');
ALTER PUBLICATION root SET (publish_via_partition_root = true);
INSERT INTO measure VALUES (1, '2026-01-03', 1, 'root');
SELECT changes_like_pgoutput('root');
SELECT forget_changes();

-- The replica identity is that of the root.  Where a partition logs another key, the key of the root is not known.
CREATE TABLE keyed (id int, part int, code text NOT NULL, PRIMARY KEY (id, part)) PARTITION BY LIST (part);
CREATE TABLE keyed_1 PARTITION OF keyed FOR VALUES IN (1);
CREATE TABLE keyed_2 PARTITION OF keyed FOR VALUES IN (2);
CREATE UNIQUE INDEX keyed_2_code ON keyed_2 (code);
ALTER TABLE keyed_2 REPLICA IDENTITY USING INDEX keyed_2_code;
CREATE TABLE keyless (id int, part int) PARTITION BY LIST (part);
CREATE TABLE keyless_1 PARTITION OF keyless FOR VALUES IN (1);
ALTER TABLE keyless_1 ADD PRIMARY KEY (id);
CREATE PUBLICATION keyed FOR TABLE keyed, keyless WITH (publish_via_partition_root = true);
INSERT INTO keyed VALUES (1, 1, 'a'), (1, 2, 'b');
UPDATE keyed SET id = 2;
UPDATE keyed SET code = 'z' WHERE part = 2;
UPDATE keyed SET id = 3, part = 2, code = 'y' WHERE part = 1;
DELETE FROM keyed;
INSERT INTO keyless VALUES (1, 1);
UPDATE keyless SET id = 2;
DELETE FROM keyless;
SELECT changes_like_pgoutput('keyed');
SELECT forget_changes();
ALTER TABLE keyless REPLICA IDENTITY FULL;
INSERT INTO keyless VALUES (1, 1);
UPDATE keyless SET id = 2;
ALTER TABLE keyless_1 REPLICA IDENTITY FULL;
UPDATE keyless SET id = 3;
DELETE FROM keyless;
SELECT changes_like_pgoutput('keyed');
SELECT forget_changes();

-- Children of a table that is not partitioned are tables of their own.
CREATE TABLE parent (id int PRIMARY KEY, note text);
CREATE TABLE child (extra int, PRIMARY KEY (id)) INHERITS (parent);
CREATE PUBLICATION family FOR TABLE parent WITH (publish_via_partition_root = true);
CREATE PUBLICATION alone FOR TABLE ONLY parent;
INSERT INTO parent VALUES (1, 'parent');
INSERT INTO child VALUES (1, 'child', 5);
UPDATE parent SET note = 'both';
SELECT changes_like_pgoutput('family');
SELECT changes_like_pgoutput('alone');
SELECT copied('parent', 'publication_names', 'family');
SELECT copied('child', 'publication_names', 'family');
SELECT copied('child', 'publication_names', 'alone');
SELECT forget_changes();

-- A partition is copied as what it is published as.
INSERT INTO measure VALUES (1, '2024-05-05', 2.5, 'b'), (2, '2024-07-07', 3.5, NULL);
SELECT copied('m2024_1', 'publication_names', 'root');
SELECT copied('m2024_2', 'publication_names', 'root');
SELECT copied('m2024_2', 'publication_names', 'middle');
SELECT copied('m2024_2', 'publication_names', 'leaves');
SELECT copied('m2024_2', 'publication_names', 'filtered');
SELECT copied('m2024_1', 'publication_names', 'filtered, leaf');
SELECT copied('m2024_2', 'publication_names', 'listed');
SELECT copied('measure', 'publication_names', 'root');
SELECT copied('m2023', 'publication_names', 'middle');
CREATE FUNCTION described(relation regclass, names text) RETURNS text LANGUAGE sql AS $$
  SELECT concat_ws(' ', relation_name(f -> 'relation'), f ->> 'name', f ->> 'identity_kind', f ->> 'identity', jsonb_array_length(f -> 'columns'))
    FROM wal2mysql.frame_to_jsonb(wal2mysql.describe_relation(relation, 'publication_names', names)) AS f $$;
SELECT described('measure', 'root'), described('m2024', 'root'), described('m2024_2', 'root');
SELECT described('m2024', 'middle'), described('m2024_2', 'leaves');
SELECT described('measure', 'leaves');

-- Privileges and policies are those of what is published, as in a SELECT from it.
CREATE ROLE regress_reader;
GRANT SELECT ON measure TO regress_reader;
ALTER TABLE m2024_2 ENABLE ROW LEVEL SECURITY;
SET ROLE regress_reader;
SELECT count(*) FROM measure;
SELECT count(*) FROM wal2mysql.copy_rows('m2024_2', NULL, NULL, 'publication_names', 'root');
SELECT wal2mysql.copy_rows('m2024_2', NULL, NULL, 'publication_names', 'leaves');
RESET ROLE;
GRANT SELECT ON m2024_2 TO regress_reader;
REVOKE SELECT ON measure FROM regress_reader;
ALTER TABLE m2024_2 DISABLE ROW LEVEL SECURITY;
ALTER TABLE measure ENABLE ROW LEVEL SECURITY;
SET ROLE regress_reader;
SELECT count(*) FROM wal2mysql.copy_rows('m2024_2', NULL, NULL, 'publication_names', 'leaves');
SELECT wal2mysql.copy_rows('m2024_2', NULL, NULL, 'publication_names', 'root');
RESET ROLE;
GRANT SELECT ON measure TO regress_reader;
SET ROLE regress_reader;
SELECT wal2mysql.copy_rows('m2024_2', NULL, NULL, 'publication_names', 'root');
RESET ROLE;
DROP OWNED BY regress_reader;
DROP ROLE regress_reader;

SELECT 'dropped' FROM (SELECT pg_drop_replication_slot(slot_name) FROM pg_replication_slots) AS slots;
DROP PUBLICATION root, leaves, middle, leaf, everything, every_leaf, schema_root, filtered, filtered_leaf, listed, root_inserts,
  leaf_deletes, keyed, family, alone;
DROP TABLE measure, beside, keyed, keyless, parent, child;
DROP FUNCTION short, described, pgoutput_oid, pgoutput_changes, changes_like_pgoutput, forget_changes, pgoutput_text,
  pgoutput_relations, relations_like_pgoutput;
