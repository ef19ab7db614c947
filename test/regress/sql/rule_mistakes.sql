-- What rules cannot say: refused when the table is described, before any row is sent.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TYPE mood AS ENUM ('sad', 'happy');
CREATE TYPE pair AS (a int, b int);
CREATE DOMAIN address AS text CHECK (VALUE LIKE '%@%');
CREATE COLLATION numbers (provider = icu, locale = 'en-u-kn');
CREATE FUNCTION twice(int) RETURNS int LANGUAGE sql IMMUTABLE RETURN $1 * 2;
CREATE FUNCTION always(int, int) RETURNS boolean LANGUAGE sql IMMUTABLE RETURN true;
CREATE OPERATOR public.=== (FUNCTION = always, LEFTARG = int, RIGHTARG = int);
CREATE TABLE refused (id int PRIMARY KEY, a int, b text, gone int, feeling mood, both_of pair, email address, number text COLLATE numbers,
  at timestamptz, day date, list int[], document jsonb, big text);
ALTER TABLE refused DROP COLUMN gone;

-- The option.
SELECT columns('refused', 'rules', '');
SELECT columns('refused', 'rules', '{"tables": ');
SELECT columns('refused', 'rules', '[]');
SELECT columns('refused', 'rules', '1');
SELECT columns('refused', 'rules', '{"tables": {}}');
SELECT columns('refused', 'rules', '{"table": []}');
SELECT columns('refused', 'rules', '{"tables": [1]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public"}]}');
SELECT columns('refused', 'rules', '{"tables": [{"name": "refused"}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": ""}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": 1}]}');
SELECT columns('refused', 'rules', format('{"tables": [{"schema": "public", "name": "%s"}]}', repeat('x', 64)));
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a"}, {"schema": "public", "name": "a"}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "rename": "b"}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "drop": "b"}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "drop": [1]}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "where": true}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "replace": [{"name": "b", "expression": "c"}]}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "replace": [{"column": "b"}]}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "compute": [{"expression": "b"}]}]}');
SELECT columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "compute": [{"name": "b", "expression": null}]}]}');
-- A table that is not there is not looked for.
SELECT count(*) FROM columns('refused', 'rules', '{"tables": [{"schema": "public", "name": "a", "where": "("}, {"schema": "Public", "name": "refused", "drop": ["id"]}]}');

CREATE FUNCTION ruled(rules jsonb) RETURNS SETOF text LANGUAGE sql AS
$$ SELECT columns('refused', 'rules', jsonb_build_object('tables', jsonb_build_array('{"schema": "public", "name": "refused"}' || rules))::text) $$;
CREATE FUNCTION computed(expression text) RETURNS SETOF text LANGUAGE sql AS
$$ SELECT c FROM ruled(jsonb_build_object('compute', jsonb_build_array(jsonb_build_object('name', 'it', 'expression', expression)))) AS c WHERE c LIKE 'it %' $$;

-- Columns.
SELECT ruled('{"drop": ["c"]}');
SELECT ruled('{"drop": ["gone"]}');
SELECT ruled('{"drop": ["ctid"]}');
SELECT ruled('{"drop": ["c"], "may_lack": false}');
SELECT ruled('{"drop": ["c"], "may_lack": "c"}');
SELECT ruled('{"drop": ["a", "a"]}');
SELECT ruled('{"drop": ["id"]}');
SELECT ruled('{"replace": [{"column": "c", "expression": "1"}]}');
SELECT ruled('{"replace": [{"column": "a", "expression": "1"}, {"column": "a", "expression": "2"}]}');
SELECT ruled('{"replace": [{"column": "a", "expression": "1"}], "drop": ["a"]}');
SELECT ruled('{"compute": [{"name": "a", "expression": "1"}]}');
SELECT ruled('{"compute": [{"name": "c", "expression": "1"}, {"name": "c", "expression": "2"}]}');
SELECT ruled('{"compute": [{"name": "a", "expression": "a::bigint"}], "drop": ["a"]}') LIMIT 2;

-- What is no expression.
SELECT computed('a +');
SELECT computed('left(b, 3');
SELECT computed('');
SELECT computed(' ');
SELECT computed('a, b');
SELECT computed('a AS b');
SELECT computed('a FROM pg_class');
SELECT computed('1; DROP TABLE refused');
SELECT computed('1 LIMIT 1');
SELECT computed('1 ORDER BY 1');
SELECT computed('DISTINCT a');
SELECT computed('a WHERE true');
SELECT computed('1 -- and no more');

-- What is not there.
SELECT computed('c + 1');
SELECT computed('gone + 1');
SELECT computed('other.a');
SELECT computed('other.refused.a');
SELECT computed('public.refused.a + refused.a');
SELECT computed('ctid::text');
SELECT computed('xmin IS NULL');
SELECT computed('tableoid::bigint');
SELECT computed('*');
SELECT computed('refused.*');
SELECT computed('refused IS NULL');
SELECT computed('lefty(b, 3)');
SELECT computed('b + 1');
SELECT computed('$1');
SELECT computed('a::nothing');
SELECT computed('feeling::mood');
SELECT computed('b COLLATE numbers');

-- What is not built in.
SELECT computed('public.twice(a)');
SELECT computed('twice(a)');
SELECT computed('a OPERATOR(public.===) 1');
SELECT computed('feeling');
SELECT computed($$feeling = 'sad'$$);
SELECT computed('(both_of).a');
SELECT computed('both_of');
SELECT computed($$'a@b'::public.address$$);
SELECT computed('lower(number)');
SELECT computed('b COLLATE public.numbers');
SELECT computed($$'refused'::regclass$$);
SELECT computed($$'public.refused'::regclass::oid$$);
-- Of a column of such a type, the value may be used as another.
SELECT computed('left(email, 3)');
SELECT computed('feeling IS NULL');
SELECT computed('lower(number COLLATE "C")');

-- What is not the same at every moment and in every session.
SELECT computed('now()');
SELECT computed('b || now()');
SELECT computed('random()');
SELECT computed('current_date');
SELECT computed('CURRENT_USER');
SELECT computed('pg_backend_pid()');
SELECT computed('nextval(1)');
SELECT computed($$to_char(day, 'YYYY')$$);
SELECT computed('day::text');
SELECT computed('b::date');
SELECT computed('at::date');
SELECT computed($$concat(b, 'x')$$);
SELECT computed('b || day');
SELECT computed('lower(day::text)');
SELECT computed($$'now'::timestamptz$$);
SELECT computed($$day < 'today'$$);
SELECT computed($$daterange('2020-01-01', 'tomorrow ')$$);
SELECT computed($$day = ANY ('{2020-01-01,YESTERDAY}')$$);
SELECT computed($$at < '2020-01-01'$$);
SELECT computed($$b = 'today'$$);
SELECT computed('b || a');

-- What is no value of one row.
SELECT computed('(SELECT 1)');
SELECT computed('EXISTS (SELECT FROM nowhere)');
SELECT computed('a IN (SELECT id FROM refused)');
SELECT computed('ARRAY(SELECT 1)');
SELECT computed('sum(a)');
SELECT computed('grouping(a)');
SELECT computed('row_number() OVER ()');
SELECT computed('sum(a) OVER ()');
SELECT computed('generate_series(1, a)');
SELECT computed('unnest(list)');
SELECT computed('ROW(a, b)');
SELECT computed('(a, b)');
SELECT computed('DEFAULT');

-- What can only fail.
SELECT computed('1 / 0');
SELECT computed('a = ''x''');
SELECT computed('md5(b)::varchar(-1)');

-- Keys.
SELECT ruled('{"replace": [{"column": "id", "expression": "id + a"}]}');
SELECT ruled('{"replace": [{"column": "id", "expression": "id::text || big"}]}');
SELECT c FROM ruled('{"replace": [{"column": "id", "expression": "-id"}]}') AS c WHERE c LIKE 'id %';
ALTER TABLE refused ALTER a SET NOT NULL;
CREATE UNIQUE INDEX refused_a ON refused (a);
ALTER TABLE refused REPLICA IDENTITY USING INDEX refused_a;
SELECT ruled('{"drop": ["a"]}');
SELECT ruled('{"drop": ["id"]}');
SELECT ruled('{"replace": [{"column": "a", "expression": "id + a"}]}');
-- Rows are not found by this primary key.
SELECT c FROM ruled('{"replace": [{"column": "id", "expression": "id + a"}]}') AS c WHERE c LIKE 'id %';
ALTER TABLE refused REPLICA IDENTITY FULL;
SELECT c FROM ruled('{"replace": [{"column": "id", "expression": "id + a"}]}') AS c WHERE c LIKE 'id %';
SELECT ruled('{"drop": ["id"]}');
ALTER TABLE refused DROP CONSTRAINT refused_pkey;
SELECT ruled('{"drop": ["id"]}') LIMIT 1;

-- Computed columns are numbered like others, from the end.
SELECT ruled(jsonb_build_object('compute', (SELECT jsonb_agg(jsonb_build_object('name', 'c' || i, 'expression', '1')) FROM generate_series(1, 1588) AS i)));

-- Who may not read a column may not read what is computed from it, nor what a condition tells of it.
CREATE ROLE regress_rules;
GRANT USAGE ON SCHEMA wal2mysql TO regress_rules;
GRANT SELECT (a, b) ON refused TO regress_rules;
SELECT format('["%s"]', string_agg(attname, '","')) AS others FROM pg_attribute WHERE attrelid = 'refused'::regclass AND attnum > 0 AND NOT attisdropped AND attname NOT IN ('a', 'b') \gset
SET ROLE regress_rules;
SELECT columns('refused');
SELECT ruled(jsonb_build_object('drop', :'others'::jsonb));
SELECT ruled(jsonb_build_object('drop', :'others'::jsonb, 'compute', '[{"name": "it", "expression": "md5(big)"}]'::jsonb));
SELECT ruled(jsonb_build_object('drop', :'others'::jsonb, 'where', 'big IS NULL'));
SELECT ruled(jsonb_build_object('drop', '["a"]'::jsonb || (:'others'::jsonb - 'big'), 'replace', '[{"column": "big", "expression": "b || a"}]'::jsonb));
RESET ROLE;
REVOKE EXECUTE ON FUNCTION md5(text) FROM public;
SET ROLE regress_rules;
SELECT ruled(jsonb_build_object('drop', :'others'::jsonb, 'compute', '[{"name": "it", "expression": "md5(b)"}]'::jsonb));
RESET ROLE;
GRANT EXECUTE ON FUNCTION md5(text) TO public;
DROP OWNED BY regress_rules;
DROP ROLE regress_rules;

-- The stream says the same.
CREATE PUBLICATION regress FOR TABLE refused;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
INSERT INTO refused (id, a) VALUES (1, 1);
SELECT changes('publication_names', 'regress', 'rules', '{"tables": [{"schema": "public", "name": "refused", "compute": [{"name": "it", "expression": "twice(a)"}]}]}');
SELECT changes('publication_names', 'regress', 'rules', '{"tables": [{"schema": "public", "name": "refused", "drop": ["c"]}]}');
SELECT copied('refused', 'rules', '{"tables": [{"schema": "public", "name": "refused", "drop": ["c"]}]}');
SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE refused;
DROP FUNCTION ruled, computed;
DROP OPERATOR public.===(int, int);
DROP FUNCTION twice, always;
DROP TYPE mood, pair, address;
DROP COLLATION numbers;
