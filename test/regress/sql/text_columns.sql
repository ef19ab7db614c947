-- Columns that are declared as text hold every value of PostgreSQL, in PostgreSQL's spelling.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE SCHEMA "Sales, north";
CREATE TABLE "Sales, north"."Order.2" (id int PRIMARY KEY, "Price ""x""" numeric, day date, count int, note text, doc jsonb);
\set t '"Sales, north"."Order.2"'
SELECT columns(:'t', 'text_columns', '"Sales, north"."Order.2".day , "Sales, north"."Order.2"."Price ""x""",public.other.count');
-- An asterisk means what MySQL's type may have no room for.
SELECT columns(:'t', 'text_columns', '"Sales, north"."Order.2".*');
SELECT columns(:'t', 'text_columns', '*.*.count,*.*.id');
SELECT columns(:'t', 'text_columns', '*.*.*', 'target', 'mariadb-10.11.19');
SELECT columns(:'t', 'text_columns', '*.*.note');
INSERT INTO "Sales, north"."Order.2" VALUES (1, 'NaN', 'infinity', 7, 'x', '{"a": 1e20}'), (2, 1.50, '0044-03-15 BC', NULL, NULL, NULL);
SELECT frame -> 'new' FROM copied(:'t', 'text_columns', '*.*.*');
SELECT columns(:'t', 'text_columns', 'day');
SELECT columns(:'t', 'text_columns', 'a.b.c,');
SELECT columns(:'t', 'text_columns', '"a.b.c');

-- In the stream as in the copy.
CREATE PUBLICATION regress FOR TABLE "Sales, north"."Order.2";
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
INSERT INTO "Sales, north"."Order.2" VALUES (3, '-Infinity', '-infinity', 8, '', '1e20');
SELECT frame -> 'new' FROM changes('publication_names', 'regress', 'text_columns', '*.*.*');
SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
SET client_min_messages = warning;
DROP SCHEMA "Sales, north" CASCADE;
