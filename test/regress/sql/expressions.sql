-- Columns that have another value than the row's own, that only the target has, or that are not sent.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE customer (id int PRIMARY KEY, first text NOT NULL, last text, email varchar(80), gone int, ssn text, amount numeric(10,2), region "char");
ALTER TABLE customer DROP COLUMN gone;
CREATE PUBLICATION regress FOR ALL TABLES;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
SELECT '{"tables": [{"schema": "public", "name": "customer", "drop": ["ssn"], "replace": [{"column": "email", "expression": "left(email, 3) || ''***''"}, {"column": "first", "expression": "first::varchar(20)"}],
  "compute": [{"name": "full_name", "expression": "first || '' '' || last"}, {"name": "cents", "expression": "(amount * 100)::bigint"}, {"name": "ssn_hash", "expression": "md5(customer.ssn)"}]}]}' AS rules \gset

-- A replaced column keeps its place and its name; computed ones follow those of the table.
SELECT columns('customer', 'rules', :'rules');
SELECT c ->> 'attnum' AS attnum, c ->> 'name' AS name
  FROM wal2mysql.frame_to_jsonb(wal2mysql.describe_relation('customer', 'rules', :'rules')) AS f, jsonb_array_elements(f -> 'columns') AS c;
-- Rules of other tables are none of its business.
SELECT columns('customer', 'rules', '{"tables": []}') EXCEPT SELECT columns('customer');

INSERT INTO customer VALUES (1, 'Ada', 'Lovelace', 'ada@example.org', '123', 1.25, 'E'), (2, 'Cher', NULL, NULL, NULL, NULL, NULL);
UPDATE customer SET email = 'a' WHERE id = 1;
UPDATE customer SET id = 3 WHERE id = 1;
DELETE FROM customer WHERE id = 3;
SELECT changes('publication_names', 'regress', 'rules', :'rules');
SELECT copied('customer', 'rules', :'rules');
TRUNCATE customer;
SELECT changes('publication_names', 'regress', 'rules', :'rules');

-- Rules of a table, shortly.
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
-- What an expression is in the target, and its values for the rows of the table as the stream and the copy have them.
CREATE TABLE given (id int PRIMARY KEY, i int, t text, n numeric(12,3), d date, ts timestamptz, b boolean, by bytea, j jsonb, l int[], u uuid, p point, r int4range, v interval);
CREATE FUNCTION tried(expression text) RETURNS TABLE (type text, streamed jsonb, copied boolean) LANGUAGE plpgsql AS $$
DECLARE
  options text := rules('given', jsonb_build_object('compute', jsonb_build_array(jsonb_build_object('name', 'it', 'expression', expression))));
BEGIN
  type := (SELECT replace(c, 'it ', '') FROM columns('given', 'rules', options) AS c WHERE c LIKE 'it %');
  streamed := (SELECT jsonb_agg(f -> 'new' -> -1) FROM pg_logical_slot_peek_binary_changes('regress', NULL, NULL, 'publication_names', 'regress', 'rules', options), wal2mysql.frame_to_jsonb(data) AS f WHERE f ->> 'kind' = 'insert');
  copied := streamed = (SELECT jsonb_agg(frame -> 'new' -> -1) FROM copied('given', 'rules', options));
  RETURN NEXT;
END $$;
INSERT INTO given VALUES (1, 7, 'Straße', 1234.500, '2024-02-29', '2024-02-29 12:00+02', true, '\x00ff', '{"a": [1, 2]}', '{1,2,NULL}', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '(1,2)', '[1,5)', '1 day 2 hours');
INSERT INTO given VALUES (2);
SELECT tried('i');
SELECT tried('i * 2.5');
SELECT tried('(i * 2.5)::numeric(8,1)');
SELECT tried('i::smallint');
SELECT tried('i::float8 / 2');
SELECT tried('''NaN''::float8');
SELECT tried('i::text || t');
SELECT tried('t || i');
SELECT tried('i > 5 AND b');
SELECT tried('i IS NOT NULL');
SELECT tried('coalesce(i, -1)');
SELECT tried('NULL');
SELECT tried('''x''');
SELECT tried('42');
SELECT tried('1e3');
SELECT tried('upper(t)');
SELECT tried('upper(t)::varchar(10)');
SELECT tried('left(t, 2)::char(4)');
SELECT tried('md5(t)');
SELECT tried('sha256(by)');
SELECT tried($$encode(sha256(replace(t, '\', '\\')::bytea), 'hex')$$), encode(sha256('Straße'), 'hex');
SELECT tried('encode(by, ''hex'')');
SELECT tried('length(t) BETWEEN 1 AND 10');
SELECT tried('t LIKE ''S%''');
SELECT tried('t ~ ''^S.*e$''');
SELECT tried('regexp_replace(t, ''[^a-z]'', ''*'', ''g'')');
SELECT tried('CASE WHEN i > 5 THEN ''many'' WHEN i IS NULL THEN ''none'' ELSE ''few'' END');
SELECT tried('CASE i WHEN 7 THEN ''seven'' END');
SELECT tried('n % 1');
SELECT tried('round(n)');
SELECT tried('trunc(n, 1)::numeric(12,1)');
SELECT tried('greatest(i, n, 3)');
SELECT tried('nullif(i, 7)');
SELECT tried('i IN (1, 7)');
SELECT tried('i = ANY (l)');
SELECT tried('d + 1');
SELECT tried('d > ''2024-01-01''');
SELECT tried('d - date ''2024-01-01''');
SELECT tried('extract(year FROM d)');
SELECT tried('date_trunc(''month'', d::timestamp)');
SELECT tried('ts AT TIME ZONE ''Europe/Berlin''');
SELECT tried('(ts AT TIME ZONE ''UTC'')::date');
SELECT tried('ts > ''2024-02-29 10:00''');
SELECT tried('v * 2');
SELECT tried('j -> ''a''');
SELECT tried('j #>> ''{a,1}''');
SELECT tried('(j ->> ''a'')::jsonb');
SELECT tried('j @> ''{"a": [1]}''');
SELECT tried('l[1]');
SELECT tried('l || 3');
SELECT tried('l[1:2]');
SELECT tried('ARRAY[i, 0]');
SELECT tried('array_length(l, 1)');
SELECT tried('u::text');
SELECT tried('p[0]');
SELECT tried('upper(r)');
SELECT tried('(i, t) = (7, ''Straße'')');
SELECT tried('i IS DISTINCT FROM 7');
SELECT tried('b IS NOT TRUE');
SELECT tried('t COLLATE "C" < ''T''');
SELECT tried('xmlelement(name x, by)::text');
SELECT tried('make_interval(days => i)');
SELECT tried('E''a\\b'' || ''c\d''');
SELECT tried($$CAST('2024-02-01' AS date)$$);
-- The session of a reader does not matter.
SET standard_conforming_strings = off;
SET escape_string_warning = off;
SET datestyle = 'SQL, DMY';
SET timezone = 'Asia/Tokyo';
SET search_path = public, pg_temp, pg_catalog;
SET transform_null_equals = on;
SET xmlbinary = hex;
CREATE TEMP TABLE date (shadow int);
CREATE FUNCTION public.upper(text) RETURNS text LANGUAGE sql IMMUTABLE RETURN 'shadow';
SELECT tried('E''a\\b'' || ''c\d''');
SELECT tried('date ''2024-02-01''');
SELECT tried('timestamptz ''2024-01-02 00:00''');
SELECT tried('upper(t)');
SELECT tried('t = NULL');
SELECT tried('xmlelement(name x, by)::text');
DROP FUNCTION public.upper(text);
DROP TABLE pg_temp.date;
RESET ALL;
\i :frames

-- Columns of types that are not built in.
CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE pair AS (a int, b text);
CREATE DOMAIN address AS varchar(30) CHECK (VALUE LIKE '%@%');
DELETE FROM given WHERE id < 3;
SELECT count(*) FROM changes();
ALTER TABLE given ADD feeling mood, ADD pair pair, ADD address address;
INSERT INTO given(id, feeling, pair, address) VALUES (3, 'happy', '(1,x)', 'ada@example.org');
SELECT tried('feeling');
SELECT tried('feeling = ''happy''');
SELECT tried('feeling IN (''happy'', ''sad'')');
SELECT tried('(pair).b');
SELECT tried('pair IS NULL');
SELECT tried('left(address, 3)');
SELECT tried('address::text');
ALTER TYPE mood ADD VALUE 'calm';
ALTER TABLE given DROP COLUMN pair, DROP COLUMN address;
DELETE FROM given;
SELECT count(*) > 0 AS passed FROM changes();

-- NULL alone is of the column's type; a text alone is text, as in SELECT.
SELECT columns('given', 'rules', rules('given', '{"replace": [{"column": "n", "expression": "NULL"}, {"column": "feeling", "expression": "null"}, {"column": "i", "expression": "''***''"}], "drop": ["t", "ts", "b", "by", "j", "l", "u", "p", "r", "v"]}'));
-- Columns that are declared as text are so under rules, too.
SELECT columns('given', 'text_columns', 'public.given.i, public.given.word', 'rules', rules('given', '{"replace": [{"column": "i", "expression": "i / 2"}], "compute": [{"name": "word", "expression": "i + 1"}], "drop": ["t", "ts", "b", "by", "j", "l", "u", "p", "r", "v", "feeling"]}'));

-- A description that changes is sent again, be it only by what an expression gives.
CREATE TABLE changed (id int PRIMARY KEY, i int, t text);
SELECT rules('changed', '{"compute": [{"name": "it", "expression": "i"}], "drop": ["i"]}') AS rules \gset
BEGIN;
INSERT INTO changed VALUES (1, 1, 'a');
ALTER TABLE changed ALTER i TYPE bigint;
INSERT INTO changed VALUES (2, 2, 'b');
ALTER TABLE changed DROP COLUMN t, ADD more int;
INSERT INTO changed VALUES (3, 3, 4);
COMMIT;
SELECT frame FROM frames('publication_names', 'regress', 'rules', :'rules') WHERE frame ->> 'kind' IN ('relation', 'insert');
-- A column that has a rule cannot go, nor hide under another name.
ALTER TABLE changed RENAME COLUMN i TO j;
INSERT INTO changed VALUES (4, 4, 4);
SELECT changes('publication_names', 'regress', 'rules', :'rules');
SELECT changes('publication_names', 'regress', 'rules', rules('changed', '{"drop": ["j"]}'));
DROP TABLE changed;

-- Columns that have rules may not be there yet, or any more, at a point of the log.
CREATE TABLE growing (id int PRIMARY KEY, a text);
INSERT INTO growing VALUES (1, 'a');
ALTER TABLE growing ADD COLUMN secret_1 text, ADD COLUMN secret_2 text;
INSERT INTO growing VALUES (2, 'a', 'b', 'c');
ALTER TABLE growing DROP COLUMN secret_1;
INSERT INTO growing VALUES (3, 'a', 'c');
SELECT changes('publication_names', 'regress', 'rules', rules('growing', '{"drop": ["secret_1"],
  "replace": [{"column": "secret_2", "expression": "''***''"}], "may_lack": true}'));
DROP TABLE growing;

-- What fails for a row stops the stream, and the copy.
CREATE TABLE failing (id int PRIMARY KEY, a int);
SELECT rules('failing', '{"compute": [{"name": "ratio", "expression": "100 / a"}]}') AS rules \gset
INSERT INTO failing VALUES (1, 1), (2, NULL), (3, 0);
SELECT told(:'rules');
SELECT copied('failing', 'rules', :'rules');
-- An expression that looks first does not fail.
SELECT changes('publication_names', 'regress', 'rules', rules('failing', '{"compute": [{"name": "ratio", "expression": "100 / nullif(a, 0)"}]}'));
DROP TABLE failing;

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE customer, given;
DROP FUNCTION tried, rules, told;
DROP TYPE mood, pair, address;
