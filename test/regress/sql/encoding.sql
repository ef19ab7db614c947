-- Frames are UTF-8 whatever the database is.
CREATE DATABASE regress_latin1 ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0;
CREATE DATABASE regress_ascii ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0;

\c regress_latin1
SET client_encoding = 'UTF8';
CREATE EXTENSION wal2mysql;
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TYPE "größe" AS ENUM ('groß', 'klein');
CREATE TABLE "straße" (id int PRIMARY KEY, "größe" "größe", name text, names text[], long text);
CREATE PUBLICATION regress FOR ALL TABLES;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
INSERT INTO "straße" VALUES (1, 'groß', 'Österreich', '{ä,ö}', NULL), (2, 'klein', 'plain', '{}', NULL);
SELECT columns('"straße"');
SELECT frame FROM frames() WHERE frame ->> 'kind' = 'insert';
-- The bytes themselves: ö is c3b6.
INSERT INTO "straße" VALUES (3, NULL, 'ö', NULL, NULL);
SELECT position('\xa2c3b6'::bytea IN data) > 0 AS utf8
  FROM pg_logical_slot_get_binary_changes('regress', NULL, NULL, 'publication_names', 'regress');
-- A long value is as long as its UTF-8.
INSERT INTO "straße" VALUES (4, NULL, NULL, NULL, repeat('ö', 300000));
SELECT changes();
SELECT 'dropped' FROM pg_drop_replication_slot('regress');

-- SQL_ASCII holds any bytes; those that are no UTF-8 do not pass for text.
\c regress_ascii
CREATE EXTENSION wal2mysql;
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE bytes (id int PRIMARY KEY, word text);
INSERT INTO bytes VALUES (1, 'plain'), (2, E'\xc3\xb6'), (3, E'\xff');
SELECT frame #> '{new,1}' AS word FROM copied('bytes') WHERE frame #>> '{new,0}' <> '2';
SELECT position('\xa2c3b6'::bytea IN data) > 0 AS utf8 FROM wal2mysql.copy_rows('bytes', NULL, NULL) AS data;

\c regression
DROP DATABASE regress_latin1;
DROP DATABASE regress_ascii;
