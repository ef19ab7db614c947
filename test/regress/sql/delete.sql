-- DELETE carries the key and nothing else.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE parent (id int PRIMARY KEY, name text);
CREATE TABLE child (parent int REFERENCES parent ON DELETE CASCADE, number int, name text, PRIMARY KEY (number, parent));
CREATE PUBLICATION regress FOR TABLE parent, child;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

INSERT INTO parent VALUES (1, 'one'), (2, 'two');
INSERT INTO child VALUES (1, 1, 'one of one'), (1, 2, 'two of one'), (2, 1, NULL);
SELECT count(*) FROM changes();

DELETE FROM child WHERE parent = 2;
DELETE FROM parent WHERE id = 2;
SELECT changes();

-- What a foreign key deletes is logged as any other row: the target must not do it again.
DELETE FROM parent;
SELECT changes();

-- A row that came and went in one transaction.
BEGIN;
INSERT INTO parent VALUES (3, 'three');
DELETE FROM parent WHERE id = 3;
COMMIT;
SELECT changes();

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE child, parent;
