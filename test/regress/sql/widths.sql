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

DROP TABLE text_key, bytes_key, any_key, json_key, shared_key, long_keys, two_keys, long_row, longest;
