-- Values that are made of values are JSON.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TYPE mood AS ENUM ('sad', 'ok');
CREATE TYPE pair AS (a int, "B b" text, c numeric);
CREATE TYPE nest AS (p pair, list pair[], j jsonb);
CREATE DOMAIN tags AS text[] CHECK (array_length(value, 1) < 5);
CREATE DOMAIN couple AS pair;

CREATE TABLE arrays (a int[], b text[], c numeric[], d float8[], e bool[], f timestamptz[], g jsonb[], h mood[], i tags, j bytea[], k oid[], l char(4)[], m money[], n int4range[], o uuid[], p float4[]);
SELECT columns('arrays');
SELECT columns('arrays', 'target', 'mariadb-10.11.19') LIMIT 2;
INSERT INTO arrays VALUES
  ('{1,NULL,-3}', '{"a b",NULL,"NULL","q\"\\z",""}', '{1.50,NaN,12345678901234567890123,Infinity}', '{0.1,-0,NaN,-Infinity,5e-324,1e300}', '{t,f,NULL}',
   '{2024-02-29 12:00:00.5+09,infinity}', ARRAY['{"x": [1, null]}', '"s"', 'null']::jsonb[], '{sad,NULL,ok}', '{x,y}', ARRAY['\xdeadbeef'::bytea],
   '{4294967295}', '{ab,abcd}', ARRAY[12.34::money], '{"[1,3)",empty}', '{a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11}', '{0.1,3.4028235e38}'),
  ('{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}', '{}'),
  ('{{1,2},{3,4}}', '{{a},{NULL}}', '{{{1},{2}},{{3},{4}}}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL),
  ('[0:1]={5,6}', '[2:3][-1:0]={{a,b},{c,d}}', '[5:5]={NULL}', NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
SELECT frame -> 'new' FROM copied('arrays');
-- MariaDB's JSON keeps numbers of any size.
SELECT frame #> '{new,2}' FROM copied('arrays', 'target', 'mariadb-10.11.19') LIMIT 1;

CREATE TABLE composites (a pair, b nest, c couple, d pair[]);
SELECT columns('composites');
INSERT INTO composites VALUES
  ((1, 'x "y"', 1.5), ROW(ROW(2, NULL, 'NaN')::pair, ARRAY[(3, 'z', 1e30)]::pair[], '{"k": 1}'), (4, '', NULL), ARRAY[(1, 'a', 1)::pair, NULL]),
  (ROW(NULL, NULL, NULL), NULL, NULL, '{}');
SELECT copied('composites');
-- An attribute that comes later is null in older values, and one that goes is gone.
ALTER TYPE pair ADD ATTRIBUTE d date;
SELECT frame #>> '{new,0}' FROM copied('composites');
ALTER TYPE pair DROP ATTRIBUTE "B b";
SELECT frame #>> '{new,0}' FROM copied('composites');
-- The stream hears of it.
CREATE PUBLICATION regress FOR TABLE composites, arrays;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
ALTER TABLE composites REPLICA IDENTITY FULL;
INSERT INTO composites(a) VALUES ((7, 7.5, '2024-02-29'));
SELECT changes();
ALTER TYPE pair ADD ATTRIBUTE e bool;
INSERT INTO composites(a) VALUES ((8, 8.5, '2024-02-29', true));
SELECT changes();

-- What the target's JSON cannot be given comes as its text, in a kind that the column lacks otherwise.
CREATE TABLE refused (id serial, why text, value json);
INSERT INTO refused(why, value) VALUES
  ('depth 31', (repeat('[', 31) || repeat(']', 31))::json), ('depth 32', (repeat('[', 32) || repeat(']', 32))::json),
  ('depth 100', (repeat('{"a":', 100) || '1' || repeat('}', 100))::json), ('depth 101', (repeat('[', 101) || '1' || repeat(']', 101))::json),
  ('half a pair', '"\ud800"'), ('half a pair', '{"\ud83dx": 1}'), ('half a pair', '["\ude00"]'), ('two halves', '"\ud83d\ud83d"'),
  ('a pair', '"\ud83d\ude00"'), ('no escape', '"\\ud800"'), ('zero', '"\u0000"'), ('brackets in a string', to_json(repeat('[', 200))),
  ('name of 65535', ('{"' || repeat('k', 65535) || '" : 1}')::json), ('name of 65536', ('{"' || repeat('k', 65536) || '"  : 1}')::json),
  ('string of 65536', ('["' || repeat('k', 65536) || '"]')::json);
SELECT frame #>> '{new,1}' AS why, jsonb_typeof(frame #> '{new,2}') = 'object' AS refused FROM copied('refused');
SELECT frame #>> '{new,1}' AS why, jsonb_typeof(frame #> '{new,2}') = 'object' AS refused FROM copied('refused', 'target', 'mariadb-10.11.19');
CREATE TABLE deep (a jsonb[]);
INSERT INTO deep VALUES (ARRAY[(repeat('[', 99) || repeat(']', 99))::jsonb]), (ARRAY[(repeat('[', 100) || repeat(']', 100))::jsonb]), (ARRAY['1e400'::jsonb]);
SELECT jsonb_typeof(frame #> '{new,0}') FROM copied('deep');
-- In a key it is text, which has no such limits.
CREATE TABLE array_key (id int[] PRIMARY KEY, rest numeric[]);
SELECT columns('array_key');

INSERT INTO arrays SELECT * FROM arrays;
SELECT ARRAY(SELECT frame FROM changes()) = ARRAY(SELECT frame FROM copied('arrays') LIMIT 4) AS same;
SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE arrays, composites, refused, deep, array_key;
DROP DOMAIN tags, couple;
DROP TYPE nest, pair, mood;
