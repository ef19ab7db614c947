-- Generated columns are sent as any other.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE PUBLICATION regress FOR ALL TABLES;
CREATE TABLE kept (id int PRIMARY KEY, a int, double int GENERATED ALWAYS AS (a * 2) STORED);
SELECT columns('kept');
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
INSERT INTO kept VALUES (1, 21), (2, NULL);
UPDATE kept SET a = 4 WHERE id = 2;
SELECT changes();
SELECT copied('kept');
DROP TABLE kept;
SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
