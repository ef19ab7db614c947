-- What catalogues and transactions are made of.
-- type: pg_snapshot
-- column: longtext ascii
'10:20:10,14,15'          | 10:20:10,14,15
'1:1:'                    | 1:1:

-- type: txid_snapshot
-- column: longtext ascii
'10:20:10,14,15'          | 10:20:10,14,15

-- type: int2vector
-- column: longtext ascii
''                        |
'1 2 3'                   | 1 2 3
'-32768 32767'            | -32768 32767

-- type: oidvector
-- column: longtext ascii
'23 25 4294967295'        | 23 25 4294967295

-- type: aclitem
-- column: longtext
'=r/pg_monitor'           | =r/pg_monitor
'pg_monitor=arwdDxt/pg_signal_backend'   | pg_monitor=arwdDxt/pg_signal_backend

-- type: refcursor
-- column: longtext
'c1'                      | c1
'ü "x"'                   | ü "x"
