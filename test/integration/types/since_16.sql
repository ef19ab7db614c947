-- Types that are in other files too: here with values that older versions do not know.
-- type: integer
-- since: 16
-- column mysql: int
-- column mariadb: int(11)
-- key: yes
'0x7FFFFFFF'              | 2147483647
'-0x80000000'             | -2147483648
'0b1010'                  | 10
'0o17'                    | 15
'1_000'                   | 1000

-- type: bigint
-- since: 16
-- column mysql: bigint
-- column mariadb: bigint(20)
'-0x8000_0000_0000_0000'  | -9223372036854775808
'0x7fff_ffff_ffff_ffff'   | 9223372036854775807

-- type: numeric
-- since: 16
-- column: decimal(65,30)
-- compare: number
'0xFFFFFFFFFFFFFFFFFFFF'  | 1208925819614629174706175
'1_500.2_5'               | 1500.25
'-1_0e-1_0'               | -0.000000001
'0x1FFFFFFFFFFFFFFFFFFFFFFFFFFFFF'    ! 99999999999999999999999999999999999.999999999999999999999999999999 | 166153499473114484112975882535043071

-- type: jsonpath
-- since: 16
-- column: longtext
'$ ? (@ == 0xff)'         | $?(@ == 255)
'1_000'                   | 1000
'0b101'                   | 5

-- type: json
-- since: 16
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
JSON_OBJECT('a': 1, 'b': NULL)          | {"a": 1, "b": null}
JSON_OBJECT('a': NULL ABSENT ON NULL)   | {}
JSON_ARRAY(1, 'é', true)                | [1, "é", true]

-- type: ltree
-- needs: ltree
-- since: 16
-- column: longtext
-- key: yes
'a-b.c-d'                 | a-b.c-d
'-'                       | -
text2ltree(repeat('x', 768))    | = REPEAT('x', 768)

-- type: ltree
-- needs: ltree
-- since: 16
-- column: longtext
text2ltree(repeat('x', 1000))   | = REPEAT('x', 1000)

-- type: lquery
-- needs: ltree
-- since: 16
-- column: longtext
'a-b.*'                   | a-b.*

-- type: jsonpath
-- since: 17
-- column: longtext
'$.bigint()'              | $.bigint()
'$.boolean()'             | $.boolean()
'$.date()'                | $.date()
'$.decimal(10,2)'         | $.decimal(10,2)
'$.integer()'             | $.integer()
'$.number()'              | $.number()
'$.string()'              | $.string()
'$.time_tz(3)'            | $.time_tz(3)
'$.timestamp()'           | $.timestamp()

-- type: jsonb
-- since: 17
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
JSON_SCALAR('a "word"')   | "a \"word\""
JSON_SCALAR(1.5)          | 1.5
JSON_SCALAR(true)         | true
JSON_QUERY('{"a": [1, {"b": 2}]}', '$.a' WITH WRAPPER)    | [[1, {"b": 2}]]

-- The right to maintain a table.
-- type: aclitem
-- since: 17
-- column: longtext
'pg_monitor=arwdDxtm/pg_signal_backend'   | pg_monitor=arwdDxtm/pg_signal_backend
'=m*/pg_monitor'          | =m*/pg_monitor

-- type: xml
-- since: 17
-- column: longtext
xmltext('< & >')          | &lt; &amp; &gt;

-- What is infinitely later.
-- type: timestamp
-- since: 17
-- column: datetime(6)
timestamp '2024-01-01' + interval '1 day'         | 2024-01-02 00:00:00.000000
timestamp '2024-01-01' + interval 'infinity'      ! 9999-12-31 23:59:59.999999 | infinity
timestamp '2024-01-01' - interval 'infinity'      ! 0001-01-01 00:00:00.000000 | -infinity

-- type: interval_range
-- since: 17
-- setup: CREATE TYPE interval_range AS RANGE (subtype = interval)
-- column: longtext
'[1 day,infinity)'        | [P1D,infinity)
'[-infinity,infinity]'    | [-infinity,infinity]
'(,1 year)'               | (,P1Y)

-- type: interval_multirange
-- since: 17
-- column: longtext
'{[1 day,2 days),[1 year,infinity)}'    | {[P1D,P2D),[P1Y,infinity)}

-- type: lasting
-- since: 17
-- setup: CREATE TYPE lasting AS (name text, length interval)
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ROW('always', 'infinity')::lasting      | {"name": "always", "length": "infinity"}
ROW('never', '-infinity')::lasting      | {"name": "never", "length": "-infinity"}

-- type: text COLLATE "pg_c_utf8"
-- since: 17
-- column: longtext
-- key: yes
'a'                       | a
'A'                       | A
'a '                      | = 'a '
'ß'                       | ß
'ss'                      | ss
'😀'                      | 😀

-- type: varchar(20) COLLATE "pg_unicode_fast"
-- since: 18
-- column: varchar(20)
-- key: yes
'ß'                       | ß
casefold('ẞ')             | ß
upper('ß' COLLATE "pg_unicode_fast")    | SS
casefold('ẞ' COLLATE "pg_unicode_fast")  | ss

-- type: bytea
-- since: 18
-- column: longblob
-- read: HEX(v)
1234::int::bytea          | 000004D2
(-2)::smallint::bytea     | FFFE
reverse('\x010203'::bytea)    | 030201

-- type: integer[]
-- since: 18
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
array_sort(ARRAY[3, NULL, 1, 2])        | [1, 2, 3, null]
array_reverse('[5:6]={1,2}'::int[])     | {"lb": [5], "v": [2, 1]}
