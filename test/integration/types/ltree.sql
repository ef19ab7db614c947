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

-- type: lquery
-- needs: ltree
-- column: longtext
'*'                       | *
'*.a.*{1,2}'              | *.a.*{1,2}
'a|b@*'                   | a|b@*
'!a.*'                    | !a.*

-- type: ltxtquery
-- needs: ltree
-- column: longtext
'a & b'                   | a & b
'a & !b@'                 | a & !b@
