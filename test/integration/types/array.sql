-- type: integer[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{}'                      | []
'{1}'                     | [1]
'{1,2,3}'                 | [1, 2, 3]
'{NULL}'                  | [null]
'{1,NULL,3}'              | [1, null, 3]
'{-2147483648,2147483647}'   | [-2147483648, 2147483647]
'{{1,2},{3,4}}'           | [[1, 2], [3, 4]]
'{{1},{NULL}}'            | [[1], [null]]
'{{{1,2}},{{3,4}}}'       | [[[1, 2]], [[3, 4]]]
'{{{{{{1}}}}}}'           | [[[[[[1]]]]]]
'[0:1]={5,6}'             | {"lb": [0], "v": [5, 6]}
'[-5:-5]={1}'             | {"lb": [-5], "v": [1]}
'[2:3][-1:0]={{1,2},{3,4}}'   | {"lb": [2, -1], "v": [[1, 2], [3, 4]]}
'[1:2]={1,2}'             | [1, 2]
'[2147483646:2147483646]={7}'   | {"lb": [2147483646], "v": [7]}
(SELECT array_agg(n) FROM generate_series(1, 10) n)   | [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]
array_fill(0, ARRAY[20000])   | = CONCAT('[', REPEAT('0, ', 19999), '0]')

-- type: bigint[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{9223372036854775807,-9223372036854775808,9007199254740993}'   | [9223372036854775807, -9223372036854775808, 9007199254740993]

-- type: smallint[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{-32768,32767,NULL}'     | [-32768, 32767, null]

-- type: boolean[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{t,f,NULL}'              | [true, false, null]

-- type: text[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{}'                      | []
'{""}'                    | [""]
'{a,b}'                   | ["a", "b"]
'{NULL,"NULL","null"}'    | [null, "NULL", "null"]
'{"a b","a,b","{}"}'      | ["a b", "a,b", "{}"]
ARRAY['"', '\', '''', '`']   | ["\"", "\\", "'", "`"]
ARRAY[E'\t\n\r\b\f']      | ["\t\n\r\b\f"]
ARRAY[E'\x01\x1f']        | ["\u0001\u001f"]
ARRAY['é', '日本語', '😀', ' ']   | ["é", "日本語", "😀", " "]
ARRAY[' a ', 'a ']        | [" a ", "a "]
ARRAY['1', 'true', '1e5'] | ["1", "true", "1e5"]
ARRAY['{"a": 1}']         | ["{\"a\": 1}"]
ARRAY[['a', 'b'], ['c', NULL]]   | [["a", "b"], ["c", null]]
'[0:0]={x}'               | {"lb": [0], "v": ["x"]}
ARRAY[repeat('é', 70000)] | = CONCAT('["', REPEAT('é', 70000), '"]')

-- type: varchar(5)[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{a,"b ",NULL}'           | ["a", "b ", null]

-- type: char(3)[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{a,"b ",abc}'            | ["a", "b", "abc"]

-- Numbers that MySQL's JSON would round are strings.
-- type: numeric[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{0,1.50,-0.001}'         | [0, 1.5, -0.001]
'{NaN,Infinity,-Infinity}'   | ["NaN", "Infinity", "-Infinity"]
'{18446744073709551615}'  | [18446744073709551615]
'{0.1,0.2,0.3}'           | [0.1, 0.2, 0.3]
[mysql] '{12345678901234567890123}'     | ["12345678901234567890123"]
[mysql] '{0.1234567890123456789}'       | ["0.1234567890123456789"]
[mysql] '{18446744073709551616}'        | ["18446744073709551616"]
[mariadb] '{12345678901234567890123}'   | [12345678901234567890123]
[mariadb] '{0.1234567890123456789}'     | [0.1234567890123456789]
[mariadb] '{18446744073709551616}'      | [18446744073709551616]

-- type: numeric(12,2)[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{0,1.5,NULL,-9999999999.99}'   | [0, 1.5, null, -9999999999.99]

-- type: double precision[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{0,1,-1.5,0.1}'          | [0, 1, -1.5, 0.1]
'{0.30000000000000004}'   | [0.30000000000000004]
'{1.7976931348623157e308,5e-324,2.2250738585072014e-308}'   | [1.7976931348623157e308, 5e-324, 2.2250738585072014e-308]
'{NaN,Infinity,-Infinity,NULL}'   | ["NaN", "Infinity", "-Infinity", null]
'{1e22,1e25,-1e-10}'      | [1e22, 1e25, -1e-10]

-- type: real[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{0.1,3.4028235e38,1e-45,NaN}'   | [0.1, 3.4028235e38, 1e-45, "NaN"]

-- type: timestamp[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{2024-02-29 12:34:56,2024-02-29 12:34:56.5}'   | ["2024-02-29 12:34:56", "2024-02-29 12:34:56.5"]
'{infinity,-infinity,0044-03-15 BC,NULL}'       | ["infinity", "-infinity", "0044-03-15 00:00:00 BC", null]

-- type: timestamptz[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{2024-02-29 12:34:56+02}'   | ["2024-02-29 10:34:56+00"]

-- type: date[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{2024-02-29,infinity,10000-01-01}'   | ["2024-02-29", "infinity", "10000-01-01"]

-- type: interval[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ARRAY['1 day -1 s'::interval, NULL]   | ["P1DT-1S", null]

-- type: bytea[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ARRAY['\x'::bytea, '\x00ff5c27'::bytea, NULL]   | ["\\x", "\\x00ff5c27", null]

-- type: uuid[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11}'   | ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"]

-- type: jsonb[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ARRAY['{"a": [1, null]}', '"s"', 'null', NULL]::jsonb[]   | [{"a": [1, null]}, "s", null, null]

-- type: flavor[]
-- setup: CREATE TYPE flavor AS ENUM ('sweet', 'sour "x"', 'größer')
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{sweet,NULL}'            | ["sweet", null]
ARRAY['sour "x"', 'größer']::flavor[]   | ["sour \"x\"", "größer"]

-- type: money[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ARRAY['1.5'::money, '-0.01'::money]   | [1.50, -0.01]

-- type: oid[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{0,4294967295}'          | [0, 4294967295]

-- type: int4range[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ARRAY['[1,3]'::int4range, 'empty']   | ["[1,4)", "empty"]

-- type: inet[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{10.0.0.1/8,::1}'        | ["10.0.0.1/8", "::1"]

-- type: bit(3)[]
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ARRAY[B'101', B'000']     | ["101", "000"]

-- type: list
-- setup: CREATE DOMAIN list AS int[] CHECK (array_length(VALUE, 1) < 5)
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{1,2}'                   | [1, 2]
'{}'                      | []
