-- type: pair
-- setup: CREATE TYPE pair AS (n int, "Some text" text)
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
(1, 'a')                  | {"n": 1, "Some text": "a"}
ROW(NULL, NULL)           | {"n": null, "Some text": null}
ROW(-1, '')               | {"n": -1, "Some text": ""}
ROW(0, '"quoted" \')      | {"n": 0, "Some text": "\"quoted\" \\"}
ROW(0, 'é😀')             | {"n": 0, "Some text": "é😀"}
ROW(0, E'a\nb')           | {"n": 0, "Some text": "a\nb"}
ROW(2147483647, repeat('x', 70000))   | = CONCAT('{"n": 2147483647, "Some text": "', REPEAT('x', 70000), '"}')
ROW(-2147483648, 'min')   | {"n": -2147483648, "Some text": "min"}
ROW(NULL, 'a')            | {"n": null, "Some text": "a"}
ROW(7, NULL)              | {"n": 7, "Some text": null}
ROW(1, '/slash/')         | {"n": 1, "Some text": "/slash/"}
ROW(1, E'\t')             | {"n": 1, "Some text": "\t"}
ROW(1, E'\x01')           | {"n": 1, "Some text": "\u0001"}
ROW(1, 'null')            | {"n": 1, "Some text": "null"}
ROW(1, ' a ')             | {"n": 1, "Some text": " a "}
ROW(1, '(1,2)')           | {"n": 1, "Some text": "(1,2)"}

-- type: everything
-- setup: CREATE TYPE point_of_time AS (at timestamptz, zone interval)
-- setup: CREATE TYPE everything AS (b boolean, f float8, n numeric, d date, t point_of_time, l int[], p pair[], j jsonb, x bytea, u uuid, "quote""d" text)
-- setup: ALTER TYPE everything ADD ATTRIBUTE gone int
-- setup: ALTER TYPE everything DROP ATTRIBUTE gone
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ROW(true, 0.1, 1.50, '2024-02-29', ROW('2024-02-29 12:00+02', '1 day'), '{1,NULL}', ARRAY[ROW(1, 'x')::pair, NULL], '{"k": [1]}', '\x00ff', 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 'q')   | {"b": true, "f": 0.1, "n": 1.5, "d": "2024-02-29", "t": {"at": "2024-02-29 10:00:00+00", "zone": "P1D"}, "l": [1, null], "p": [{"n": 1, "Some text": "x"}, null], "j": {"k": [1]}, "x": "\\x00ff", "u": "a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11", "quote\"d": "q"}
ROW(false, 'NaN', 'Infinity', 'infinity', NULL, '{}', '{}', 'null', '', NULL, '')   | {"b": false, "f": "NaN", "n": "Infinity", "d": "infinity", "t": null, "l": [], "p": [], "j": null, "x": "\\x", "u": null, "quote\"d": ""}
ROW(NULL, '-Infinity', '-0.001', '0044-03-15 BC', ROW('-infinity', '-1 mon'), '[0:0]={7}', '{NULL}', '[]', NULL, NULL, NULL)   | {"b": null, "f": "-Infinity", "n": -0.001, "d": "0044-03-15 BC", "t": {"at": "-infinity", "zone": "P-1M"}, "l": {"lb": [0], "v": [7]}, "p": [null], "j": [], "x": null, "u": null, "quote\"d": null}

-- type: couple
-- setup: CREATE DOMAIN couple AS pair
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ROW(1, 'a')::pair         | {"n": 1, "Some text": "a"}
ROW(NULL, NULL)::pair     | {"n": null, "Some text": null}
ROW(0, '')::pair          | {"n": 0, "Some text": ""}
ROW(-1, 'A')::pair        | {"n": -1, "Some text": "A"}
ROW(NULL, 'a')::pair      | {"n": null, "Some text": "a"}
ROW(7, NULL)::pair        | {"n": 7, "Some text": null}
ROW(2147483647, 'max')::pair   | {"n": 2147483647, "Some text": "max"}
ROW(-2147483648, 'min')::pair   | {"n": -2147483648, "Some text": "min"}
ROW(0, '"q" \')::pair     | {"n": 0, "Some text": "\"q\" \\"}
ROW(0, 'é😀')::pair        | {"n": 0, "Some text": "é😀"}
ROW(1, E'\t\n')::pair     | {"n": 1, "Some text": "\t\n"}
ROW(1, 'null')::pair      | {"n": 1, "Some text": "null"}
ROW(1, ' a ')::pair       | {"n": 1, "Some text": " a "}
