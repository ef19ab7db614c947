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
'pg_index'                | 2610
'pg_namespace'            | 2615
'pg_authid'               | 1260
'pg_tablespace'           | 1213
'pg_operator'             | 2617
'pg_enum'                 | 3501
'pg_catalog.pg_class'     | 1259
'"pg_class"'              | 1259
'0'                       | 0
'1'                       | 1
'2147483647'              | 2147483647
'2147483648'              | 2147483648
'4294967294'              | 4294967294

-- type: regtype
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'integer'                 | 23
'text'                    | 25
'boolean'                 | 16
'timestamptz'             | 1184
'-'                       | 0
'bytea'                   | 17
'"char"'                  | 18
'name'                    | 19
'bigint'                  | 20
'int2'                    | 21
'json'                    | 114
'xml'                     | 142
'point'                   | 600
'real'                    | 700
'double precision'        | 701
'varchar(10)'             | 1043
'pg_catalog.date'         | 1082
'numeric(12,2)'           | 1700
'uuid'                    | 2950
'jsonb'                   | 3802
'integer[]'               | 1007
'2147483648'              | 2147483648
'4294967295'              | 4294967295

-- type: regproc
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'boolin'                  | 1242
'now'                     | 1299
'-'                       | 0
'boolout'                 | 1243
'byteain'                 | 1244
'charin'                  | 1245
'byteaout'                | 31
'charout'                 | 33
'namein'                  | 34
'int2in'                  | 38
'int4in'                  | 42
'pg_catalog.int4out'      | 43
'"textin"'                | 46
'textout'                 | 47
'int4eq'                  | 65
'int4lt'                  | 66
'texteq'                  | 67
'0'                       | 0
'1'                       | 1
'2147483648'              | 2147483648
'4294967295'              | 4294967295

-- type: regprocedure
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'now()'                   | 1299
'-'                       | 0
'pg_catalog.now()'        | 1299
'boolin(cstring)'         | 1242
'int4in(cstring)'         | 42
'textin(cstring)'         | 46
'int4eq(integer,integer)' | 65
'int4lt(int4, int4)'      | 66
'texteq(text,text)'       | 67
'lower(text)'             | 870
'upper(text)'             | 871
'length(text)'            | 1317
'abs(real)'               | 1394
'abs(double precision)'   | 1395
'abs(bigint)'             | 1396
'abs(integer)'            | 1397
'abs(smallint)'           | 1398
'random()'                | 1598
'count("any")'            | 2147
'count()'                 | 2803
'2147483648'              | 2147483648
'4294967295'              | 4294967295

-- Few operators have a name that only one type has.
-- type: regoper
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'0'                       | 0
96                        | 96
'|/'                      | 596
'||/'                     | 597
'pg_catalog.|/'           | 596
'pg_catalog.?&'           | 3249
'pg_catalog.#-'           | 3287
'pg_catalog.@?'           | 4012
'pg_catalog.^@'           | 3877
'*='                      | 3188
'*<>'                     | 3189
'*<'                      | 3190
'*>'                      | 3191
'*<='                     | 3192
'*>='                     | 3193
1                         | 1
'97'                      | 97
'2147483647'              | 2147483647
'2147483648'              | 2147483648
'4294967295'              | 4294967295

-- type: regoperator
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'=(integer,integer)'      | 96
'<(integer,integer)'      | 97
'>(int4,int4)'            | 521
'<=(integer,integer)'     | 523
'>=(integer,integer)'     | 525
'<>(integer,integer)'     | 518
'+(integer,integer)'      | 551
'-(integer,integer)'      | 555
'*(integer,integer)'      | 514
'/(integer,integer)'      | 528
'-(NONE,integer)'         | 558
'=(text,text)'            | 98
'||(text,text)'           | 654
'~(text,text)'            | 641
'=(bigint,bigint)'        | 410
'=(boolean,boolean)'      | 91
'|/(NONE,double precision)'   | 596
'pg_catalog.=(int4,int4)' | 96
'0'                       | 0
'2147483648'              | 2147483648
'4294967295'              | 4294967295

-- type: regrole
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'pg_monitor'              | 3373
'-'                       | 0
'pg_database_owner'       | 6171
'pg_read_all_data'        | 6181
'pg_write_all_data'       | 6182
'pg_read_all_settings'    | 3374
'pg_read_all_stats'       | 3375
'pg_stat_scan_tables'     | 3377
'pg_read_server_files'    | 4569
'pg_write_server_files'   | 4570
'pg_execute_server_program'   | 4571
'pg_signal_backend'       | 4200
'pg_checkpoint'           | 4544
'"pg_monitor"'            | 3373
'10'                      | 10
10                        | 10
'0'                       | 0
'1'                       | 1
'2147483647'              | 2147483647
'2147483648'              | 2147483648
'4294967295'              | 4294967295

-- Three schemas have a number of their own; the rest are numbers whether there is such a schema or not.
-- type: regnamespace
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'pg_catalog'              | 11
'public'                  | 2200
'pg_toast'                | 99
'"pg_catalog"'            | 11
'"public"'                | 2200
'-'                       | 0
'0'                       | 0
'1'                       | 1
11                        | 11
'99'                      | 99
'127'                     | 127
'128'                     | 128
'255'                     | 255
'32768'                   | 32768
'65535'                   | 65535
'65536'                   | 65536
1000000000                | 1000000000
'2147483647'              | 2147483647
'2147483648'              | 2147483648
'4294967294'              | 4294967294
'4294967295'              | 4294967295

-- Only this configuration has a number of its own; initdb makes the others.
-- type: regconfig
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'simple'                  | 3748
'pg_catalog.simple'       | 3748
'"simple"'                | 3748
'3748'                    | 3748
3748                      | 3748
'-'                       | 0
'0'                       | 0
'1'                       | 1
'127'                     | 127
'128'                     | 128
'255'                     | 255
'256'                     | 256
'32767'                   | 32767
'32768'                   | 32768
'65535'                   | 65535
'65536'                   | 65536
1000000000                | 1000000000
'2147483647'              | 2147483647
'2147483648'              | 2147483648
'4294967295'              | 4294967295

-- type: regdictionary
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'simple'                  | 3765
'pg_catalog.simple'       | 3765
'"simple"'                | 3765
'3765'                    | 3765
3765                      | 3765
'-'                       | 0
'0'                       | 0
'1'                       | 1
'127'                     | 127
'128'                     | 128
'255'                     | 255
'256'                     | 256
'32767'                   | 32767
'32768'                   | 32768
'65535'                   | 65535
'65536'                   | 65536
'2147483647'              | 2147483647
'2147483648'              | 2147483648
'4294967294'              | 4294967294
'4294967295'              | 4294967295

-- type: regcollation
-- column mysql: int unsigned
-- column mariadb: int(10) unsigned
-- compare: number
'"default"'               | 100
'"C"'                     | 950
'"POSIX"'                 | 951
'pg_catalog."C"'          | 950
'pg_catalog."default"'    | 100
'950'                     | 950
950                       | 950
'-'                       | 0
'0'                       | 0
'1'                       | 1
'127'                     | 127
'128'                     | 128
'255'                     | 255
'32768'                   | 32768
'65535'                   | 65535
'65536'                   | 65536
'2147483647'              | 2147483647
'2147483648'              | 2147483648
'4294967294'              | 4294967294
'4294967295'              | 4294967295
