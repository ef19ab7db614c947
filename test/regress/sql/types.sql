-- Every type: what its column is in MySQL, and what its values are on the wire.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TYPE mood AS ENUM ('sad', 'so-so', 'it''s \ fine');
CREATE TYPE blank AS ENUM ('a', 'a ');
CREATE DOMAIN percent AS numeric(5,2) CHECK (value BETWEEN 0 AND 100);
CREATE DOMAIN share AS percent;
CREATE PUBLICATION regress FOR ALL TABLES;

CREATE TABLE number (a bool, b smallint, c int, d bigint, e real, f double precision);
SELECT columns('number');
INSERT INTO number VALUES
  (true, 32767, 2147483647, 9223372036854775807, 3.4028235e38, 1.7976931348623157e308),
  (false, -32768, -2147483648, -9223372036854775808, 1.4e-45, 5e-324),
  (NULL, 0, 127, 128, '-0', 0.1);
-- What no number of MySQL is comes as text, where the column has numbers otherwise.
INSERT INTO number(e, f) VALUES ('NaN', 'NaN'), ('Infinity', 'Infinity'), ('-Infinity', '-Infinity');
SELECT copied('number');
-- Zero keeps its sign, which JSON does not show: the bits are sent.
SELECT position('\xca80000000'::bytea IN data) > 0 AS signed FROM wal2mysql.copy_rows('number', NULL, NULL) AS data;

-- Scales above the precision and below zero exist in PostgreSQL only.
CREATE TABLE decimal (a numeric(10,2), b numeric(5,0), c numeric, d numeric(3,5), e numeric(3,-2), f numeric(66,1), g numeric(65,30), h percent, i share);
SELECT columns('decimal');
INSERT INTO decimal VALUES
  (12.5, 12345, 12345678901234567890, 0.00123, 12300, 1e64, 1.5, 99.9, 100),
  (-0.01, -1, -0.00001, -0.00999, -99900, -1.1, 1e34, 0, 0.01),
  (0, 0, 0, 0, 0, 0, 0, 0, 0),
  (99999999.99, 9999, 9999999999999999, NULL, NULL, NULL, NULL, NULL, NULL),
  (10000, 10000, 10000000000000000, NULL, NULL, NULL, NULL, NULL, NULL),
  (NULL, NULL, 1.50, NULL, NULL, NULL, NULL, NULL, NULL),
  (NULL, NULL, 100000000.00000001, NULL, NULL, NULL, NULL, NULL, NULL);
-- Infinities, and digits that DECIMAL(65,30) has no room for: exact text, in a kind of its own.
INSERT INTO decimal(a, c) VALUES ('NaN', 'NaN'), (NULL, 'Infinity'), (NULL, '-Infinity'),
  (NULL, 12345678901234567890123456789012345), (NULL, 123456789012345678901234567890123456),
  (NULL, 0.123456789012345678901234567890), (NULL, 0.1234567890123456789012345678901),
  (NULL, 0.12345678901234567890123456789000000), (NULL, 1e-40);
SELECT copied('decimal');
-- What is read from the bytes on disk is what PostgreSQL writes.
CREATE TABLE many (n numeric);
INSERT INTO many
  SELECT sign * round((random() * 10 ^ magnitude)::numeric, scale)
    FROM generate_series(-8, 15) AS magnitude, generate_series(0, 12) AS scale, unnest('{1,-1}'::int[]) AS sign, generate_series(1, 5);
WITH sent AS (SELECT row_number() OVER () AS number, frame #>> '{new,0}' AS value FROM copied('many')),
     stored AS (SELECT row_number() OVER () AS number, n::text AS value FROM many)
SELECT count(*), count(*) FILTER (WHERE sent.value <> stored.value) AS differ FROM sent JOIN stored USING (number);

CREATE TABLE moment (a date, b time, c time(0), d timestamp, e timestamp(3), f timestamptz, g timestamptz(0));
SELECT columns('moment');
SET timezone = 'America/New_York';
SET datestyle = 'German';
INSERT INTO moment VALUES
  ('1970-01-01', '00:00', '00:00', '1970-01-01', '1970-01-01', '1970-01-01 00:00 UTC', '1970-01-01 00:00 UTC'),
  ('0001-01-01', '23:59:59.999999', '24:00:00', '0001-01-01 00:00:00', '0001-01-01', '0001-01-01 00:00 UTC', '0001-01-01 00:00 UTC'),
  ('9999-12-31', '24:00:00', '12:34:56.7', '9999-12-31 23:59:59.999999', '9999-12-31 23:59:59.999', '9999-12-31 23:59:59.999999 UTC', '9999-12-31 23:59:59 UTC'),
  ('2024-02-29', '01:02:03.000004', NULL, '2024-02-29 01:02:03.000004', '2024-02-29 01:02:03.0005', '2024-02-29 01:02:03+02', NULL);
-- Before the year 1, after 9999, and never.
INSERT INTO moment(a, d, f) VALUES
  ('0001-12-31 BC', '0001-12-31 23:59:59.999999 BC', '0001-12-31 23:59:59.999999 UTC BC'),
  ('10000-01-01', '10000-01-01', '10000-01-01 00:00 UTC'),
  ('4713-01-01 BC', '4713-01-01 BC', '4713-01-01 00:00 UTC BC'),
  ('infinity', 'infinity', 'infinity'),
  ('-infinity', '-infinity', '-infinity');
SELECT copied('moment');
RESET timezone;
RESET datestyle;

CREATE TABLE string (a text, b varchar, c varchar(20), d char(5), e char(300), f bpchar, g name, h varchar(16384), i "char");
SELECT columns('string');
INSERT INTO string VALUES
  ('', '', '', '', '', '', '', '', ''),
  ('a ', 'a ', 'a ', 'a ', 'a ', 'a ', 'a ', 'a ', 'a'),
  ('żółć 🐘', E'line\nbreak', E'back\\slash', 'ąęó', 'x', 'pad  ', 'name', 'long', 'ż');
SELECT copied('string');

CREATE TABLE other (a bytea, b uuid, c json, d jsonb, e mood, f blank);
SELECT columns('other');
SELECT columns('other', 'target', 'mariadb-10.11.19');
INSERT INTO other VALUES
  ('\x', '00000000-0000-0000-0000-000000000000', '{"b" : 1,  "b": 2, "a": null}', '{"b" : 1,  "b": 2, "a": null}', 'sad', 'a'),
  ('\x00ff5c27', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', '[]', '"text"', 'it''s \ fine', 'a '),
  (NULL, NULL, 'null', 'null', NULL, NULL);
SELECT copied('other');

-- MySQL's JSON holds 64-bit integers and doubles; what it would round does not pass for its JSON.
CREATE TABLE json_number (kept boolean, value json);
INSERT INTO json_number SELECT true, value::json FROM unnest(ARRAY[
  '0', '-0', '1', '-1', '1.50', '100', '1e2', '1E+2', '0.1', '1e-7', '0.30000000000000004', '3.141592653589793',
  '9223372036854775807', '-9223372036854775808', '18446744073709551615', '1.7976931348623157e308', '5e-324',
  '100000000000000000000000', '1e23', '0.000000000000000000000000000001', '0e9', '{"a": [1, 2.5, {"b": -3e4}]}',
  '"1e400"', '"\\\"1e400"', '[]', 'null', '[true, 12345678901234567]', '0.1000000000000000000000000000000000000']) AS value;
INSERT INTO json_number SELECT false, value::json FROM unnest(ARRAY[
  '1e400', '0e999999999', '-1e400', '1e-400', '18446744073709551616', '-9223372036854775809', '12345678901234567890123',
  '0.12345678901234567', '0.1000000000000000055511151231257827', '3.14159265358979323846', '9007199254740993.0',
  '{"a": [1, 2.5, {"b": 1e400}]}', '["\"", 1e400]', '1.00000000000000000000000000000000000001']) AS value;
SELECT columns('json_number');
SELECT frame -> 'new' FROM copied('json_number') WHERE (frame #>> '{new,0}')::boolean = (jsonb_typeof(frame #> '{new,1}') = 'object');
CREATE TABLE jsonb_number AS SELECT kept, value::jsonb FROM json_number;
SELECT frame -> 'new' FROM copied('jsonb_number') WHERE (frame #>> '{new,0}')::boolean = (jsonb_typeof(frame #> '{new,1}') = 'object');
-- MariaDB's is text.
SELECT count(*) FROM copied('json_number', 'target', 'mariadb-10.11.19') WHERE jsonb_typeof(frame #> '{new,1}') = 'object';
DROP TABLE json_number, jsonb_number;

-- Nothing depends on what the session says about the form of values.
CREATE TABLE rest (a int[], b interval, c inet, d int4range, e point, f money, g timetz, h tsvector, i xml, j oid, k text[], l mood[], m bit(3), n timestamptz[], o regclass);
SELECT columns('rest');
SET timezone = 'Asia/Tokyo';
SET intervalstyle = 'postgres_verbose';
SET datestyle = 'SQL, DMY';
SET extra_float_digits = -10;
INSERT INTO rest VALUES
  ('{1,NULL,3}', '1 year -2 days 03:04:05.6', '10.0.0.1/8', '[1,10)', '(0.1,0.3333333333333333)', 12.34, '12:00:00+09', 'a b', '<a/>', 4294967295,
   '{"a b",NULL,"NULL"}', '{sad}', B'101', '{2024-02-29 12:00:00+09}', 'pg_class');
SELECT copied('rest');
SHOW intervalstyle;
RESET ALL;
SELECT set_config(name, 'wal2mysql', false) FROM pg_settings WHERE name = 'output_plugin_libraries' \g /dev/null

-- The stream says the same as the copy, of every table.
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
SET timezone = 'Asia/Tokyo';
SET datestyle = 'SQL, DMY';
CREATE FUNCTION again(relation regclass) RETURNS text LANGUAGE plpgsql AS $$
DECLARE same boolean; streamed bigint;
BEGIN
  WITH stream AS (SELECT row_number() OVER () AS number, frame FROM changes()),
       copy AS (SELECT row_number() OVER () AS number, frame FROM copied(relation))
  SELECT count(*) FILTER (WHERE stream.frame IS NOT NULL AND stream.frame = copy.frame) = count(*), count(stream.frame)
    INTO same, streamed FROM stream FULL JOIN copy USING (number);
  RETURN format('%s: %s', relation, CASE WHEN same AND streamed > 0 THEN 'same' ELSE 'different' END);
END $$;
CREATE TABLE stored_number AS SELECT * FROM number;
SELECT again('stored_number');
CREATE TABLE stored_decimal AS SELECT * FROM decimal;
SELECT again('stored_decimal');
CREATE TABLE stored_moment AS SELECT * FROM moment;
SELECT again('stored_moment');
CREATE TABLE stored_string AS SELECT * FROM string;
SELECT again('stored_string');
CREATE TABLE stored_other AS SELECT * FROM other;
SELECT again('stored_other');
CREATE TABLE stored_rest AS SELECT * FROM rest;
SELECT again('stored_rest');
RESET timezone;
RESET datestyle;

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP FUNCTION again;
DROP TABLE number, decimal, many, moment, string, other, rest,
  stored_number, stored_decimal, stored_moment, stored_string, stored_other, stored_rest;
DROP DOMAIN share, percent;
DROP TYPE mood, blank;
