-- By what an UPDATE or DELETE names its row, for every REPLICA IDENTITY.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE FUNCTION identity(relation regclass) RETURNS text LANGUAGE sql AS $$
  SELECT format('%s primary key %s identity %s', f ->> 'identity_kind', f ->> 'primary_key', f ->> 'identity')
    FROM wal2mysql.frame_to_jsonb(wal2mysql.describe_relation(relation)) AS f $$;

CREATE TABLE by_default (a int, b text, c int PRIMARY KEY);
CREATE TABLE by_index (a int PRIMARY KEY, b text NOT NULL, c int NOT NULL);
CREATE UNIQUE INDEX by_index_key ON by_index (c, b);
ALTER TABLE by_index REPLICA IDENTITY USING INDEX by_index_key;
CREATE TABLE by_full (a int, b text);
ALTER TABLE by_full REPLICA IDENTITY FULL;
CREATE TABLE by_full_with_key (a int, b text, c int PRIMARY KEY);
ALTER TABLE by_full_with_key REPLICA IDENTITY FULL;
CREATE TABLE by_nothing (a int PRIMARY KEY);
ALTER TABLE by_nothing REPLICA IDENTITY NOTHING;
CREATE TABLE keyless (a int);
-- A deferrable key does not name rows: two of them may share it until the commit.
CREATE TABLE deferrable_key (a int PRIMARY KEY DEFERRABLE);
SELECT t, identity(t::regclass)
  FROM unnest('{by_default,by_index,by_full,by_full_with_key,by_nothing,keyless,deferrable_key}'::text[]) AS t;

CREATE PUBLICATION regress FOR TABLE by_default, by_index, by_full, by_full_with_key;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
INSERT INTO by_default VALUES (1, 'one', 1);
INSERT INTO by_index VALUES (1, 'one', 1);
INSERT INTO by_full VALUES (1, 'one'), (1, 'one'), (NULL, NULL);
INSERT INTO by_full_with_key VALUES (1, 'one', 1);
SELECT count(*) FROM changes();

UPDATE by_default SET a = 2;
UPDATE by_default SET c = 2;
DELETE FROM by_default;
SELECT changes();

-- The primary key is a column like others where an index is the identity.
UPDATE by_index SET a = 2;
UPDATE by_index SET b = 'two';
DELETE FROM by_index;
SELECT changes();

-- Without a key every column is, and of equal rows each has its own change.
UPDATE by_full SET b = 'two' WHERE a = 1;
DELETE FROM by_full;
SELECT changes();

-- With a key the rest of a full old row is of no use.
UPDATE by_full_with_key SET a = 2;
UPDATE by_full_with_key SET c = 2;
DELETE FROM by_full_with_key;
SELECT changes();

-- PostgreSQL refuses what could not be replicated.
ALTER PUBLICATION regress ADD TABLE by_nothing, keyless;
INSERT INTO by_nothing VALUES (1);
UPDATE by_nothing SET a = 2;
DELETE FROM keyless;
SELECT changes();

-- An identity that lost its index is none.
DROP INDEX by_index_key;
SELECT identity('by_index');

-- A change of identity is announced with the next change.
ALTER TABLE by_nothing REPLICA IDENTITY DEFAULT;
UPDATE by_nothing SET a = 2;
SELECT frame -> 'identity_kind', frame -> 'identity' FROM frames() WHERE frame ? 'identity';

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE by_default, by_index, by_full, by_full_with_key, by_nothing, keyless, deferrable_key;
DROP FUNCTION identity;
