-- One byte of any value; the byte zero is PostgreSQL's empty one.
-- type: "char"
-- column: varbinary(1)
-- read: HEX(v)
-- key: yes
'a'                       | 61
'A'                       | 41
'z'                       | 7A
'0'                       | 30
'9'                       | 39
' '                       | 20
''                        |
''''                      | 27
E'\\'                     | 5C
'"'                       | 22
'`'                       | 60
'%'                       | 25
'~'                       | 7E
E'\t'                     | 09
E'\n'                     | 0A
E'\x01'                   | 01
E'\x1a'                   | 1A
E'\x7f'                   | 7F
127::"char"               | 7F
(-128)::"char"            | 80
(-1)::"char"              | FF
(-61)::"char"             | C3
0::"char"                 |
'ab'                      | 61
