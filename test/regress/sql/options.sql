-- What a reader of the slot may say, and what it is told when it is wrong.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE PUBLICATION regress;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- No option is guessed, ignored or taken twice.
SELECT frames('publication_names', 'regress', 'include_xids', '1');
SELECT frames('publication_names', 'regress', 'publication_names', 'regress');
SELECT frames('target', 'mysql-9.7.4');
SELECT wal2mysql.describe_relation('pg_class', 'target');
SELECT wal2mysql.describe_relation('pg_class', NULL, 'mysql-9.7.4');
SELECT wal2mysql.describe_relation('pg_class', 'target', NULL);

-- Protocol versions are a range; the two sides must have one in common.
SELECT frames('publication_names', 'regress', 'protocol_version_min', 'one');
SELECT frames('publication_names', 'regress', 'protocol_version_min', '');
SELECT frames('publication_names', 'regress', 'protocol_version_min', '2', 'protocol_version_max', '1');
SELECT frames('publication_names', 'regress', 'protocol_version_min', '7', 'protocol_version_max', '9');
SELECT frames('publication_names', 'regress', 'protocol_version_min', '0', 'protocol_version_max', '0');
SELECT frames('publication_names', 'regress', 'protocol_version_min', '0', 'protocol_version_max', '9');

-- Names are a list of identifiers, as in pgoutput.
SELECT frames('publication_names', '');
SELECT frames('publication_names', 'regress,,regress');
SELECT frames('publication_names', ' "regress" , REGRESS ');

-- A target is a flavour and a version that can hold PostgreSQL's keys.
SELECT frames('publication_names', 'regress', 'target', 'oracle-23');
SELECT frames('publication_names', 'regress', 'target', 'mysql');
SELECT frames('publication_names', 'regress', 'target', 'mysql-9.7.4-debug');
SELECT frames('publication_names', 'regress', 'target', 'mysql-8.0.16');
SELECT frames('publication_names', 'regress', 'target', 'mariadb-10.5.0');

-- The flavours spell their binary NO PAD collation differently.
CREATE TABLE spelling (word text PRIMARY KEY);
SELECT columns('spelling', 'target', 'mysql-9.7.4');
SELECT columns('spelling', 'target', 'mysql-8.4');
SELECT columns('spelling', 'target', 'mariadb-10.11.19');

-- Changes that another replication brought are left out where they are not wanted: it would have them back.
SELECT frames('publication_names', 'regress', 'origin', 'local');
CREATE TABLE traveller (id int PRIMARY KEY);
ALTER PUBLICATION regress ADD TABLE traveller;
SELECT 'origin' FROM pg_replication_origin_create('regress_elsewhere');
INSERT INTO traveller VALUES (1);
SELECT pg_replication_origin_session_setup('regress_elsewhere');
INSERT INTO traveller VALUES (2);
BEGIN;
SELECT pg_replication_origin_xact_setup('0/1234', '2024-02-29');
INSERT INTO traveller VALUES (3);
COMMIT;
SELECT pg_replication_origin_session_reset();
UPDATE traveller SET id = 10 * id;
SELECT frame -> 'kind', frame -> 'new'
  FROM (SELECT stable_frame(f) AS frame
          FROM pg_logical_slot_peek_binary_changes('regress', NULL, NULL, 'publication_names', 'regress', 'origin', 'none') AS m,
               wal2mysql.frame_to_jsonb(m.data) AS f) AS frames WHERE frame ->> 'kind' IN ('insert', 'update');
SELECT frame -> 'kind', frame -> 'new' FROM changes('publication_names', 'regress', 'origin', 'any');
-- A copy has every row.
SELECT count(*) FROM copied('traveller', 'publication_names', 'regress', 'origin', 'none');
SELECT 'dropped' FROM pg_replication_origin_drop('regress_elsewhere');

-- Relations by their oids, of what is published; partitions are what they are published as.
SELECT frames('publication_names', 'regress', 'relations', '');
SELECT frames('publication_names', 'regress', 'relations', '1,');
SELECT frames('publication_names', 'regress', 'relations', '1,0');
SELECT frames('publication_names', 'regress', 'relations', '4294967296');
SELECT frames('publication_names', 'regress', 'relations', 'traveller');
CREATE TABLE parted (id int PRIMARY KEY) PARTITION BY RANGE (id);
CREATE TABLE part PARTITION OF parted DEFAULT;
CREATE TABLE unpublished (id int PRIMARY KEY);
ALTER PUBLICATION regress ADD TABLE parted;
CREATE FUNCTION relations_seen(relations text) RETURNS TABLE (seen text) LANGUAGE sql AS $$
  SELECT (f ->> 'kind') || ' ' || coalesce(relation_name(f -> 'relation') #>> '{}', '')
    FROM pg_logical_slot_peek_binary_changes('regress', NULL, NULL, 'publication_names', 'regress', 'relations', relations),
         wal2mysql.frame_to_jsonb(data) AS f
   WHERE f ->> 'kind' IN ('insert', 'truncate') $$;
INSERT INTO traveller VALUES (4);
INSERT INTO parted VALUES (1);
INSERT INTO unpublished VALUES (1);
TRUNCATE traveller, part, unpublished;
SELECT relations_seen(format('%s', 'traveller'::regclass::oid));
SELECT relations_seen(format('%s,%s', 'parted'::regclass::oid, 'unpublished'::regclass::oid));
SELECT relations_seen(format('%s', 'part'::regclass::oid));
ALTER PUBLICATION regress SET (publish_via_partition_root = true);
INSERT INTO part VALUES (2);
SELECT relations_seen(format('%s', 'parted'::regclass::oid));

-- The slot speaks bytes only.
SELECT data FROM pg_logical_slot_get_changes('regress', NULL, NULL, 'publication_names', 'regress');

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP FUNCTION relations_seen;
DROP TABLE spelling, traveller, parted, unpublished;
