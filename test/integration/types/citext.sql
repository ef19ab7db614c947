-- What PostgreSQL takes for one key is one here, too: in the spelling that it has.
-- type: citext
-- needs: citext
-- column: longtext
''                        |
'a'                       | a
'A'                       | A
'a '                      | = 'a '
'MixedCase'               | MixedCase
'é'                       | é
'É'                       | É
'ß'                       | ß
'İ'                       | İ
'日本語'                  | 日本語
'😀'                      | 😀
'NULL'                    | = 'NULL'
E'a\nb'                   | = 'a\nb'
E'\\'                     | \
''''                      | '
'1'                       | 1
'1.0'                     | 1.0
' x'                      | = ' x'
'"`%_'                    | "`%_
repeat('Ab', 40000)       | = REPEAT('Ab', 40000)

-- type: citext
-- needs: citext
-- column: longtext
-- key: yes
'a '                      | = 'a '
'A'                       | A
'á'                       | á
'Bc'                      | Bc
'ss'                      | ss
'ß'                       | ß
