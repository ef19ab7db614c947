-- A table that changes is described again, before the first row that is written in its new form.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE FUNCTION told() RETURNS SETOF text LANGUAGE sql AS $$
  SELECT CASE WHEN frame ? 'columns' THEN
           format('%s.%s (%s) %s', frame ->> 'schema', frame ->> 'name',
                  (SELECT string_agg(format('%s:%s %s', c ->> 'attnum', c ->> 'name', c ->> 'mysql_type'), ', ')
                     FROM jsonb_array_elements(frame -> 'columns') AS c), frame ->> 'identity')
         ELSE format('%s %s', frame ->> 'kind', frame ->> 'new') END
    FROM frames() WHERE frame ->> 'kind' NOT IN ('hello', 'begin', 'commit') $$;

CREATE TABLE item (id int PRIMARY KEY, name varchar(10));
CREATE TABLE other (id int PRIMARY KEY);
CREATE PUBLICATION regress FOR TABLE item, other;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- Each row in the form that it had when it was written, though all are read now.
INSERT INTO item VALUES (1, 'one');
ALTER TABLE item ADD COLUMN price numeric(8,2) DEFAULT 1;
INSERT INTO item VALUES (2, 'two');
ALTER TABLE item ALTER name TYPE varchar(20);
INSERT INTO item VALUES (3, 'three');
ALTER TABLE item RENAME COLUMN price TO cost;
INSERT INTO item VALUES (4, 'four', 4);
ALTER TABLE item DROP COLUMN name;
INSERT INTO item VALUES (5, 5);
ALTER TABLE item RENAME TO thing;
INSERT INTO thing VALUES (6, 6);
CREATE SCHEMA shop;
ALTER TABLE thing SET SCHEMA shop;
INSERT INTO shop.thing VALUES (7, 7);
ALTER SCHEMA shop RENAME TO store;
INSERT INTO store.thing VALUES (8, 8);
SELECT told();

-- A column that comes back under its name is another one.
ALTER TABLE store.thing DROP COLUMN cost;
ALTER TABLE store.thing ADD COLUMN cost text;
INSERT INTO store.thing VALUES (9, 'nine');
SELECT told();

-- Another key.
DELETE FROM store.thing WHERE cost IS NULL;
ALTER TABLE store.thing DROP CONSTRAINT item_pkey;
ALTER TABLE store.thing ALTER cost SET NOT NULL, ADD PRIMARY KEY (cost);
INSERT INTO store.thing VALUES (10, 'ten');
SELECT told();

-- In the middle of a transaction, and not at all when it is rolled back.
BEGIN;
INSERT INTO store.thing VALUES (11, 'eleven');
ALTER TABLE store.thing ADD COLUMN extra int;
INSERT INTO store.thing VALUES (12, 'twelve', 12);
SAVEPOINT undo;
ALTER TABLE store.thing DROP COLUMN extra;
ROLLBACK TO undo;
INSERT INTO store.thing VALUES (13, 'thirteen', 13);
COMMIT;
SELECT told();

-- What does not change the description does not repeat it.
INSERT INTO store.thing VALUES (14, 'fourteen');
CREATE INDEX ON store.thing (extra);
COMMENT ON TABLE store.thing IS 'a comment';
ALTER TABLE store.thing ALTER extra SET DEFAULT 5;
ANALYZE store.thing;
INSERT INTO store.thing VALUES (15, 'fifteen');
SELECT told();

-- The labels of an enum and the type behind a domain belong to the description.
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE DOMAIN feeling AS mood;
CREATE TABLE diary (day int PRIMARY KEY, mood mood, feeling feeling);
ALTER PUBLICATION regress ADD TABLE diary;
INSERT INTO diary VALUES (1, 'sad', 'happy');
ALTER TYPE mood ADD VALUE 'so-so' BEFORE 'happy';
INSERT INTO diary VALUES (2, 'so-so', 'happy');
ALTER TYPE mood RENAME VALUE 'sad' TO 'very sad';
INSERT INTO diary VALUES (3, 'very sad', 'so-so');
ALTER TYPE mood RENAME TO state;
INSERT INTO diary VALUES (4, 'happy', 'happy');
SELECT told();

-- A table of the same name is another table: its description has another id.
DROP TABLE other;
CREATE TABLE other (id text PRIMARY KEY);
ALTER PUBLICATION regress ADD TABLE other;
INSERT INTO other VALUES ('a');
SELECT told();

-- A column that is added with rows in the table comes with its default; a rewrite changes no row.
ALTER TABLE other ADD COLUMN stamp int DEFAULT 7;
UPDATE other SET stamp = stamp;
ALTER TABLE other ALTER stamp TYPE bigint;
VACUUM FULL other;
UPDATE other SET stamp = stamp;
SELECT told();

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE store.thing, diary, other;
DROP SCHEMA store;
DROP DOMAIN feeling;
DROP TYPE state;
DROP FUNCTION told;
