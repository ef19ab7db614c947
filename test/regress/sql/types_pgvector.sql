-- Types of pgvector, where it is installed.
SELECT NOT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector') AS missing \gset
\if :missing
\q
\endif
SET client_min_messages = warning;
CREATE EXTENSION vector;
RESET client_min_messages;
\getenv folder PG_ABS_SRCDIR
\set frames :folder /frames.sql
\i :frames

-- MySQL's VECTOR is little-endian floats, and what lacks it gets the same bytes.
CREATE TABLE embedding (a vector(3), b vector, c halfvec(4), d sparsevec(5), e vector(3)[]);
SELECT columns('embedding');
SELECT columns('embedding', 'target', 'mariadb-10.11.19');
SELECT columns('embedding', 'target', 'mysql-8.4.0');
INSERT INTO embedding VALUES
  ('[1,-2.5,3e38]', '[0.1]', '[1,-0.5,65504,6e-8]', '{1:1.5,5:-2}/5', ARRAY['[1,2,3]'::vector]),
  ('[0,-0,1e-45]', '[1,2]', '[0,-0,6.1e-5,0.333]', '{}/5', NULL);
SELECT frame -> 'new' FROM copied('embedding');
DROP TABLE embedding;
DROP EXTENSION vector CASCADE;
