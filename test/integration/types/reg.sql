-- Their names depend on who asks, and on the search path: the OID.
-- type: regclass
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'pg_class'                | 1259
'pg_type'                 | 1247
'pg_attribute'            | 1249
'pg_proc'                 | 1255
'pg_database'             | 1262
'-'                       | 0
1259                      | 1259
'4294967295'              | 4294967295

-- type: regtype
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'integer'                 | 23
'text'                    | 25
'boolean'                 | 16
'timestamptz'             | 1184
'-'                       | 0

-- type: regproc
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'boolin'                  | 1242
'now'                     | 1299
'-'                       | 0

-- type: regprocedure
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'now()'                   | 1299
'-'                       | 0

-- type: regoper
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'0'                       | 0
96                        | 96

-- type: regoperator
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'=(integer,integer)'      | 96

-- type: regrole
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'pg_monitor'              | 3373
'-'                       | 0

-- type: regnamespace
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'pg_catalog'              | 11
'public'                  | 2200

-- type: regconfig
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'simple'                  | 3748
