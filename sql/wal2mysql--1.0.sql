-- SPDX-License-Identifier: PostgreSQL
\echo Use "CREATE EXTENSION wal2mysql" to load this file. \quit

-- The functions check the privileges of their caller themselves.
GRANT USAGE ON SCHEMA @extschema@ TO PUBLIC;

CREATE FUNCTION copy_rows(relation regclass, first_block bigint, last_block bigint,
                          VARIADIC options text[] DEFAULT '{}')
RETURNS SETOF bytea
AS 'MODULE_PATHNAME', 'wal2mysql_copy_rows'
LANGUAGE C STABLE PARALLEL RESTRICTED COST 10000 ROWS 1000;
COMMENT ON FUNCTION copy_rows(regclass, bigint, bigint, text[]) IS
'the rows in a range of blocks of a table (null: from the first, to the last) as frames: the relation, then inserts';

CREATE FUNCTION describe_relation(relation regclass, VARIADIC options text[] DEFAULT '{}')
RETURNS bytea
AS 'MODULE_PATHNAME', 'wal2mysql_describe_relation'
LANGUAGE C STABLE STRICT PARALLEL RESTRICTED;
COMMENT ON FUNCTION describe_relation(regclass, text[]) IS
'the frame that describes a table: its columns with their MySQL types, its primary key, its replica identity';

CREATE FUNCTION frame_to_jsonb(frames bytea)
RETURNS SETOF jsonb
AS 'MODULE_PATHNAME', 'wal2mysql_frame_to_jsonb'
LANGUAGE C IMMUTABLE STRICT PARALLEL SAFE ROWS 100;
COMMENT ON FUNCTION frame_to_jsonb(bytea) IS
'frames as people read them, one row for each';

-- One row per stream, which its applier updates: page for page there is room to do it in place.
CREATE TABLE heartbeat (
  stream text PRIMARY KEY,
  beat bigint NOT NULL,
  sent_at timestamptz NOT NULL
) WITH (fillfactor = 10, autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000);
GRANT SELECT ON heartbeat TO PUBLIC;
COMMENT ON TABLE heartbeat IS
'signs of life of appliers, which find them in their streams again: the newest of each';

-- Roles that may not replicate have no stream.
CREATE FUNCTION beat(stream text) RETURNS bigint
LANGUAGE sql VOLATILE STRICT SECURITY DEFINER SET search_path = pg_catalog, pg_temp
AS $$
  INSERT INTO @extschema@.heartbeat AS h
  SELECT $1, 1, clock_timestamp() FROM pg_roles
   WHERE rolname = session_user AND (rolreplication OR rolsuper)
  ON CONFLICT ON CONSTRAINT heartbeat_pkey DO UPDATE SET beat = h.beat + 1, sent_at = clock_timestamp()
  RETURNING h.beat
$$;
COMMENT ON FUNCTION beat(text) IS
'leaves a sign of life of the stream, and returns its number; null for roles without REPLICATION';

COMMENT ON SCHEMA @extschema@ IS 'replication to MySQL';
