-- Floats, least byte first: VECTOR of MySQL 9, and the same bytes elsewhere.
-- type: vector(3)
-- needs: vector
-- column mysql: vector(3)
-- column mariadb: varbinary(12)
-- read: HEX(v)
-- key: yes
'[1,2,3]'                               | 0000803F0000004000004040
'[0,0,0]'                               | 000000000000000000000000
'[-0,0,-0]'                             | 000000800000000000000080
'[-1,0.5,1e-45]'                        | 000080BF0000003F01000000
-- The largest and the smallest, on both sides of zero.
'[3.4028235e38,-3.4028235e38,0]'        | FFFF7F7FFFFF7FFF00000000
'[3.40282347e+38,0,0]'                  | FFFF7F7F0000000000000000
'[1e-45,-1e-45,0]'                      | 010000000100008000000000
'[1.17549435e-38,-1.17549435e-38,0]'    | 000080000000808000000000
-- The largest denormal.
'[1.1754942e-38,-1.1754942e-38,1]'      | FFFF7F00FFFF7F800000803F
-- As near to one as there is.
'[1.0000001,0.99999994,1]'              | 0100803FFFFF7F3F0000803F
'[0.1,-0.1,0.33333333333333]'           | CDCCCC3DCDCCCCBDABAAAA3E
'[3.14159265358979,2.718281828459,1]'   | DB0F494054F82D400000803F
-- Beyond 2^24 not every integer is a float.
'[16777216,16777217,16777218]'          | 0000804B0000804B0100804B
'[1e10,1e38,-1e38]'                     | F90215509976967E997696FE
'[123456.789,-65536,4]'                 | 6520F147000080C700008040
-- Bytes that are characters to others: a quote, a backslash, a line's end, UTF-8's beginning.
'[8.5722e-43,1.2892e-43,1.4013e-44]'    | 640200005C0000000A000000
'[4.7e-44,5.5e-44,1.34e-43]'            | 220000002700000060000000
'[-1,-2,-3]'                            | 000080BF000000C0000040C0
'[ 1 , 2 , 3 ]'                         | 0000803F0000004000004040
ARRAY[1, 2, 3]::real[]                  | 0000803F0000004000004040

-- type: vector(1)
-- needs: vector
-- column mysql: vector(1)
-- column mariadb: varbinary(4)
-- read: HEX(v)
-- key: yes
'[0]'                                   | 00000000
'[1]'                                   | 0000803F
'[-1]'                                  | 000080BF
'[3.4028235e38]'                        | FFFF7F7F
'[-1e-45]'                              | 01000080

-- Any number of dimensions, up to pgvector's most.
-- type: vector
-- needs: vector
-- column mysql: vector(16383)
-- column mariadb: longblob
-- read: HEX(v)
'[-0]'                                  | 00000080
'[1,2]'                                 | 0000803F00000040
'[0,0,0,0,0]'                           | 0000000000000000000000000000000000000000
array_fill(1::real, ARRAY[1536])        | = REPEAT('0000803F', 1536)
array_fill(-0.1::real, ARRAY[16000])    | = REPEAT('CDCCCCBD', 16000)

-- As wide as embeddings are.
-- type: vector(1536)
-- needs: vector
-- column mysql: vector(1536)
-- column mariadb: varbinary(6144)
-- read: HEX(v)
array_fill(0::real, ARRAY[1536])        | = REPEAT('00000000', 1536)
array_fill(3.4028235e38::real, ARRAY[1536])   | = REPEAT('FFFF7F7F', 1536)
array_fill(1e-45::real, ARRAY[1536])    | = REPEAT('01000000', 1536)

-- type: vector(16000)
-- needs: vector
-- column mysql: vector(16000)
-- column mariadb: longblob
-- read: HEX(v)
array_fill(0.5::real, ARRAY[16000])     | = REPEAT('0000003F', 16000)
array_fill(-3.4028235e38::real, ARRAY[16000]) | = REPEAT('FFFF7FFF', 16000)

-- Halves are rounded by PostgreSQL, and widened on their way to what they are as floats.
-- type: halfvec(3)
-- needs: vector
-- column mysql: vector(3)
-- column mariadb: varbinary(12)
-- read: HEX(v)
-- key: yes
'[1,2,3]'                               | 0000803F0000004000004040
'[0,0,0]'                               | 000000000000000000000000
'[-0,0,-0]'                             | 000000800000000000000080
'[-1,-2,-0.5]'                          | 000080BF000000C0000000BF
-- The largest; what is nearer to it than to infinity becomes it.
'[65504,-65504,0]'                      | 00E07F4700E07FC700000000
'[65519,-65519,65503]'                  | 00E07F4700E07FC700E07F47
-- The smallest, and what is nearer to it than to zero.
'[5.9604645e-08,-5.9604645e-08,0]'      | 00008033000080B300000000
'[6e-8,2.99e-8,-2.99e-8]'               | 0000803300008033000080B3
'[2.98e-8,-2.98e-8,1e-10]'              | 000000000000008000000000
-- Denormal halves are ordinary floats: two and three of the smallest, and 512 of them.
'[1.1920929e-07,1.7881393e-07,3.0517578e-05]'   | 000000340000403400000038
-- The largest denormal, the smallest normal, and the next one.
'[6.097555e-05,6.1035156e-05,6.109476e-05]'     | 00C07F380000803800208038
'[-6.097555e-05,-6.1035156e-05,-6.109476e-05]'  | 00C07FB8000080B8002080B8
-- As near to one as there is.
'[1.0009765625,0.99951171875,1.0004]'   | 0020803F00E07F3F0000803F
-- Halfway: to the even one.
'[1.00048828125,1.00146484375,1]'       | 0000803F0040803F0000803F
'[2048,2049,2051]'                      | 000000450000004500400045
'[0.333,0.33333333333333,0.1]'          | 0080AA3E00A0AA3E00C0CC3D
'[100.1,-100.1,10]'                     | 0040C8420040C8C200002041
'[3.14159265358979,2.718281828459,1]'   | 0000494000002E400000803F
'[1024.5,32768,-32768]'                 | 0000804400000047000000C7
ARRAY[1, 2, 3]::real[]                  | 0000803F0000004000004040

-- type: halfvec(1)
-- needs: vector
-- column mysql: vector(1)
-- column mariadb: varbinary(4)
-- read: HEX(v)
'[0]'                                   | 00000000
'[-65504]'                              | 00E07FC7

-- type: halfvec
-- needs: vector
-- column mysql: vector(16383)
-- column mariadb: longblob
-- read: HEX(v)
'[-0]'                                  | 00000080
'[1,2]'                                 | 0000803F00000040
array_fill(65504::real, ARRAY[16000])::halfvec    | = REPEAT('00E07F47', 16000)
array_fill(5.9604645e-08::real, ARRAY[4000])::halfvec   | = REPEAT('00008033', 4000)

-- Of a sparse vector only what is not zero: its indexes begin at 1.
-- type: sparsevec(5)
-- needs: vector
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{}/5'                                  | {"dimensions": 5, "elements": {}}
'{1:1.5}/5'                             | {"dimensions": 5, "elements": {"1": 1.5}}
'{5:-2}/5'                              | {"dimensions": 5, "elements": {"5": -2}}
'{1:1,2:2,3:3,4:4,5:5}/5'               | {"dimensions": 5, "elements": {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}}
'{5:1,1:2}/5'                           | {"dimensions": 5, "elements": {"1": 2, "5": 1}}
-- A zero is left out, whatever its sign.
'{2:0}/5'                               | {"dimensions": 5, "elements": {}}
'{2:-0,3:1}/5'                          | {"dimensions": 5, "elements": {"3": 1}}
-- The ends of float4.
'{1:3.4028235e38}/5'                    | {"dimensions": 5, "elements": {"1": 3.4028235e38}}
'{1:-3.4028235e38}/5'                   | {"dimensions": 5, "elements": {"1": -3.4028235e38}}
'{1:1e-45,2:-1e-45}/5'                  | {"dimensions": 5, "elements": {"1": 1e-45, "2": -1e-45}}
'{1:1.17549435e-38}/5'                  | {"dimensions": 5, "elements": {"1": 1.1754944e-38}}
'{1:1.1754942e-38}/5'                   | {"dimensions": 5, "elements": {"1": 1.1754942e-38}}
-- The shortest digits that are this float, as PostgreSQL writes them.
'{1:0.1,2:-0.1}/5'                      | {"dimensions": 5, "elements": {"1": 0.1, "2": -0.1}}
'{1:0.33333333333333}/5'                | {"dimensions": 5, "elements": {"1": 0.33333334}}
'{1:16777217}/5'                        | {"dimensions": 5, "elements": {"1": 16777216}}
'{1:123456.789}/5'                      | {"dimensions": 5, "elements": {"1": 123456.79}}
'{1:1000000,2:1e20}/5'                  | {"dimensions": 5, "elements": {"1": 1000000, "2": 1e20}}
'{1:0.0001,2:0.00001}/5'                | {"dimensions": 5, "elements": {"1": 0.0001, "2": 0.00001}}
'[1,0,2,0,-0]'::vector                  | {"dimensions": 5, "elements": {"1": 1, "3": 2}}
'[0,0,0,0,0]'::vector                   | {"dimensions": 5, "elements": {}}

-- type: sparsevec
-- needs: vector
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{}/1'                                  | {"dimensions": 1, "elements": {}}
'{1:-1}/1'                              | {"dimensions": 1, "elements": {"1": -1}}
-- pgvector's most dimensions.
'{}/1000000000'                         | {"dimensions": 1000000000, "elements": {}}
'{1:1,1000000000:2}/1000000000'         | {"dimensions": 1000000000, "elements": {"1": 1, "1000000000": 2}}
array_fill(2::real, ARRAY[900])::vector | = JSON_OBJECT('dimensions', 900, 'elements', (WITH RECURSIVE i AS (SELECT 1 AS n UNION ALL SELECT n + 1 FROM i WHERE n < 900) SELECT JSON_OBJECTAGG(n, 2) FROM i))

-- In arrays they are PostgreSQL's text.
-- type: vector(2)[]
-- needs: vector
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{}'                                    | []
'{"[1,2.5]","[-0,1e-45]",NULL}'         | ["[1,2.5]", "[-0,1e-45]", null]
