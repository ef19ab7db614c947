\set ECHO none
-- PostgreSQL's own plugin as the judge of what is sent: it reads the same changes.
SELECT set_config(name, 'pgoutput, wal2mysql', false) FROM pg_settings WHERE name = 'output_plugin_libraries' \g /dev/null

CREATE FUNCTION pgoutput_oid(data bytea, at int) RETURNS text LANGUAGE sql AS
$$ SELECT ('x' || encode(substr(data, at + 1, 4), 'hex'))::bit(32)::bigint::oid::regclass::text $$;

CREATE FUNCTION pgoutput_changes(names text) RETURNS SETOF text LANGUAGE sql AS $$
  SELECT CASE chr(get_byte(data, 0))
      WHEN 'I' THEN 'insert ' || pgoutput_oid(data, 1)
      WHEN 'U' THEN 'update ' || pgoutput_oid(data, 1)
      WHEN 'D' THEN 'delete ' || pgoutput_oid(data, 1)
      ELSE 'truncate ' || (SELECT string_agg(pgoutput_oid(data, at), ' ')
                             FROM generate_series(6, length(data) - 4, 4) AS at)
    END
    FROM pg_logical_slot_peek_binary_changes('pgoutput', NULL, NULL, 'proto_version', '1', 'publication_names', names)
         WITH ORDINALITY AS message(lsn, xid, data, number)
   WHERE chr(get_byte(data, 0)) IN ('I', 'U', 'D', 'T') ORDER BY number $$;

-- The changes that both plugins send of what is in their slots, with the rows of ours; no row where pgoutput disagrees.
CREATE FUNCTION changes_like_pgoutput(names text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  frames jsonb[] := ARRAY(
    SELECT stable_frame(f)
      FROM pg_logical_slot_peek_binary_changes('regress', NULL, NULL, 'publication_names', names)
           WITH ORDINALITY AS message(lsn, xid, data, number),
           wal2mysql.frame_to_jsonb(data) WITH ORDINALITY AS frames(f, position)
     WHERE f ->> 'kind' IN ('insert', 'update', 'delete', 'truncate') ORDER BY number, position);
  ours text[] := ARRAY(
    SELECT concat_ws(' ', f ->> 'kind', f ->> 'relation',
                     (SELECT string_agg(name, ' ') FROM jsonb_array_elements_text(f -> 'relations') AS name))
      FROM unnest(frames) AS f);
  theirs text[] := ARRAY(SELECT pgoutput_changes(names));
BEGIN
  IF ours IS DISTINCT FROM theirs THEN
    RAISE 'wal2mysql sends %, pgoutput %', ours, theirs;
  END IF;
  RETURN QUERY SELECT concat_ws(' ', ours[i], frames[i] ->> 'old', frames[i] ->> 'new')
    FROM generate_subscripts(frames, 1) AS i;
END $$;

CREATE FUNCTION pgoutput_text(data bytea, INOUT at int, OUT value text) LANGUAGE plpgsql AS $$
DECLARE ends int := at;
BEGIN
  WHILE get_byte(data, ends) <> 0 LOOP ends := ends + 1; END LOOP;
  value := convert_from(substr(data, at + 1, ends - at), 'UTF8');
  at := ends + 1;
END $$;

-- "table: column, column*", as often as pgoutput describes it; the columns of its key have an asterisk.
CREATE FUNCTION pgoutput_relations(names text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE message bytea; at int; name text; flags int; columns text[];
BEGIN
  FOR message IN SELECT data FROM pg_logical_slot_peek_binary_changes('pgoutput', NULL, NULL, 'proto_version', '1',
      'publication_names', names) WHERE chr(get_byte(data, 0)) = 'R'
  LOOP
    at := 5; columns := '{}';
    SELECT * INTO at, name FROM pgoutput_text(message, at);
    SELECT * INTO at, name FROM pgoutput_text(message, at);
    at := at + 3;
    WHILE at < length(message) LOOP
      flags := get_byte(message, at);
      SELECT * INTO at, name FROM pgoutput_text(message, at + 1);
      columns := columns || (name || CASE WHEN flags = 1 THEN '*' ELSE '' END);
      at := at + 8;
    END LOOP;
    RETURN NEXT pgoutput_oid(message, 1) || ': ' || array_to_string(columns, ', ');
  END LOOP;
END $$;

-- What both plugins say of the relations that have changes in their slots, each time they say it.
CREATE FUNCTION relations_like_pgoutput(names text) RETURNS SETOF text LANGUAGE plpgsql AS $$
DECLARE
  ours text[] := ARRAY(
    SELECT concat(f ->> 'schema' || '.', f ->> 'name', ': ', (
             SELECT string_agg(concat(c ->> 'name', CASE WHEN f -> 'identity' @> to_jsonb(number - 1)
                                                          OR f ->> 'identity_kind' = 'full' THEN '*' END), ', ' ORDER BY number)
               FROM jsonb_array_elements(f -> 'columns') WITH ORDINALITY AS columns(c, number)))
      FROM pg_logical_slot_peek_binary_changes('regress', NULL, NULL, 'publication_names', names)
           WITH ORDINALITY AS message(lsn, xid, data, number),
           wal2mysql.frame_to_jsonb(data) WITH ORDINALITY AS frames(f, position)
     WHERE f ->> 'kind' = 'relation' ORDER BY message.number, position);
  theirs text[] := ARRAY(SELECT pgoutput_relations(names));
BEGIN
  SELECT array_agg(regexp_replace(name, '^public\.', '')) INTO ours FROM unnest(ours) AS name;
  -- It describes a partition, too, where only the root is published.
  IF NOT ours <@ theirs THEN
    RAISE 'wal2mysql describes %, pgoutput %', ours, theirs;
  END IF;
  RETURN QUERY SELECT unnest(ours);
END $$;

-- Both slots forget what they have to send.
CREATE FUNCTION forget_changes() RETURNS void LANGUAGE sql AS
$$ SELECT pg_replication_slot_advance(slot_name, pg_current_wal_lsn()) FROM pg_replication_slots $$;
\set ECHO all
