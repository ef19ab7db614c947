-- The scalar types that MySQL lacks: as numbers where they are numbers, else as their text.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE id_number (a oid, b xid, c cid, d xid8, e pg_lsn, f tid, g money);
SELECT columns('id_number');
INSERT INTO id_number VALUES
  (0, '0', '0', '0', '0/0', '(0,1)', 0),
  (4294967295, '4294967295', '4294967295', '18446744073709551615', 'FFFFFFFF/FFFFFFFF', '(4294967295,65535)', '92233720368547758.07'),
  (2147483648, '2147483648', '2147483648', '9223372036854775808', '16/B374D848', '(1,1)', '-92233720368547758.08'),
  (1, '1', '1', '1', '0/1', '(0,0)', '-0.05');
SELECT copied('id_number');

-- Names of objects depend on who asks: their numbers are sent.
CREATE TABLE reg (a regproc, b regclass, c regtype, d regrole, e regnamespace, f regconfig, g regdictionary, h regoper, i regoperator, j regprocedure, k regcollation);
SELECT columns('reg');
INSERT INTO reg VALUES ('now', 'pg_class', 'int4', 10, 'pg_catalog', 'simple', 'simple', '!!', '+(int4,int4)', 'abs(int4)', '"C"'), ('-', '-', '-', '-', '-', '-', '-', '0', '0', '-', '-');
SELECT copied('reg');

-- "char" is one byte; zero is its empty string.
CREATE TABLE byte (a "char");
INSERT INTO byte VALUES ('a'), (''), (' '), ('\377'), ('\200');
SELECT columns('byte'), copied('byte');

CREATE TABLE bits (a bit, b bit(8), c bit(9), d bit(64), e bit(65), f varbit(70), g varbit);
SELECT columns('bits');
INSERT INTO bits VALUES
  ('1', '00000001', '100000001', repeat('1', 64)::bit(64), repeat('01', 33)::bit(65), '', ''),
  ('0', '10000000', '000000000', 1::bit(64), 0::bit(65), '0', '0101'),
  ('1', '10101010', '111111110', (1::bit(64)) << 63, 1::bit(65), repeat('10', 35)::varbit, repeat('1', 100)::varbit);
SELECT copied('bits');

CREATE TABLE network (a inet, b cidr, c macaddr, d macaddr8);
SELECT columns('network');
INSERT INTO network VALUES
  ('10.0.0.1', '10.0.0.0/8', '08:00:2b:01:02:03', '08:00:2b:01:02:03:04:05'),
  ('10.0.0.1/8', '10.0.0.1/32', 'ff:ff:ff:ff:ff:ff', 'ff:ff:ff:ff:ff:ff:ff:ff'),
  ('::', '::/0', '00:00:00:00:00:00', '00:00:00:00:00:00:00:00'),
  ('1111:2222:3333:4444:5555:6666:7777:8888/127', '2001:db8::/32', NULL, NULL),
  ('::ffff:255.255.255.255/128', '::ffff:1.2.3.0/120', NULL, NULL);
SELECT copied('network');

SET intervalstyle = 'sql_standard';
CREATE TABLE span (a interval, b interval day to second(3), c timetz, d timetz(0));
SELECT columns('span');
INSERT INTO span VALUES
  ('1 year 2 months -3 days 04:05:06.789', '1 day 00:00:00.1239', '12:00:00.123456+15:59:59', '23:59:59.9-15:59:59'),
  ('0', '0', '24:00:00+00', '00:00:00+05:30'),
  ('-178956970 years -8 months -2147483648 days -2562047788:00:54.775807', NULL, '00:00:00-00:00:01', NULL),
  ('178956970 years 7 months 2147483647 days 2562047788:00:54.775806', NULL, NULL, NULL);
SELECT copied('span');
RESET intervalstyle;

CREATE TABLE shape (a point, b line, c lseg, d box, e path, f polygon, g circle);
SELECT columns('shape');
INSERT INTO shape VALUES
  ('(1,2)', '{1,-1,0}', '[(0,0),(1,1)]', '((2,2),(0,0))', '[(0,0),(1,1)]', '((0,0),(1,1),(1,0))', '<(0,0),2>'),
  ('(-1.7976931348623157e+308,5e-324)', '{-1.2345678901234567e-300,1.2345678901234567e+300,-1.2345678901234567e-300}',
   '[(-1.2345678901234567e-300,-1.2345678901234567e-300),(-1.2345678901234567e-300,-1.2345678901234567e-300)]',
   '(-1.2345678901234567e-300,-1.2345678901234567e-300),(-2.2345678901234567e-300,-2.2345678901234567e-300)',
   '((0.1,0.2),(0.30000000000000004,1))', '((0.1,0.2))', '<(-1.2345678901234567e-300,-1.2345678901234567e-300),1.2345678901234567e-300>'),
  ('(NaN,Infinity)', NULL, NULL, NULL, NULL, NULL, NULL);
SELECT copied('shape');

CREATE TYPE textrange AS RANGE (subtype = text);
CREATE TABLE ranges (a int4range, b int8range, c numrange, d tsrange, e tstzrange, f daterange, g int4multirange, h nummultirange, i textrange, j textmultirange);
SELECT columns('ranges');
INSERT INTO ranges VALUES
  ('[1,10]', '(,5)', '(0.5,1.50]', '[2024-01-01,infinity)', '[2024-01-01 00:00:00.5+02,)', '[2024-02-28,2024-02-29]', '{[1,3),[5,8)}', '{(,1.0),[2,)}', '["a, b",c)', '{[a,b)}'),
  ('empty', '(,)', 'empty', '["4713-01-01 BC","294276-12-31 23:59:59.999999"]', '(,)', '(,)', '{}', '{}', 'empty', '{}'),
  (NULL, '[-9223372036854775808,9223372036854775806]', '[-1e30,1e30]', NULL, NULL, '[4713-01-01 BC,5874897-12-31)', NULL, NULL, NULL, NULL);
SELECT copied('ranges');

CREATE TABLE words (a xml, b tsvector, c tsquery, d jsonpath, e pg_snapshot, f aclitem, g refcursor, h int2vector, i txid_snapshot, j oidvector);
SELECT columns('words');
INSERT INTO words VALUES ('<a b="c">d</a>', to_tsvector('simple', 'a quick b'), 'a & !b:*', '$.a[*] ? (@ > 1)', '10:20:10,14', makeaclitem(10, 10, 'SELECT', false), 'cursor', '1 2', '10:20:10,14', '1 2');
SELECT jsonb_set(frame, '{new,5}', to_jsonb(frame #>> '{new,5}' LIKE '%=r/%')) FROM copied('words');

-- What nobody knows is its text, and is said to be unknown.
CREATE TYPE mystery;
SET client_min_messages = warning;
CREATE FUNCTION mystery_in(cstring) RETURNS mystery LANGUAGE internal IMMUTABLE STRICT AS 'textin';
CREATE FUNCTION mystery_out(mystery) RETURNS cstring LANGUAGE internal IMMUTABLE STRICT AS 'textout';
RESET client_min_messages;
CREATE TYPE mystery (INPUT = mystery_in, OUTPUT = mystery_out, LIKE = text);
CREATE DOMAIN riddle AS mystery;
CREATE TABLE strange (a mystery, b riddle, c mystery[]);
SELECT columns('strange');
INSERT INTO strange VALUES ('what', 'who', '{where,NULL}');
SELECT copied('strange');

-- The stream says the same as the copy.
CREATE PUBLICATION regress FOR ALL TABLES;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');
CREATE FUNCTION again(relation regclass) RETURNS void LANGUAGE plpgsql AS
$$ BEGIN EXECUTE format('CREATE TABLE again AS SELECT * FROM %s', relation); END $$;
CREATE FUNCTION same() RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  streamed jsonb[] := ARRAY(SELECT frame FROM changes());
  copied jsonb[] := ARRAY(SELECT frame FROM copied('again'));
BEGIN
  DROP TABLE again;
  RETURN CASE WHEN streamed = copied AND streamed <> '{}' THEN 'same' ELSE 'different' END;
END $$;
SELECT 'again' FROM again('id_number');
SELECT same();
SELECT 'again' FROM again('reg');
SELECT same();
SELECT 'again' FROM again('byte');
SELECT same();
SELECT 'again' FROM again('bits');
SELECT same();
SELECT 'again' FROM again('network');
SELECT same();
SELECT 'again' FROM again('span');
SELECT same();
SELECT 'again' FROM again('shape');
SELECT same();
SELECT 'again' FROM again('ranges');
SELECT same();
SELECT 'again' FROM again('words');
SELECT same();
SELECT 'again' FROM again('strange');
SELECT same();
SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP FUNCTION again(regclass), same();
DROP TABLE id_number, reg, byte, bits, network, span, shape, ranges, words, strange;
DROP TYPE textrange;
DROP DOMAIN riddle;
SET client_min_messages = warning;
DROP TYPE mystery CASCADE;
RESET client_min_messages;
