-- Other types that come with PostgreSQL, as their text.
-- type: isbn13
-- needs: isn
-- column: varchar(32) ascii
'978-0-393-04002-9'       | 978-0-393-04002-9
'9780393040029'           | 978-0-393-04002-9

-- type: cube
-- needs: cube
-- column: longtext
'(1,2),(3,4)'             | (1, 2),(3, 4)
'(0.1)'                   | (0.1)

-- type: seg
-- needs: seg
-- column: longtext
'1 .. 2'                  | 1 .. 2
'5.0'                     | 5.0
'<1.5'                    | <1.5
