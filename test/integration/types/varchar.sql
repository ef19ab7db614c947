-- type: varchar(10)
-- column: varchar(10)
-- key: yes
''                        |
' '                       | = ' '
'a'                       | a
'A'                       | A
'a '                      | = 'a '
'á'                       | á
'0123456789'              | 0123456789
'          '              | = '          '
'a         '              | = 'a         '
'0123456789   '           | 0123456789
'ä€😀'                    | ä€😀
repeat('😀', 10)          | 😀😀😀😀😀😀😀😀😀😀
repeat('é', 10)           | éééééééééé
'NULL'                    | = 'NULL'
E'\\''\n'                 | = '\\\'\n'
'日本語'                  | 日本語
'1'                       | 1
'1.0'                     | 1.0
'ß'                       | ß
'ss'                      | ss

-- type: varchar
-- column: longtext
'a'                       | a
'a '                      | = 'a '
''                        |
repeat('é', 70000)        | = REPEAT('é', 70000)
'A'                       | A
' '                       | = ' '
' a'                      | = ' a'
'á'                       | á
'ß'                       | ß
'日本語'                     | 日本語
'😀'                       | 😀
'NULL'                    | = 'NULL'
'1.0'                     | 1.0
E'\\'                     | \
''''                      | '
E'\t\n\r'                 | = '\t\n\r'
E'\x01\x7f'               | = CONCAT(CHAR(1 USING utf8mb4), CHAR(127 USING utf8mb4))
repeat(' ', 1000)         | = REPEAT(' ', 1000)
repeat('x', 65535)        | = REPEAT('x', 65535)
repeat('x', 65536)        | = REPEAT('x', 65536)

-- type: varchar(1)
-- column: varchar(1)
''                        |
'a'                       | a
' '                       | = ' '
'😀'                      | 😀
'é'                       | é
'A'                       | A
'á'                       | á
'0'                       | 0
'a '                      | a
'  '                      | = ' '
''''                      | '
'"'                       | "
'`'                       | `
E'\\'                     | \
'%'                       | %
'_'                       | _
'ß'                       | ß
'€'                       | €
'日'                       | 日
E'\t'                     | = '\t'
E'\n'                     | = '\n'

-- type: varchar(4000)
-- column: varchar(4000)
'a '                      | = 'a '
repeat('😀', 4000)        | = REPEAT('😀', 4000)
''                        |
' '                       | = ' '
'a'                       | a
'A'                       | A
' a'                      | = ' a'
'á'                       | á
'日本語'                     | 日本語
'NULL'                    | = 'NULL'
E'\\'                     | \
''''                      | '
E'\t\n\r'                 | = '\t\n\r'
repeat('x', 255)          | = REPEAT('x', 255)
repeat('x', 256)          | = REPEAT('x', 256)
repeat('x', 3999)         | = REPEAT('x', 3999)
repeat('x', 4000)         | = REPEAT('x', 4000)
repeat(' ', 4000)         | = REPEAT(' ', 4000)
repeat('x', 3999) || ' '  | = CONCAT(REPEAT('x', 3999), ' ')
repeat('é', 4000)         | = REPEAT('é', 4000)

-- Two of these do not fit into the 65,535 bytes of a row of MySQL.
-- type: varchar(16000)
-- column: longtext
'a '                      | = 'a '
repeat('😀', 16000)       | = REPEAT('😀', 16000)
repeat(' ', 16000)        | = REPEAT(' ', 16000)
''                        |
' '                       | = ' '
'a'                       | a
'A'                       | A
' a'                      | = ' a'
'á'                       | á
'日本語'                     | 日本語
'NULL'                    | = 'NULL'
E'\\'                     | \
''''                      | '
E'\t\n\r'                 | = '\t\n\r'
repeat('x', 255)          | = REPEAT('x', 255)
repeat('x', 256)          | = REPEAT('x', 256)
repeat('x', 15999)        | = REPEAT('x', 15999)
repeat('x', 16000)        | = REPEAT('x', 16000)
repeat('x', 15999) || ' ' | = CONCAT(REPEAT('x', 15999), ' ')
repeat('é', 16000)        | = REPEAT('é', 16000)
