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

-- The slot speaks bytes only.
SELECT data FROM pg_logical_slot_get_changes('regress', NULL, NULL, 'publication_names', 'regress');

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE spelling;
