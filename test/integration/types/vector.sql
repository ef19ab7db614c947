-- type: vector(3)
-- needs: vector
-- column mysql: vector(3)
-- column mariadb: varbinary(12)
-- read: HEX(v)
'[1,2,3]'                 | 0000803F0000004000004040
'[0,0,0]'                 | 000000000000000000000000
'[-1,0.5,1e-45]'          | 000080BF0000003F01000000
