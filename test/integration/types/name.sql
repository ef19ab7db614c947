-- type: name
-- column: varchar(63)
-- key: yes
''                        |
' '                       | = ' '
'a'                       | a
'A'                       | A
'a '                      | = 'a '
'pg_class'                | pg_class
'"quoted"'                | "quoted"
'é'                       | é
'日本語'                  | 日本語
'😀'                      | 😀
'with space'              | with space
'select'                  | select
'`'                       | `
''''                      | '
E'\\'                     | \
'NULL'                    | = 'NULL'
'0'                       | 0
repeat('x', 63)           | = REPEAT('x', 63)
repeat('x', 64)           | = REPEAT('x', 63)
repeat('é', 31)           | = REPEAT('é', 31)
repeat('é', 32)           | = REPEAT('é', 31)
