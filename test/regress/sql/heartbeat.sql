-- Signs of life: what the applier writes into wal2mysql.heartbeat comes back as a frame of its own.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

CREATE PUBLICATION regress FOR ALL TABLES;
SELECT 'slot' FROM pg_create_logical_replication_slot('regress', 'wal2mysql');

-- Whoever wants those of a stream gets them, and no others.
SELECT wal2mysql.beat('regress');
SELECT wal2mysql.beat('other');
SELECT wal2mysql.beat('regress');
SELECT frame - 'sent_at', abs(extract(epoch FROM now()) - (frame ->> 'sent_at')::bigint / 1e6) < 60 AS is_now
  FROM frames('publication_names', 'regress', 'heartbeat', 'regress') AS frame;

-- Nobody gets them without asking, and the table is never one that is replicated.
SELECT wal2mysql.beat('regress');
INSERT INTO wal2mysql.heartbeat VALUES ('by hand', 1, now());
TRUNCATE wal2mysql.heartbeat;
SELECT frames();
SELECT wal2mysql.beat('regress');
DELETE FROM wal2mysql.heartbeat;
SELECT frame - 'sent_at' FROM frames('publication_names', 'regress', 'heartbeat', 'regress') AS frame;

-- They are in their place among the changes of a transaction.
CREATE TABLE t (id int PRIMARY KEY);
BEGIN;
INSERT INTO t VALUES (1);
SELECT wal2mysql.beat('regress');
INSERT INTO t VALUES (2);
COMMIT;
SELECT frame ->> 'kind' FROM frames('publication_names', 'regress', 'heartbeat', 'regress') AS frame;

-- A table of that name that is not the extension's is a table like others.
CREATE TABLE heartbeat (stream text PRIMARY KEY, beat bigint NOT NULL, sent_at timestamptz NOT NULL);
INSERT INTO heartbeat VALUES ('regress', 1, '2026-01-01');
SELECT frame FROM changes('publication_names', 'regress', 'heartbeat', 'regress') AS frame;

-- Only roles that may replicate have signs of life; they need no other right.
CREATE ROLE regress_sender REPLICATION;
CREATE ROLE regress_other;
SET SESSION AUTHORIZATION regress_sender;
SELECT wal2mysql.beat('regress');
SET SESSION AUTHORIZATION regress_other;
SELECT wal2mysql.beat('regress');
RESET SESSION AUTHORIZATION;
DROP ROLE regress_sender, regress_other;

SELECT 'dropped' FROM pg_drop_replication_slot('regress');
DROP PUBLICATION regress;
DROP TABLE t, heartbeat;
