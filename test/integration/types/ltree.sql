-- type: ltree
-- needs: ltree
-- column: longtext
-- key: yes
''                        |
'Top'                     | Top
'top'                     | top
'Top.Science'             | Top.Science
'Top.Science.Astronomy'   | Top.Science.Astronomy
'a.b.c.d.e.f.g'           | a.b.c.d.e.f.g
'1.2.3'                   | 1.2.3
'1.2.30'                  | 1.2.30
'_'                       | _
'a_b.c_d'                 | a_b.c_d
'été.日本'                | été.日本
'A.B'                     | A.B
'a.b'                     | a.b
text2ltree(repeat('x', 255))   | = REPEAT('x', 255)
'x'                       | x
'0'                       | 0
'A_1.B_2'                 | A_1.B_2
'Ärger'                   | Ärger
text2ltree(repeat('a.', 300) || 'a')   | = CONCAT(REPEAT('a.', 300), 'a')

-- type: lquery
-- needs: ltree
-- column: longtext
'*'                       | *
'*.a.*{1,2}'              | *.a.*{1,2}
'a|b@*'                   | a|b@*
'!a.*'                    | !a.*
'a'                       | a
'A'                       | A
'a.b.c'                   | a.b.c
'a.*.b'                   | a.*.b
'*{2}'                    | *{2}
'*{1,}'                   | *{1,}
'*{,3}'                   | *{,3}
'*{0,3}.a'                | *{,3}.a
'a*'                      | a*
'a@'                      | a@
'a%'                      | a%
'a%@*'                    | a%@*
'a|b|c'                   | a|b|c
'!a|b'                    | !a|b
'a.!b.c'                  | a.!b.c
'日本.*'                    | 日本.*

-- type: ltxtquery
-- needs: ltree
-- column: longtext
'a & b'                   | a & b
'a & !b@'                 | a & !b@
'a'                       | a
'A'                       | A
'a|b'                     | a | b
'!a'                      | !a
'a & b & c'               | a & b & c
'(a|b) & c'               | ( a | b ) & c
'a|(b & c)'               | a | b & c
'!(a & b)'                | !( a & b )
'!a & !b'                 | !a & !b
'a*'                      | a*
'a@'                      | a@
'a%'                      | a%
'a%@*'                    | a%@*
'日本 & x'                  | 日本 & x
'a_b'                     | a_b
'1 & 2'                   | 1 & 2
'a&b'                     | a & b
