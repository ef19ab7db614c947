-- INSERT, by every way in.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE person (id int PRIMARY KEY, name text, born date DEFAULT '2000-01-01');
CREATE PUBLICATION regress FOR TABLE person;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- NULL, the empty string and a default are three things.
INSERT INTO person VALUES (1, NULL, NULL), (2, '', DEFAULT), (3, 'Łukasz', '1999-12-31');

-- COPY writes many rows to a WAL record.
COPY person FROM stdin;
4	four	2004-04-04
5	\N	\N
6		2006-06-06
\.

-- ON CONFLICT is an insert or an update, as it turned out; nothing is left of what did not happen.
INSERT INTO person VALUES (6, 'six') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
INSERT INTO person VALUES (7, 'seven') ON CONFLICT (id) DO UPDATE SET name = excluded.name;
INSERT INTO person VALUES (7, 'again') ON CONFLICT DO NOTHING;
SELECT changes();

-- Dropped columns are not there, added ones come with the default that PostgreSQL did not write.
ALTER TABLE person DROP COLUMN born;
ALTER TABLE person ADD COLUMN country text DEFAULT 'PL';
INSERT INTO person VALUES (8, 'eight', NULL);
INSERT INTO person VALUES (9, 'nine');
UPDATE person SET name = 'one' WHERE id = 1;
SELECT changes();

-- A generated column is a column like others.
CREATE TABLE circle (radius int PRIMARY KEY, area numeric GENERATED ALWAYS AS (radius * radius * 3.14) STORED);
ALTER PUBLICATION regress ADD TABLE circle;
INSERT INTO circle VALUES (2);
SELECT changes();

-- A table without columns has rows, too.
CREATE TABLE nothing_at_all ();
ALTER PUBLICATION regress ADD TABLE nothing_at_all;
INSERT INTO nothing_at_all DEFAULT VALUES;
SELECT frames();

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE person, circle, nothing_at_all;
