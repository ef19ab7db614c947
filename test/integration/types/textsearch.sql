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
