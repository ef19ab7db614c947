-- type: positive
-- setup: CREATE DOMAIN positive AS integer CHECK (VALUE > 0)
-- column mysql: int
-- column mariadb: int(11)
-- compare: number
-- key: yes
1                         | 1
2147483647                | 2147483647

-- type: price
-- setup: CREATE DOMAIN amount AS numeric(12,2)
-- setup: CREATE DOMAIN price AS amount CHECK (VALUE >= 0)
-- column: decimal(12,2)
-- compare: number
'0'                       | 0
'1.005'                   | 1.01
'9999999999.99'           | 9999999999.99
'NaN'                     ! NULL | NaN

-- type: code
-- setup: CREATE DOMAIN code AS varchar(8)
-- column: varchar(8)
-- key: yes
'a'                       | a
'A'                       | A
'a '                      | = 'a '
'😀😀😀😀😀😀😀😀'        | 😀😀😀😀😀😀😀😀

-- type: padded
-- setup: CREATE DOMAIN padded AS char(4)
-- column: char(4)
'a'                       | a
'abcd'                    | abcd

-- type: moment
-- setup: CREATE DOMAIN moment AS timestamptz(3)
-- column: datetime(3)
'2024-02-29 12:34:56.7891+02'   | 2024-02-29 10:34:56.789
'infinity'                      ! 9999-12-31 23:59:59.999 | infinity

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

-- type: token
-- setup: CREATE DOMAIN token AS uuid
-- column: char(36) ascii
'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11'   | a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11
