-- Expressions that need values which an UPDATE does not log, or by which rows are found.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE FUNCTION rules(name text, rules jsonb) RETURNS text LANGUAGE sql AS
$$ SELECT jsonb_build_object('tables', jsonb_build_array(jsonb_build_object('schema', 'public', 'name', name) || rules))::text $$;
-- All that an error says, but for the LSN.
CREATE FUNCTION told(rules text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  message text; detail text; hint text;
BEGIN
  PERFORM changes('publication_names', 'regress', 'rules', rules);
EXCEPTION WHEN others THEN
  GET STACKED DIAGNOSTICS message = MESSAGE_TEXT, detail = PG_EXCEPTION_DETAIL, hint = PG_EXCEPTION_HINT;
  RETURN regexp_replace(concat_ws(E'\n', message, detail, hint), '[0-9A-F]+/[0-9A-F]+', 'X/X');
END $$;
CREATE TABLE document (id int PRIMARY KEY, title text, body text, notes text);
ALTER TABLE document ALTER body SET STORAGE EXTERNAL, ALTER notes SET STORAGE EXTERNAL;
CREATE PUBLICATION regress FOR ALL TABLES;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- What is computed from a value that is not logged has not changed either.  Dropping the value does not matter.
SELECT rules('document', '{"drop": ["body"], "replace": [{"column": "notes", "expression": "left(notes, 3)"}], "compute": [{"name": "digest", "expression": "md5(body)"}, {"name": "both", "expression": "length(body || notes)"}, {"name": "one", "expression": "1"}]}') AS rules \gset
INSERT INTO document VALUES (1, 'apart', repeat('b', 5000), repeat('n', 5000)), (2, 'short', 'body', 'notes');
UPDATE document SET title = 'new' WHERE id = 1;
UPDATE document SET title = 'new' WHERE id = 2;
UPDATE document SET id = 3 WHERE id = 1;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
-- With another value that may have changed, nobody knows.
UPDATE document SET notes = 'other' WHERE id = 3;
SELECT told(:'rules');
-- Without that expression the stream goes on.
SELECT changes('publication_names', 'regress', 'rules', rules('document', '{"drop": ["body"], "compute": [{"name": "digest", "expression": "md5(body)"}]}'));
-- A value in the row is logged each time, NULL is no value, and a new one is there.
SELECT rules('document', '{"drop": ["body", "notes"], "compute": [{"name": "both", "expression": "title || length(body)"}]}') AS rules \gset
UPDATE document SET title = 'newer' WHERE id = 2;
UPDATE document SET title = 'newer', body = NULL WHERE id = 3;
UPDATE document SET title = 'newest' WHERE id = 3;
UPDATE document SET title = 'last', body = repeat('c', 6000) WHERE id = 3;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
-- A copy reads every value.
SELECT copied('document', 'rules', :'rules');
-- REPLICA IDENTITY FULL logs them all.
ALTER TABLE document REPLICA IDENTITY FULL;
UPDATE document SET title = 'full' WHERE id = 3;
UPDATE document SET id = 4, title = 'fuller' WHERE id = 3;
ALTER TABLE document DROP CONSTRAINT document_pkey;
UPDATE document SET title = 'without key' WHERE id = 4;
DELETE FROM document WHERE id = 4;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
DROP TABLE document;

-- A key that is replaced names rows by what it is replaced with, old and new.
CREATE TABLE keyed (id int, area text, note text, PRIMARY KEY (area, id));
SELECT rules('keyed', '{"replace": [{"column": "id", "expression": "id + length(area) * 1000"}, {"column": "area", "expression": "md5(area)::uuid"}]}') AS rules \gset
SELECT columns('keyed', 'rules', :'rules');
INSERT INTO keyed VALUES (1, 'north', 'a'), (2, 'west', 'b');
UPDATE keyed SET note = 'c' WHERE id = 1;
UPDATE keyed SET area = 'south' WHERE id = 1;
UPDATE keyed SET area = 'east' WHERE id = 2;
UPDATE keyed SET id = 3 WHERE id = 2;
DELETE FROM keyed;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
-- A key is never NULL.
SELECT rules('keyed', '{"replace": [{"column": "id", "expression": "nullif(id, 5)"}]}') AS rules \gset
INSERT INTO keyed VALUES (4, 'north', 'a'), (5, 'north', 'a');
SELECT told(:'rules');
SELECT copied('keyed', 'rules', :'rules');
SELECT count(*) FROM changes();
-- With REPLICA IDENTITY FULL it may be made of other columns, too, and changes with them.
ALTER TABLE keyed REPLICA IDENTITY FULL;
SELECT rules('keyed', '{"drop": ["note"], "replace": [{"column": "id", "expression": "id + length(note) * 100"}]}') AS rules \gset
UPDATE keyed SET note = 'ab' WHERE id = 4;
UPDATE keyed SET note = 'cd' WHERE id = 4;
UPDATE keyed SET note = 'cd' WHERE id = 4;
DELETE FROM keyed WHERE id = 4;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
-- A value in TOAST is a key like others.
ALTER TABLE keyed ALTER note SET STORAGE EXTERNAL;
INSERT INTO keyed VALUES (6, 'north', repeat('x', 4000));
UPDATE keyed SET area = area WHERE id = 6;
UPDATE keyed SET note = note || 'y' WHERE id = 6;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
-- By an index, rows are found by its columns; the primary key is a value like others.
ALTER TABLE keyed ALTER note SET STORAGE MAIN, ALTER note SET NOT NULL;
DELETE FROM keyed;
SELECT count(*) FROM changes();
CREATE UNIQUE INDEX keyed_note ON keyed (note);
ALTER TABLE keyed REPLICA IDENTITY USING INDEX keyed_note;
SELECT rules('keyed', '{"replace": [{"column": "id", "expression": "id + length(note)"}, {"column": "note", "expression": "upper(note)"}]}') AS rules \gset
INSERT INTO keyed VALUES (7, 'north', 'n');
UPDATE keyed SET id = 8;
UPDATE keyed SET note = 'm';
DELETE FROM keyed;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
DROP TABLE keyed;

-- Rows without a key are what is left of them.
CREATE TABLE keyless (a int, b text, c text);
ALTER TABLE keyless REPLICA IDENTITY FULL;
SELECT rules('keyless', '{"drop": ["c"], "replace": [{"column": "b", "expression": "upper(b)"}], "compute": [{"name": "ac", "expression": "a || c"}]}') AS rules \gset
INSERT INTO keyless VALUES (1, 'b', 'c'), (1, 'b', 'd'), (NULL, NULL, NULL);
UPDATE keyless SET c = 'e' WHERE c = 'd';
DELETE FROM keyless;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
DROP TABLE keyless;

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP FUNCTION rules, told;
