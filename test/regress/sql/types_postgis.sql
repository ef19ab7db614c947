-- Types of PostGIS, where it is installed.
SELECT NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'postgis') AS missing \gset
\if :missing
\q
\endif
SET client_min_messages = warning;
CREATE EXTENSION postgis;
RESET client_min_messages;
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

-- EWKB holds every geometry, with its SRID: MySQL's GEOMETRY has no Z, no M, no curves, no empty points.
CREATE TABLE place (a geometry, b geometry(Point, 4326), c geography, d geometry[]);
SELECT columns('place');
INSERT INTO place VALUES
  ('POINT(1 2)', 'SRID=4326;POINT(13.4 52.5)', 'POINT(13.4 52.5)', ARRAY['POINT(1 2)'::geometry]),
  ('SRID=3857;LINESTRING Z (0 0 1, 1 1 2)', NULL, 'LINESTRING(0 0, 1 1)', '{}'),
  ('POINT EMPTY', NULL, NULL, NULL),
  ('CIRCULARSTRING M (0 0 1, 1 1 2, 2 0 3)', NULL, NULL, NULL);
SELECT frame -> 'new' FROM copied('place');
SELECT bool_and(frame #>> '{new,0,binary}' = encode(ST_AsEWKB(a), 'hex')) AS ewkb
  FROM (SELECT row_number() OVER () AS n, frame FROM copied('place')) AS f JOIN (SELECT row_number() OVER () AS n, a FROM place) AS p USING (n);
DROP TABLE place;
DROP EXTENSION postgis CASCADE;
