-- type: text
-- column: longtext
''                        |
' '                       | = ' '
'   '                     | = '   '
'a'                       | a
'A'                       | A
'a '                      | = 'a '
' a'                      | = ' a'
'NULL'                    | = 'NULL'
'null'                    | null
'0'                       | 0
'\N'                      | \N
E'\\'                     | \
''''                      | '
'''; DROP TABLE x; --'    | '; DROP TABLE x; --
'"`%_?'                   | "`%_?
E'a\tb'                   | = 'a\tb'
E'a\nb'                   | = 'a\nb'
E'a\r\nb\n'               | = 'a\r\nb\n'
E'\x01\x1f\x7f'           | = CONVERT(x'011F7F' USING utf8mb4)
'é'                       | é
E'e\u0301'                | = CONVERT(x'65CC81' USING utf8mb4)
'ß ẞ ſ'                   | ß ẞ ſ
'ÀÉÎÕÜ'                   | ÀÉÎÕÜ
'İıŁ'                     | İıŁ
'Ελληνικά'                | Ελληνικά
'русский'                 | русский
'العربية'                 | العربية
'日本語'                  | 日本語
'한국어'                  | 한국어
'😀'                      | 😀
'👨‍👩‍👧'                  | 👨‍👩‍👧
'𝕊𝕦𝕡'                     | 𝕊𝕦𝕡
U&'\+10FFFF'              | = CONVERT(x'F48FBFBF' USING utf8mb4)
U&'\FFFE\FFFF'            | = CONVERT(x'EFBFBEEFBFBF' USING utf8mb4)
U&'\FEFFbom'              | = CONVERT(x'EFBBBF626F6D' USING utf8mb4)
U&'a\00A0\200B\3000b'     | = CONVERT(x'61C2A0E2808BE3808062' USING utf8mb4)
repeat('x', 255)          | = REPEAT('x', 255)
repeat('x', 256)          | = REPEAT('x', 256)
repeat('é', 65536)        | = REPEAT('é', 65536)
repeat('😀', 300000)      | = REPEAT('😀', 300000)
(SELECT string_agg(n::text, ' ') FROM generate_series(1, 20) n)   | 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20

-- Different texts are different keys, whatever a collation may think of them.
-- type: text
-- column: longtext
-- key: yes
'a'                       | a
'A'                       | A
'a '                      | = 'a '
'a  '                     | = 'a  '
' a'                      | = ' a'
'á'                       | á
E'a\u0301'                | = CONVERT(x'61CC81' USING utf8mb4)
'Á'                       | Á
'å'                       | å
'ａ'                      | ａ
'ª'                       | ª
''                        |
' '                       | = ' '
'ss'                      | ss
'ß'                       | ß
'ſs'                      | ſs
'i'                       | i
'I'                       | I
'İ'                       | İ
'ı'                       | ı
'æ'                       | æ
'ae'                      | ae
E'a\tb'                   | = 'a\tb'
U&'a\200Bb'               | = CONVERT(x'61E2808B62' USING utf8mb4)
'ab'                      | ab
'1'                       | 1
'01'                      | 01
'1.0'                     | 1.0
'😀'                      | 😀
'😁'                      | 😁
repeat('x', 768)          | = REPEAT('x', 768)
repeat('é', 767)          | = REPEAT('é', 767)
repeat('😀', 768)         | = REPEAT('😀', 768)
