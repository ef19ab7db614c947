-- Values that only newer versions of PostgreSQL have, of types that all have.
-- Numbers in other bases and with underscores, from 16 on.
-- type: integer
-- since: 16
-- column: int
-- compare: number
'0xFF'                              | 255
'-0x80000000'                       | -2147483648
'0o17'                              | 15
'0b101'                             | 5
'1_000_000'                         | 1000000

-- type: bigint
-- since: 16
-- column: bigint
-- compare: number
'0x7FFFFFFFFFFFFFFF'                | 9223372036854775807
'-0x8000000000000000'               | -9223372036854775808
'-9_223_372_036_854_775_808'        | -9223372036854775808

-- type: numeric(40,4)
-- since: 16
-- column: decimal(40,4)
-- compare: number
'0xFFFFFFFFFFFFFFFFFFFFFFFF'        | 79228162514264337593543950335
'-1_000.000_1'                      | -1000.0001

-- A byte that is no character is written in octal digits from 16 on, and is still a byte.
-- type: "char"
-- since: 16
-- column: varbinary(1)
-- read: HEX(v)
-- key: yes
'\377'                              | FF
'\200'                              | 80
'\177'                              | 7F
'\134'                              | 5C
'\001'                              | 01
'\000'                              |

-- Hyphens and longer labels.
-- type: ltree
-- needs: ltree
-- since: 16
-- column: longtext
'top-level.second-level'            | top-level.second-level
'-.--'                              | -.--
repeat('x', 1000)::ltree            | = REPEAT('x', 1000)

-- type: jsonpath
-- since: 16
-- column: longtext
'$[0x10 to 0b11_11]'                | $[16 to 15]
'1_000.5'                           | 1000.5

-- Methods of SQL:2023.
-- type: jsonpath
-- since: 17
-- column: longtext
'$.a.bigint()'                      | $."a".bigint()
'$.boolean()'                       | $.boolean()
'$.date()'                          | $.date()
'$.decimal(10,2)'                   | $.decimal(10,2)
'$.decimal()'                       | $.decimal()
'$.integer()'                       | $.integer()
'$.number()'                        | $.number()
'$.string()'                        | $.string()
'$.time(3)'                         | $.time(3)
'$.time_tz()'                       | $.time_tz()
'$.timestamp()'                     | $.timestamp()
'$.timestamp_tz(6)'                 | $.timestamp_tz(6)

-- The privilege to maintain a table.
-- type: aclitem
-- since: 17
-- setup: CREATE ROLE maintainer
-- column: longtext
'maintainer=m/maintainer'           | maintainer=m/maintainer
'=arwdDxtm/maintainer'              | =arwdDxtm/maintainer
'maintainer=r*m*/maintainer'        | maintainer=r*m*/maintainer

