-- MySQL's limits: an index has 3072 bytes, a row 65535, of which a character may take four.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

-- Alone in a key a text has the whole index; what is in no key has no bound.
CREATE TABLE text_key (id text PRIMARY KEY, note text);
SELECT columns('text_key');
CREATE TABLE bytes_key (id bytea PRIMARY KEY, note bytea);
SELECT columns('bytes_key');
CREATE TABLE any_key (id inet PRIMARY KEY, network inet);
SELECT columns('any_key');
CREATE TABLE json_key (id jsonb PRIMARY KEY, document jsonb);
SELECT columns('json_key');

-- In a key of several columns those that are short get what they need, the others share the rest.
CREATE TABLE shared_key (a text, b varchar(10), c bigint, d text, e varchar(500), PRIMARY KEY (a, b, c, d, e));
SELECT columns('shared_key');
CREATE TABLE long_keys (a varchar(1000), b char(250), PRIMARY KEY (a, b));
SELECT columns('long_keys');

-- A key that is found by its hash keeps what an index cannot hold as long as it is.
SELECT columns('text_key', 'long_text_keys', 'hash');
SELECT columns('bytes_key', 'long_text_keys', 'hash');
SELECT columns('shared_key', 'long_text_keys', 'hash');
SELECT columns('long_keys', 'long_text_keys', 'hash');
SELECT columns('text_key', 'long_text_keys', 'maybe');

-- A primary key and an identity beside it are two indexes; a column of both fits both.
CREATE TABLE two_keys (a text, b text NOT NULL, c text NOT NULL, d text, PRIMARY KEY (a, b));
CREATE UNIQUE INDEX two_keys_identity ON two_keys (b, c);
ALTER TABLE two_keys REPLICA IDENTITY USING INDEX two_keys_identity;
SELECT columns('two_keys');

-- The widest columns leave a row that is too long.
CREATE TABLE long_row (id int PRIMARY KEY, a varchar(10000), b varchar(6000), c varchar(300), d char(255), e varchar(9000));
SELECT columns('long_row');
CREATE TABLE longest (a varchar(16383));
SELECT columns('longest');

CREATE FUNCTION make(statement text) RETURNS void LANGUAGE plpgsql AS $$ BEGIN EXECUTE statement; END $$;

-- InnoDB keeps the beginning of each long column in the row's page.  MariaDB keeps columns of up to 255
-- bytes there in full, so the widest of them become texts.
SELECT 'made' FROM make((SELECT format('CREATE TABLE many_words (id int PRIMARY KEY, %s)', string_agg(format('c%s varchar(60)', n), ', ')) FROM generate_series(1, 150) AS n));
SELECT regexp_replace(col, '^c[0-9]+', 'c') AS column_type, count(*) FROM columns('many_words') AS col GROUP BY 1 ORDER BY 1;
SELECT regexp_replace(col, '^c[0-9]+', 'c') AS column_type, count(*) FROM columns('many_words', 'target', 'mariadb-10.11.19') AS col GROUP BY 1 ORDER BY 1;

-- What no table of MySQL can be is refused before anything is copied.
SELECT 'made' FROM make((SELECT format('CREATE TABLE wide (id int PRIMARY KEY, %s)', string_agg(format('c%s bool', n), ', ')) FROM generate_series(1, 1016) AS n));
SELECT count(*) FROM columns('wide');
ALTER TABLE wide ADD COLUMN last bool;
SELECT columns('wide');
CREATE TABLE texts (id int PRIMARY KEY);
SELECT 'made' FROM make((SELECT format('ALTER TABLE texts %s', string_agg(format('ADD COLUMN c%s text', n), ', ')) FROM generate_series(1, 197) AS n));
SELECT count(*) FROM columns('texts');
ALTER TABLE texts ADD COLUMN last text;
SELECT columns('texts');
SELECT count(*) FROM columns('texts', 'target', 'mariadb-10.11.19');
SELECT 'made' FROM make((SELECT format('CREATE TABLE deep_key (%s, PRIMARY KEY (%s))', string_agg(format('c%s text', n), ', '), string_agg(format('c%s', n), ', ')) FROM generate_series(1, 16) AS n));
SELECT columns('deep_key') LIMIT 1;
SELECT 'made' FROM make((SELECT format('CREATE TABLE deeper_key (%s, PRIMARY KEY (%s))', string_agg(format('c%s int', n), ', '), string_agg(format('c%s', n), ', ')) FROM generate_series(1, 17) AS n));
SELECT columns('deeper_key');
CREATE TABLE deep_identity (LIKE deeper_key);
SELECT 'made' FROM make((SELECT format('CREATE UNIQUE INDEX deep_identity_key ON deep_identity (%s)', string_agg(format('c%s', n), ', ')) FROM generate_series(1, 17) AS n));
ALTER TABLE deep_identity REPLICA IDENTITY USING INDEX deep_identity_key;
SELECT columns('deep_identity');

-- Labels that an ENUM would change are text; so are more labels than MariaDB has room for.
CREATE TYPE animal AS ENUM ('🐘', 'b');
SELECT 'made' FROM make((SELECT format('CREATE TYPE number AS ENUM (%s)', string_agg(quote_literal(n), ',')) FROM generate_series(10000, 13000) AS n));
CREATE TABLE labels (a animal, b number);
SELECT left(columns, 40) FROM columns('labels') AS columns;
SELECT columns('labels', 'target', 'mariadb-10.11.19');

DROP TABLE many_words, wide, texts, deep_key, deeper_key, deep_identity, labels;
DROP TYPE animal, number;
DROP FUNCTION make;
DROP TABLE text_key, bytes_key, any_key, json_key, shared_key, long_keys, two_keys, long_row, longest;
