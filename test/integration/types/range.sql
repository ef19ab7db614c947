-- type: int4range
-- column: varchar(255) ascii
-- key: yes
'empty'                   | empty
'[1,10)'                  | [1,10)
'(1,10]'                  | [2,11)
'[1,1]'                   | [1,2)
'(,)'                     | (,)
'[1,)'                    | [1,)
'(,1]'                    | (,2)
'[-2147483648,2147483647)'   | [-2147483648,2147483647)

-- type: int8range
-- column: varchar(255) ascii
'[-9223372036854775808,9223372036854775807)'   | [-9223372036854775808,9223372036854775807)
'empty'                   | empty

-- type: numrange
-- column: longtext ascii
'[1.50,2.5]'              | [1.50,2.5]
'(0,NaN)'                 | (0,NaN)
'[-Infinity,Infinity]'    | [-Infinity,Infinity]
'(,)'                     | (,)
'empty'                   | empty
'[1e-31,1e40]'            | [0.0000000000000000000000000000001,10000000000000000000000000000000000000000]

-- type: daterange
-- column: varchar(255) ascii
'[2024-01-01,2024-12-31]'       | [2024-01-01,2025-01-01)
'[2024-01-01,infinity)'         | [2024-01-01,infinity)
'[0044-03-15 BC,10000-01-01)'   | ["0044-03-15 BC",10000-01-01)
'empty'                         | empty

-- type: tsrange
-- column: varchar(255) ascii
'[2024-01-01 12:00,2024-01-02)'   | ["2024-01-01 12:00:00","2024-01-02 00:00:00")
'(,2024-01-02 00:00:00.000001]'   | (,"2024-01-02 00:00:00.000001"]
'[-infinity,infinity]'            | [-infinity,infinity]

-- type: tstzrange
-- column: varchar(255) ascii
'[2024-01-01 12:00+02,2024-01-02 00:00-05:30)'   | ["2024-01-01 10:00:00+00","2024-01-02 05:30:00+00")
'(,)'                             | (,)

-- type: textrange
-- setup: CREATE TYPE textrange AS RANGE (subtype = text)
-- column: longtext
'[a,b)'                   | [a,b)
'["a b","ü😀"]'           | ["a b",ü😀]
'["",)'                   | ["",)
'["a""b\\","c"]'          | ["a""b\\",c]
