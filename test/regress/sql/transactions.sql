-- When something is sent, and in which order.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE TABLE wanted (id int PRIMARY KEY);
CREATE TABLE unwanted (id int PRIMARY KEY);
CREATE PUBLICATION regress FOR TABLE wanted;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- A connection begins with hello, a relation is described before its first change.
INSERT INTO wanted VALUES (1);
SELECT frames();

-- A transaction that changes nothing of interest sends nothing, not even hello.
INSERT INTO unwanted VALUES (1);
CREATE TABLE also_unwanted (id int);
SELECT frames();

-- What is not published is left out of a transaction that has more; the relation is described once.
BEGIN;
INSERT INTO unwanted VALUES (2);
INSERT INTO wanted VALUES (2);
INSERT INTO unwanted VALUES (3);
INSERT INTO wanted VALUES (3);
COMMIT;
INSERT INTO wanted VALUES (4);
SELECT frames();

-- What was rolled back was never there.
BEGIN;
INSERT INTO wanted VALUES (5);
SAVEPOINT later;
INSERT INTO wanted VALUES (6);
ROLLBACK TO later;
INSERT INTO wanted VALUES (7);
COMMIT;
BEGIN;
INSERT INTO wanted VALUES (8);
ROLLBACK;
SELECT changes();

-- A transaction that is spilled to disk comes in several messages, whole and in order, and what
-- opens it and closes it is there once.
INSERT INTO wanted SELECT generate_series(1001, 21000);
CREATE TEMP TABLE message AS
  SELECT row_number() OVER () AS number, data
    FROM pg_logical_slot_get_binary_changes('regress', NULL, NULL, 'publication_names', 'regress');
SELECT count(*) > 2 AS several, max(length(data)) < 66000 AS bounded FROM message;
CREATE TEMP TABLE frame AS
  SELECT row_number() OVER (ORDER BY number, position) AS number, f
    FROM message, wal2mysql.frame_to_jsonb(data) WITH ORDINALITY AS frames(f, position);
SELECT f ->> 'kind', count(*), min(number), max(number) FROM frame GROUP BY 1 ORDER BY 3;
SELECT count(*) FROM frame WHERE f ->> 'kind' = 'insert' AND (f #>> '{new,0}')::int = 1000 + number - 3;

-- Positions: a transaction's begin and commit agree, and each starts where the one before it ended or later.
INSERT INTO wanted VALUES (9);
INSERT INTO wanted VALUES (10);
WITH boundary AS (
  SELECT row_number() OVER () AS number, f ->> 'kind' AS kind, (f ->> 'commit_lsn')::pg_lsn AS commit_lsn,
         (f ->> 'end_lsn')::pg_lsn AS end_lsn, (f ->> 'commit_time')::timestamptz AS commit_time, lsn
    FROM pg_logical_slot_get_binary_changes('regress', NULL, NULL, 'publication_names', 'regress'),
         wal2mysql.frame_to_jsonb(data) AS f
   WHERE f ? 'commit_lsn')
SELECT kind, commit_lsn >= coalesce(lag(end_lsn) OVER pairs, commit_lsn) OR kind = 'commit' AS in_order,
       commit_lsn < end_lsn AS forward,
       kind = 'begin' OR (commit_lsn, end_lsn, commit_time) = (lag(commit_lsn) OVER pairs, lag(end_lsn) OVER pairs, lag(commit_time) OVER pairs) AS agree,
       now() - commit_time < interval '1 hour' AS recent
  FROM boundary WINDOW pairs AS (ORDER BY number) ORDER BY number;

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE wanted, unwanted, also_unwanted;
