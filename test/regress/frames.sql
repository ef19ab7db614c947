\set ECHO none
-- What every test begins with: frames as they are, without what differs from run to run.
\pset format unaligned
\pset tuples_only on
\set SHOW_CONTEXT never

-- Where the setting exists the plugin must be named in it, for this session's own decoding.
SELECT set_config(name, 'wal2mysql', false) FROM pg_settings WHERE name = 'output_plugin_libraries' \g /dev/null

CREATE OR REPLACE FUNCTION relation_name(id jsonb) RETURNS jsonb LANGUAGE sql AS
$$ SELECT to_jsonb((id #>> '{}')::oid::regclass) $$;

CREATE OR REPLACE FUNCTION stable_frame(frame jsonb) RETURNS jsonb LANGUAGE sql AS $$
  SELECT CASE
    WHEN frame ? 'schema' THEN frame - 'relation'
    WHEN frame ? 'relation' THEN frame || jsonb_build_object('relation', relation_name(frame -> 'relation'))
    WHEN frame ? 'relations' THEN frame || jsonb_build_object('relations',
      (SELECT jsonb_agg(relation_name(id)) FROM jsonb_array_elements(frame -> 'relations') AS id))
    ELSE frame - '{xid,commit_lsn,end_lsn,commit_time,server_version_num}'::text[]
  END $$;

-- Every frame that the slot "regress" has to send, for publication "regress" if nothing else is said.
CREATE OR REPLACE FUNCTION frames(VARIADIC options text[] DEFAULT '{publication_names,regress}')
RETURNS TABLE (frame jsonb) LANGUAGE sql AS $$
  SELECT stable_frame(f)
    FROM pg_logical_slot_get_binary_changes('regress', NULL, NULL, VARIADIC options)
         WITH ORDINALITY AS message(lsn, xid, data, number),
         wal2mysql.frame_to_jsonb(data) WITH ORDINALITY AS frames(f, position)
   ORDER BY number, position $$;

-- Only those that change rows.
CREATE OR REPLACE FUNCTION changes(VARIADIC options text[] DEFAULT '{publication_names,regress}')
RETURNS TABLE (frame jsonb) LANGUAGE sql AS $$
  SELECT frame FROM frames(VARIADIC options)
   WHERE frame ->> 'kind' IN ('insert', 'update', 'delete', 'truncate', 'piece') $$;

-- How a table is described.
CREATE OR REPLACE FUNCTION columns(relation regclass, VARIADIC options text[] DEFAULT '{}')
RETURNS TABLE (col text) LANGUAGE sql AS $$
  SELECT c ->> 'name' || ' ' || (c ->> 'mysql_type') || ' ' || (c ->> 'wire')
         || CASE WHEN (c ->> 'not_null')::boolean THEN ' not null' ELSE '' END
         || CASE WHEN c ? 'unknown_type' THEN ' (unknown type)' ELSE '' END
         || CASE WHEN c ? 'declared_text' THEN ' (declared text)' ELSE '' END
         || CASE WHEN c ? 'computed' THEN ' (computed)' ELSE '' END
    FROM wal2mysql.frame_to_jsonb(wal2mysql.describe_relation(relation, VARIADIC options)) AS f,
         jsonb_array_elements(f -> 'columns') AS c $$;

-- The rows of a whole table, as copied.
CREATE OR REPLACE FUNCTION copied(relation regclass, VARIADIC options text[] DEFAULT '{}')
RETURNS TABLE (frame jsonb) LANGUAGE sql AS $$
  SELECT stable_frame(f)
    FROM wal2mysql.copy_rows(relation, NULL, NULL, VARIADIC options) WITH ORDINALITY AS c(data, number),
         wal2mysql.frame_to_jsonb(data) WITH ORDINALITY AS frames(f, position)
   WHERE f ->> 'kind' <> 'relation'
   ORDER BY number, position $$;
\set ECHO all
