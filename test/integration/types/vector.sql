-- Floats as they are in memory, the lowest byte first.
-- type: vector(3)
-- needs: vector
-- column mysql: vector(3)
-- column mariadb: varbinary(12)
-- read: HEX(v)
-- key: yes
'[1,2,3]'                 | 0000803F0000004000004040
'[0,0,0]'                 | 000000000000000000000000
'[-1,0.5,-0.5]'           | 000080BF0000003F000000BF
-- The largest and the smallest: 3.4e38; normal; not normal.
'[3.4028235e38,-3.4028235e38,0]'            | FFFF7F7FFFFF7FFF00000000
'[1.17549435e-38,-1.17549435e-38,0]'        | 000080000000808000000000
'[1.1754942e-38,1e-45,-1e-45]'              | FFFF7F000100000001000080
-- Next to one.
'[1.0000001,0.99999994,-1.0000001]'         | 0100803FFFFF7F3F010080BF
'[0.1,0.33333334,3.1415927]'                | CDCCCC3DABAAAA3EDB0F4940
'[16777215,16777216,16777217]'              | FFFF7F4B0000804B0000804B
'[1e10,65504,-2]'                           | F902155000E07F47000000C0
-- Bytes that are a zero, a backslash, a quote, a line's end, 0x1A and the like.
'[1,0,1]'                                   | 0000803F000000000000803F
'[2.1586523,0.63321,0.0078125]'           | 5C270A400D1A223F0000003C
'[100,-100,0.01]'                           | 0000C8420000C8C20AD7233C
'[2,1,0]'                                   | 000000400000803F00000000
'[255,256,-255]'                            | 00007F430000804300007FC3
'[1024,2048,4096]'                          | 000080440000004500008045
array_fill(0.25::real, ARRAY[3])            | 0000803E0000803E0000803E
'  [ 7 , 8.5 , -9 ]  '                      | 0000E04000000841000010C1

-- Zero has a sign here.
-- type: vector(2)
-- needs: vector
-- column mysql: vector(2)
-- column mariadb: varbinary(8)
-- read: HEX(v)
'[0,-0]'                  | 0000000000000080
'[-0,0]'                  | 0000008000000000
'[-0,-0]'                 | 0000008000000080
'[1e-46,-1e-46]'          | 0000000000000080

-- type: vector(1)
-- needs: vector
-- column mysql: vector(1)
-- column mariadb: varbinary(4)
-- read: HEX(v)
-- key: yes
'[0]'                     | 00000000
'[1]'                     | 0000803F
'[-1]'                    | 000080BF
'[1e-45]'                 | 01000000
'[3.4028235e+38]'         | FFFF7F7F

-- type: vector(2000)
-- needs: vector
-- column mysql: vector(2000)
-- column mariadb: varbinary(8000)
-- read: HEX(v)
array_fill(1::real, ARRAY[2000])                            | = REPEAT('0000803F', 2000)
array_fill('-0'::real, ARRAY[2000])                         | = REPEAT('00000080', 2000)
('[1' || repeat(',0', 1998) || ',-1]')::vector              | = CONCAT('0000803F', REPEAT('00000000', 1998), '000080BF')

-- type: vector
-- needs: vector
-- column mysql: vector(16383)
-- column mariadb: longblob
-- read: HEX(v)
'[1]'                                                       | 0000803F
'[1,2]'                                                     | 0000803F00000040
'[0.1,-0,3e38]'                                             | CDCCCC3D00000080E6B1617F
array_fill(1e-45::real, ARRAY[1000])                        | = REPEAT('01000000', 1000)
array_fill(-3.4028235e38::real, ARRAY[16000])               | = REPEAT('FFFF7FFF', 16000)
('[1' || repeat(',2', 15999) || ']')::vector                | = CONCAT('0000803F', REPEAT('00000040', 15999))

-- type: vector(16000)
-- needs: vector
-- column mysql: vector(16000)
-- column mariadb: longblob
-- read: HEX(v)
array_fill(0.5::real, ARRAY[16000])                         | = REPEAT('0000003F', 16000)

-- Halves, made as wide as floats.
-- type: halfvec(3)
-- needs: vector
-- column mysql: vector(3)
-- column mariadb: varbinary(12)
-- read: HEX(v)
-- key: yes
'[1,2,3]'                 | 0000803F0000004000004040
'[0,0,0]'                 | 000000000000000000000000
'[-1,0.5,-0.5]'           | 000080BF0000003F000000BF
-- The largest, and what is rounded to it.
'[65504,-65504,0]'        | 00E07F4700E07FC700000000
'[65519,-65519,1]'        | 00E07F4700E07FC70000803F
-- The smallest normal; the largest and the smallest that are not.
'[6.1035156e-5,-6.1035156e-5,0]'      | 00008038000080B800000000
'[6.097555e-5,-6.097555e-5,0]'        | 00C07F3800C07FB800000000
'[5.9604645e-8,-5.9604645e-8,0]'      | 00008033000080B300000000
-- Half of the smallest and a little more becomes the smallest; twice and three times it.
'[3e-8,1.1920929e-7,1.7881393e-7]'    | 000080330000003400004034
'[0.1,0.333,0.33333334]'              | 00C0CC3D0080AA3E00A0AA3E
-- Next to one: 1 + 2^-10, 1 - 2^-11.
'[1.0009766,0.99951172,-1.0009766]'   | 0020803F00E07F3F002080BF
-- In the middle between two, the even one.
'[2049,2051,-2049]'       | 0000004500400045000000C5
'[1000,-1000,0.25]'       | 00007A4400007AC40000803E
'[3.1415927,-3.1415927,0]'            | 00004940000049C000000000
'[10,100,10000]'          | 000020410000C84200401C46
'[255,256,-255]'          | 00007F430000804300007FC3
array_fill(4::real, ARRAY[3])::halfvec(3)       | 000080400000804000008040
'[1,2,3.001]'::vector::halfvec(3)     | 0000803F0000004000204040

-- type: halfvec(2)
-- needs: vector
-- column mysql: vector(2)
-- column mariadb: varbinary(8)
-- read: HEX(v)
'[0,-0]'                  | 0000000000000080
'[-0,0]'                  | 0000008000000000
'[2e-8,-2e-8]'            | 0000000000000080

-- type: halfvec(1)
-- needs: vector
-- column mysql: vector(1)
-- column mariadb: varbinary(4)
-- read: HEX(v)
'[1]'                     | 0000803F
'[-65504]'                | 00E07FC7

-- type: halfvec
-- needs: vector
-- column mysql: vector(16383)
-- column mariadb: longblob
-- read: HEX(v)
'[1]'                                               | 0000803F
'[1,-0,65504]'                                      | 0000803F0000008000E07F47
array_fill(5.9604645e-8::real, ARRAY[16000])::halfvec       | = REPEAT('00008033', 16000)
('[1' || repeat(',0.5', 15999) || ']')::halfvec     | = CONCAT('0000803F', REPEAT('0000003F', 15999))

-- type: sparsevec(5)
-- needs: vector
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{}/5'                            | {"dimensions": 5, "elements": {}}
'{1:1}/5'                         | {"dimensions": 5, "elements": {"1": 1}}
'{1:1.5,5:-2}/5'                  | {"dimensions": 5, "elements": {"1": 1.5, "5": -2}}
'{5:1,1:2}/5'                     | {"dimensions": 5, "elements": {"1": 2, "5": 1}}
'{1:1,2:2,3:3,4:4,5:5}/5'         | {"dimensions": 5, "elements": {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5}}
-- A zero is no element.
'{1:0,2:-0,3:1}/5'                | {"dimensions": 5, "elements": {"3": 1}}
'{1:0}/5'                         | {"dimensions": 5, "elements": {}}
'{1:3.4028235e38,2:-3.4028235e38}/5'    | {"dimensions": 5, "elements": {"1": 3.4028235e+38, "2": -3.4028235e+38}}
'{1:1.17549435e-38}/5'            | {"dimensions": 5, "elements": {"1": 1.1754944e-38}}
'{1:1e-45,2:-1e-45}/5'            | {"dimensions": 5, "elements": {"1": 1e-45, "2": -1e-45}}
'{3:0.1,4:0.33333334}/5'          | {"dimensions": 5, "elements": {"3": 0.1, "4": 0.33333334}}
'{2:16777216}/5'                  | {"dimensions": 5, "elements": {"2": 16777216}}
'{2:1e15}/5'                      | {"dimensions": 5, "elements": {"2": 1000000000000000}}
'{2:1.0000001,3:0.99999994}/5'    | {"dimensions": 5, "elements": {"2": 1.0000001, "3": 0.99999994}}
'{1:-0.5}/5'                      | {"dimensions": 5, "elements": {"1": -0.5}}
'{5:100}/5'                       | {"dimensions": 5, "elements": {"5": 100}}
'{4:-1e-10}/5'                    | {"dimensions": 5, "elements": {"4": -1e-10}}
' { 1 : 7 , 3 : 8.5 } / 5 '       | {"dimensions": 5, "elements": {"1": 7, "3": 8.5}}
'[0,1,0,2,0]'::vector::sparsevec  | {"dimensions": 5, "elements": {"2": 1, "4": 2}}
'[0,1,0,0.5,0]'::halfvec::sparsevec     | {"dimensions": 5, "elements": {"2": 1, "4": 0.5}}

-- type: sparsevec
-- needs: vector
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{1:1}/1'                         | {"dimensions": 1, "elements": {"1": 1}}
'{}/1'                            | {"dimensions": 1, "elements": {}}
'{1000000000:1}/1000000000'       | {"dimensions": 1000000000, "elements": {"1000000000": 1}}
'{}/1000000000'                   | {"dimensions": 1000000000, "elements": {}}
(SELECT '{' || string_agg(i || ':1', ',') || '}/16000' FROM generate_series(1, 16000) i)::sparsevec       | = WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 127) SELECT JSON_OBJECT('dimensions', 16000, 'elements', JSON_OBJECTAGG(128 * a.i + b.i + 1, 1)) FROM n a, n b WHERE a.i < 125

-- Its keys are as long as PostgreSQL's text of it.
-- type: sparsevec(3)
-- needs: vector
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
-- key: yes
'{}/3'                            | {"dimensions": 3, "elements": {}}
'{1:1}/3'                         | {"dimensions": 3, "elements": {"1": 1}}
'{1:1.5,3:-2}/3'                  | {"dimensions": 3, "elements": {"1": 1.5, "3": -2}}
'{2:1e-45}/3'                     | {"dimensions": 3, "elements": {"2": 1e-45}}

-- In arrays they are text.
-- type: vector(3)[]
-- needs: vector
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
ARRAY['[1,2,3]'::vector]          | ["[1,2,3]"]
ARRAY['[1,-0,1e-45]'::vector, NULL]     | ["[1,-0,1e-45]", null]
'{}'                              | []
