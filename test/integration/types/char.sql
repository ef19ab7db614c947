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
'A'                       | A
'á'                       | á
'0'                       | 0
''                        |
'a   '                    | a
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
E'\x01'                   | = CHAR(1)

-- type: char(255)
-- column: char(255)
'a'                       | a
repeat('é', 255)          | = REPEAT('é', 255)
''                        |
' '                       |
'A'                       | A
' a'                      | = ' a'
' a '                     | = ' a'
'á'                       | á
E'a\t'                    | = 'a\t'
E'\n'                     | = '\n'
E'\\'                     | \
'NULL'                    | = 'NULL'
repeat('x', 254)          | = REPEAT('x', 254)
repeat('x', 255)          | = REPEAT('x', 255)
repeat('😀', 255)          | = REPEAT('😀', 255)
repeat(' ', 255)          |
repeat(' ', 254) || 'x'   | = CONCAT(REPEAT(' ', 254), 'x')
'x' || repeat(' ', 254)   | x
repeat('ab', 127)         | = REPEAT('ab', 127)
repeat('''', 255)         | = REPEAT('\'', 255)

-- type: char(256)
-- column: varchar(256)
'a'                       | a
' a '                     | = ' a'
repeat('😀', 256)         | = REPEAT('😀', 256)
''                        |
' '                       |
'A'                       | A
'a   '                    | a
'á'                       | á
E'a\t'                    | = 'a\t'
E'\n'                     | = '\n'
E'\\'                     | \
'NULL'                    | = 'NULL'
repeat('x', 255)          | = REPEAT('x', 255)
repeat('x', 256)          | = REPEAT('x', 256)
repeat('é', 256)          | = REPEAT('é', 256)
repeat(' ', 256)          |
repeat(' ', 255) || 'x'   | = CONCAT(REPEAT(' ', 255), 'x')
'x' || repeat(' ', 255)   | x
repeat('日本', 128)         | = REPEAT('日本', 128)
repeat('''', 256)         | = REPEAT('\'', 256)
