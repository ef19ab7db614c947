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

-- type: varchar(1)
-- column: varchar(1)
''                        |
'a'                       | a
' '                       | = ' '
'😀'                      | 😀
'é'                       | é

-- type: varchar(4000)
-- column: varchar(4000)
'a '                      | = 'a '
repeat('😀', 4000)        | = REPEAT('😀', 4000)

-- Two of these do not fit into the 65,535 bytes of a row of MySQL.
-- type: varchar(16000)
-- column: longtext
'a '                      | = 'a '
repeat('😀', 16000)       | = REPEAT('😀', 16000)
repeat(' ', 16000)        | = REPEAT(' ', 16000)
