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
