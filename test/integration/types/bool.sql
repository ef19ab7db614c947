-- type: boolean
-- column: tinyint(1)
-- key: yes
true          | 1
false         | 0
'yes'         | 1
'off'         | 0
't'           | 1
'0'           | 0
1 = 1         | 1
1 > 2         | 0
'true'        | 1
'false'       | 0
'y'           | 1
'n'           | 0
'on'          | 1
'no'          | 0
'1'           | 1
'f'           | 0
'TRUE'        | 1
' tr '        | 1
'of'          | 0
NOT true      | 0
1::boolean    | 1
0::boolean    | 0
