-- Types of extensions that come with PostgreSQL.
SET client_min_messages = warning;
CREATE EXTENSION citext;
CREATE SCHEMA elsewhere;
CREATE EXTENSION hstore SCHEMA elsewhere;
CREATE EXTENSION ltree;
CREATE EXTENSION isn;
CREATE EXTENSION cube;
RESET client_min_messages;
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE extension (a citext, b elsewhere.hstore, c ltree, d isbn13, e cube, f elsewhere.hstore[], g citext[], h lquery);
SELECT columns('extension');
INSERT INTO extension VALUES
  ('CaSe', 'a=>1, "b c"=>NULL, "q\"\\"=>"x=>y, \"N\"", NULL=>"NULL", ""=>""', 'Top.Sub', '978-0-11-000533-1', '(1,2),(3,4)', '{a=>1,NULL,b=>NULL}', '{A,b}', '*.x'),
  ('', '', '', NULL, '(1)', '{}', NULL, NULL);
SELECT frame -> 'new' FROM copied('extension');
-- It is the extension that makes the type, not its name.
CREATE TYPE elsewhere.citext AS ENUM ('x');
CREATE DOMAIN elsewhere.word AS citext;
CREATE TABLE named (id elsewhere.word PRIMARY KEY, a elsewhere.citext);
SELECT columns('named');
DROP TABLE extension, named;
SET client_min_messages = warning;
DROP SCHEMA elsewhere CASCADE;
DROP EXTENSION citext, ltree, isn, cube;
