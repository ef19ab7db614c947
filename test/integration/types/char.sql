-- Blanks at the end of a char(n) mean nothing.
-- type: char(5)
-- column: char(5)
-- key: yes
''                        |
' '                       |
'a'                       | a
'a '                      | a
'a    '                   | a
'A'                       | A
'á'                       | á
' a'                      | = ' a'
'  a'                     | = '  a'
'abcde'                   | abcde
'abcde  '                 | abcde
'ABCDE'                   | ABCDE
'ä€😀'                    | ä€😀
repeat('😀', 5)           | 😀😀😀😀😀
E'a\t'                    | = 'a\t'
E'a\n'                    | = 'a\n'
'日本語'                  | 日本語
'ss'                      | ss
'ß'                       | ß
'NULL'                    | = 'NULL'
E'\\'                     | \

-- type: char
-- column: char(1)
'a'                       | a
' '                       |
'😀'                      | 😀
'é'                       | é

-- type: char(255)
-- column: char(255)
'a'                       | a
repeat('é', 255)          | = REPEAT('é', 255)

-- type: char(256)
-- column: varchar(256)
'a'                       | a
' a '                     | = ' a'
repeat('😀', 256)         | = REPEAT('😀', 256)
