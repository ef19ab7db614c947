-- type: oid
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
-- key: yes
0             | 0
1             | 1
26            | 26
127           | 127
128           | 128
255           | 255
256           | 256
16384         | 16384
32767         | 32767
32768         | 32768
65535         | 65535
65536         | 65536
99999         | 99999
1000000000    | 1000000000
2147483646    | 2147483646
2147483647    | 2147483647
'2147483648'  | 2147483648
'2147483649'  | 2147483649
'-1'          | 4294967295
'4294967294'  | 4294967294
'3000000000'  | 3000000000

-- type: xid
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'0'           | 0
'3'           | 3
'2147483648'  | 2147483648
'4294967295'  | 4294967295

-- type: cid
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'0'           | 0
'4294967295'  | 4294967295

-- type: tid
-- column: varchar(32) ascii
'(0,1)'            | (0,1)
'(4294967295,65535)' | (4294967295,65535)
