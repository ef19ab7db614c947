-- type: positive
-- setup: CREATE DOMAIN positive AS integer CHECK (VALUE > 0)
-- column mysql: int
-- column mariadb: int(11)
-- compare: number
-- key: yes
1                         | 1
2147483647                | 2147483647
2                         | 2
9                         | 9
10                        | 10
99                        | 99
100                       | 100
127                       | 127
128                       | 128
255                       | 255
256                       | 256
1000                      | 1000
32767                     | 32767
32768                     | 32768
65535                     | 65535
65536                     | 65536
99999                     | 99999
1000000                   | 1000000
16777216                  | 16777216
2147483646                | 2147483646

-- type: price
-- setup: CREATE DOMAIN amount AS numeric(12,2)
-- setup: CREATE DOMAIN price AS amount CHECK (VALUE >= 0)
-- column: decimal(12,2)
-- compare: number
'0'                       | 0
'1.005'                   | 1.01
'9999999999.99'           | 9999999999.99
'NaN'                     ! NULL | NaN
'0.01'                    | 0.01
'0.10'                    | 0.1
'0.99'                    | 0.99
'0.004'                   | 0
'0.005'                   | 0.01
'1'                       | 1
'1.004'                   | 1
'9.99'                    | 9.99
'10'                      | 10
'99.995'                  | 100
'100.5'                   | 100.5
'1e9'                     | 1000000000
'2147483647.5'            | 2147483647.5
'1234567890.12'           | 1234567890.12
'9999999999'              | 9999999999

-- type: code
-- setup: CREATE DOMAIN code AS varchar(8)
-- column: varchar(8)
-- key: yes
'a'                       | a
'A'                       | A
'a '                      | = 'a '
'😀😀😀😀😀😀😀😀'        | 😀😀😀😀😀😀😀😀
''                        |
' '                       | = ' '
'  '                      | = '  '
' a'                      | = ' a'
'á'                       | á
'ss'                      | ss
'ß'                       | ß
'日本語'                     | 日本語
'12345678'                | 12345678
'1'                       | 1
'1.0'                     | 1.0
'NULL'                    | = 'NULL'
''''                      | '
E'\\'                     | \
E'a\n'                    | = 'a\n'
'AAAAAAAA'                | AAAAAAAA

-- type: padded
-- setup: CREATE DOMAIN padded AS char(4)
-- column: char(4)
'a'                       | a
'abcd'                    | abcd
''                        |
' '                       |
'a '                      | a
' a'                      | = ' a'
'A'                       | A
'á'                       | á
'ß'                       | ß
'abc'                     | abc
'abcd  '                  | abcd
'日本語'                     | 日本語
'😀😀😀😀'                    | 😀😀😀😀
'NULL'                    | = 'NULL'
''''                      | '
E'\\'                     | \
E'a\n'                    | = 'a\n'
E'\t'                     | = '\t'
'1.0'                     | 1.0

-- type: moment
-- setup: CREATE DOMAIN moment AS timestamptz(3)
-- column: datetime(3)
'2024-02-29 12:34:56.7891+02'   | 2024-02-29 10:34:56.789
'infinity'                      ! 9999-12-31 23:59:59.999 | infinity
'0001-01-01 00:00+00'           | 0001-01-01 00:00:00.000
'0001-01-01 05:30+05:30'        | 0001-01-01 00:00:00.000
'1969-12-31 23:59:59.999+00'    | 1969-12-31 23:59:59.999
'1970-01-01 01:00+01'           | 1970-01-01 00:00:00.000
'2000-01-01 00:00:00.5-12'      | 2000-01-01 12:00:00.500
'2024-02-29 12:34:56.0004+00'   | 2024-02-29 12:34:56.000
'2024-02-29 12:34:56.0006+00'   | 2024-02-29 12:34:56.001
'2024-12-31 23:59:59.9996+00'   | 2025-01-01 00:00:00.000
'2024-03-31 03:30 Europe/Berlin'   | 2024-03-31 01:30:00.000
'2038-01-19 03:14:08+00'        | 2038-01-19 03:14:08.000
'9999-12-31 23:59:59.999+00'    | 9999-12-31 23:59:59.999
'10000-01-01 00:00+00'          ! 9999-12-31 23:59:59.999 | 10000-01-01 00:00:00+00
'0001-01-01 00:00+01'           ! 0001-01-01 00:00:00.000 | 0001-12-31 23:00:00+00 BC
'-infinity'                     ! 0001-01-01 00:00:00.000 | -infinity

-- There are two values.
-- type: feeling
-- setup: CREATE TYPE sentiment AS ENUM ('good', 'bad')
-- setup: CREATE DOMAIN feeling AS sentiment
-- column: enum('good','bad')
'good'                    | good
'bad'                     | bad

-- type: document
-- setup: CREATE DOMAIN document AS jsonb CHECK (jsonb_typeof(VALUE) = 'object')
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{}'                      | {}
'{"a": [1, 2]}'           | {"a": [1, 2]}
'{"a": null}'             | {"a": null}
'{"a": true, "b": false}' | {"a": true, "b": false}
'{"b": 1, "a": 2}'        | {"a": 2, "b": 1}
'{"a": 1, "a": 2}'        | {"a": 2}
'{"": ""}'                | {"": ""}
'{"a": {"b": {"c": {}}}}' | {"a": {"b": {"c": {}}}}
'{"n": 9223372036854775807}'   | {"n": 9223372036854775807}
'{"n": -1.5}'             | {"n": -1.5}
'{"n": 1e10}'             | {"n": 10000000000}
'{"é": "😀"}'              | {"é": "😀"}
'{"\u00e9": "\ud83d\ude00"}'   | {"é": "😀"}
'{"a": "\"\\\/\n"}'       | {"a": "\"\\/\n"}
'{"a b": [[], {}]}'       | {"a b": [[], {}]}
jsonb_build_object('x', repeat('é', 20000))   | = CONCAT('{"x": "', REPEAT('é', 20000), '"}')

-- type: token
-- setup: CREATE DOMAIN token AS uuid
-- column: char(36) ascii
'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'   | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
'00000000-0000-0000-0000-000000000000'   | 00000000-0000-0000-0000-000000000000
'00000000-0000-0000-0000-000000000001'   | 00000000-0000-0000-0000-000000000001
'ffffffff-ffff-ffff-ffff-ffffffffffff'   | ffffffff-ffff-ffff-ffff-ffffffffffff
'{a0eebc99-9c0b4ef8-bb6d6bb9-bd380a11}'  | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
'a0eebc999c0b4ef8bb6d6bb9bd380a11'       | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
'80000000-0000-0000-0000-000000000000'   | 80000000-0000-0000-0000-000000000000
'5c5c5c5c-2222-2727-0a0d-000000000000'   | 5c5c5c5c-2222-2727-0a0d-000000000000
