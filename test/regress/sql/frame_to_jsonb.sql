-- Reading frames: every kind, and bytes that are none.
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

SELECT wal2mysql.frame_to_jsonb('\x940101a3312e30ce000249f0');
SELECT wal2mysql.frame_to_jsonb('\x950201020300');
SELECT wal2mysql.frame_to_jsonb('\x93040298c0c2c33fd0ffcb3ff8000000000000c70001a161');
SELECT wal2mysql.frame_to_jsonb('\x93040295c402beefd602000f4240d603000f4240cfffffffffffffffffca3fc00000');
SELECT wal2mysql.frame_to_jsonb('\x9505020191019102');
SELECT wal2mysql.frame_to_jsonb('\x9406020291c0');
SELECT wal2mysql.frame_to_jsonb('\x930703920102');
SELECT wal2mysql.frame_to_jsonb('\x94080203ff');
SELECT wal2mysql.frame_to_jsonb('\x9209c403010203');
-- Two in a row, and none.
SELECT wal2mysql.frame_to_jsonb('\x940802030094080405d3ffffffffffffff00');
SELECT wal2mysql.frame_to_jsonb('\x');
SELECT wal2mysql.frame_to_jsonb(NULL);
-- What a later version adds to the end of a frame is passed over.
SELECT wal2mysql.frame_to_jsonb('\x97080203ff91c3d501000081a16101');

-- Whatever else the bytes are, the answer is an error that says where.
SELECT wal2mysql.frame_to_jsonb('\x00');
SELECT wal2mysql.frame_to_jsonb('\x90');
SELECT wal2mysql.frame_to_jsonb('\x9100');
SELECT wal2mysql.frame_to_jsonb('\x9163');
SELECT wal2mysql.frame_to_jsonb('\x91a161');
SELECT wal2mysql.frame_to_jsonb('\xc1');
SELECT wal2mysql.frame_to_jsonb('\x9401a3312e');
SELECT wal2mysql.frame_to_jsonb('\x9301a3312e30');
SELECT wal2mysql.frame_to_jsonb('\x9401ffff01');
SELECT wal2mysql.frame_to_jsonb('\x930402dd7fffffff');
SELECT wal2mysql.frame_to_jsonb('\x93040291c70004');
SELECT wal2mysql.frame_to_jsonb('\x93040291dbffffffff61');
SELECT wal2mysql.frame_to_jsonb('\x9405020190');
SELECT wal2mysql.frame_to_jsonb('\x9406020091c0');
SELECT wal2mysql.frame_to_jsonb('\x93040291c0ff');
-- Text that is no UTF-8 is not shown as text.
SELECT wal2mysql.frame_to_jsonb('\x93040291a2c328');

-- No prefix of a good message is one, except where a frame ends.
CREATE TABLE described (id bigint PRIMARY KEY, name varchar(100), amount numeric(12,2));
CREATE TABLE sample AS SELECT wal2mysql.describe_relation('described') AS bytes;
CREATE FUNCTION readable(bytes bytea) RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
  PERFORM wal2mysql.frame_to_jsonb(bytes);
  RETURN true;
EXCEPTION WHEN invalid_binary_representation THEN
  RETURN false;
END $$;
SELECT readable(substr(bytes, 1, n)), count(*)
  FROM sample, generate_series(0, length(bytes)) AS n GROUP BY 1 ORDER BY 1;
DROP FUNCTION readable;
DROP TABLE described, sample;
