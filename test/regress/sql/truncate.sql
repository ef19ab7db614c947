-- TRUNCATE names all the tables that it emptied, as far as they are published.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE parent (id int PRIMARY KEY);
CREATE TABLE child (parent int REFERENCES parent);
CREATE TABLE private (id serial);
CREATE TABLE measure (day date) PARTITION BY RANGE (day);
CREATE TABLE measure_2023 PARTITION OF measure FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE measure_2024 PARTITION OF measure FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');
CREATE PUBLICATION regress FOR TABLE parent, child, measure;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

TRUNCATE child;
TRUNCATE parent CASCADE;
TRUNCATE child, private RESTART IDENTITY;
SELECT frames();

-- Nothing is sent for a table that is not published, nor for an action that is not.
TRUNCATE private;
ALTER PUBLICATION regress SET (publish = 'insert, update, delete');
TRUNCATE child;
SELECT frames();
ALTER PUBLICATION regress SET (publish = 'truncate');
INSERT INTO parent VALUES (1);
TRUNCATE child;
SELECT changes();

-- A partitioned table has no rows: its partitions are what is emptied.
TRUNCATE measure;
TRUNCATE measure_2023;
SELECT changes();

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE child, parent, private, measure;
