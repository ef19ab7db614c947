-- type: tsvector
-- column: longtext
''                              |
'a'                             | 'a'
'b a'                           | 'a' 'b'
'a a b'                         | 'a' 'b'
'a:1 b:2'                       | 'a':1 'b':2
'a:1A,2B,3C,4D'                 | 'a':1A,2B,3C,4
'a:16383'                       | 'a':16383
'''it''''s'' ''a b'''           | 'a b' 'it''s'
'A a'                           | 'A' 'a'
'é 日本 😀'                     | 'é' '日本' '😀'
$$'back\\slash'$$               | 'back\\slash'
to_tsvector('english', 'The quick brown foxes')   | 'brown':3 'fox':4 'quick':2
' '                             |
'ab abc b'                      | 'ab' 'abc' 'b'
'a:1,2,3'                       | 'a':1,2,3
'a:3,1,2,1'                     | 'a':1,2,3
'a:1D'                          | 'a':1
'a:1B b:1C'                     | 'a':1B 'b':1C
'a:99999'                       | 'a':16383
'1 10 2'                        | '1' '10' '2'
strip('a:1 b:2'::tsvector)      | 'a' 'b'
repeat('x', 2000)::tsvector     | = CONCAT('\'', REPEAT('x', 2000), '\'')

-- type: tsquery
-- column: longtext
''                              |
'a'                             | 'a'
'a & b'                         | 'a' & 'b'
'a & (b|!c)'                  | 'a' & ( 'b' | !'c' )
'a <-> b <3> c'                 | 'a' <-> 'b' <3> 'c'
'a:*'                           | 'a':*
'a:AB*'                         | 'a':*AB
'''it''''s'''                   | 'it''s'
'!!a'                           | !!'a'
'日本'                          | '日本'
to_tsquery('english', 'foxes & quick')   | 'fox' & 'quick'
'A'                             | 'A'
'a|b'                           | 'a' | 'b'
'!a'                            | !'a'
'a & b & c'                     | 'a' & 'b' & 'c'
'a|b & c'                       | 'a' | 'b' & 'c'
'!(a & b)'                      | !( 'a' & 'b' )
'a <0> b'                       | 'a' <0> 'b'
'a <16384> b'                   | 'a' <16384> 'b'
'a:ABCD'                        | 'a':ABCD
