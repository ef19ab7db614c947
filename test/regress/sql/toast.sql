-- Values that PostgreSQL keeps outside of their row, and those that are too long for a frame.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE FUNCTION noise(length int, seed int) RETURNS text LANGUAGE sql AS
$$ SELECT left(string_agg(md5(seed || '.' || i), ''), length) FROM generate_series(1, length / 32 + 1) AS i $$;
-- Long values are shown by their length and a digest.
CREATE FUNCTION short(frame jsonb) RETURNS jsonb LANGUAGE sql AS $$
  SELECT frame || coalesce(jsonb_object_agg(row, (
           SELECT coalesce(jsonb_agg(CASE WHEN length(v #>> '{}') > 100 THEN to_jsonb(length(v #>> '{}') || ' ' || md5(v #>> '{}')) ELSE v END), '[]')
             FROM jsonb_array_elements(frame -> row) AS v)), '{}')
    FROM unnest('{old,new}'::text[]) AS row WHERE frame ? row $$;

CREATE TABLE document (id int PRIMARY KEY, title text, body text, scan bytea);
ALTER TABLE document ALTER body SET STORAGE EXTERNAL, ALTER scan SET STORAGE EXTERNAL;
CREATE PUBLICATION regress FOR TABLE document;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- Stored apart, compressed in place, and short.
INSERT INTO document VALUES (1, 'apart', noise(10000, 1), noise(5000, 2)::bytea), (2, repeat('compressed', 1000), 'short', NULL);
SELECT short(changes()), md5(noise(10000, 1)), md5(jsonb_build_object('binary', encode(noise(5000, 2)::bytea, 'hex'))::text);

-- An update that leaves a value alone marks it unchanged, which is not NULL.
UPDATE document SET title = 'new' WHERE id = 1;
UPDATE document SET id = 3 WHERE id = 1;
UPDATE document SET scan = NULL WHERE id = 3;
UPDATE document SET body = noise(10000, 3) WHERE id = 3;
SELECT short(changes());

-- A value in the row is sent, compressed or not: PostgreSQL logs it each time.
UPDATE document SET body = 'shorter' WHERE id = 2;
SELECT short(changes());

-- With REPLICA IDENTITY FULL the old row has what the new one lacks.
ALTER TABLE document REPLICA IDENTITY FULL;
UPDATE document SET title = 'full' WHERE id = 3;
ALTER TABLE document DROP CONSTRAINT document_pkey;
UPDATE document SET title = 'without key' WHERE id = 3;
DELETE FROM document WHERE id = 3;
SELECT short(changes());
ALTER TABLE document ADD PRIMARY KEY (id), REPLICA IDENTITY DEFAULT;

-- A key may be stored apart, too: it is never unchanged.
CREATE TABLE keyed (id text PRIMARY KEY, note int);
ALTER TABLE keyed ALTER id SET STORAGE EXTERNAL;
ALTER PUBLICATION regress ADD TABLE keyed;
INSERT INTO keyed SELECT repeat('key ', 600), 1;
UPDATE keyed SET note = 2;
SELECT short(changes());

-- Beyond 512 KiB a value follows its frame in pieces, in the order of the row.
INSERT INTO document VALUES (4, 'long', noise(700000, 4), noise(600000, 5)::bytea);
SELECT changes();
-- The row before the pieces, and what is behind them, are whole.
BEGIN;
INSERT INTO document VALUES (5, 'short', 'a', NULL);
INSERT INTO document VALUES (6, 'long', noise(530000, 6), '\x00');
INSERT INTO document VALUES (7, 'short', 'b', NULL);
COMMIT;
SELECT changes();
-- The old row comes first.
ALTER TABLE document REPLICA IDENTITY FULL;
ALTER TABLE document DROP CONSTRAINT document_pkey;
UPDATE document SET body = noise(540000, 7) WHERE id = 6;
SELECT changes();

-- No message grows with its values.
INSERT INTO document VALUES (8, 'long', noise(3000000, 8), NULL);
SELECT max(length(data)) < 600 * 1024 AS bounded, count(*) > 10 AS several
  FROM pg_logical_slot_get_binary_changes('regress', NULL, NULL, 'publication_names', 'regress');

-- A copy reads every value, wherever it is.
SELECT short(copied('document'));
SELECT max(length(data)) < 600 * 1024 AS bounded, count(*) > 10 AS several
  FROM wal2mysql.copy_rows('document', NULL, NULL) AS data;

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE document, keyed;
DROP FUNCTION noise, short;
