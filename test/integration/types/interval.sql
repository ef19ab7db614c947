-- As ISO 8601 has it, each part with its sign.
-- type: interval
-- column: varchar(64) ascii
'0'                                 | PT0S
'1 second'                          | PT1S
'-1 second'                         | PT-1S
'0.000001 s'                        | PT0.000001S
'-0.000001 s'                       | PT-0.000001S
'0.5 s'                             | PT0.5S
'-0.5 s'                            | PT-0.5S
'59.999999 s'                       | PT59.999999S
'1 minute'                          | PT1M
'60 seconds'                        | PT1M
'90 minutes'                        | PT1H30M
'1 hour'                            | PT1H
'24 hours'                          | PT24H
'100 hours 1 s'                     | PT100H1S
'1 day'                             | P1D
'-1 day'                            | P-1D
'7 days'                            | P7D
'1 week'                            | P7D
'30 days'                           | P30D
'1 month'                           | P1M
'12 months'                         | P1Y
'-13 months'                        | P-1Y-1M
'1 year 2 months 3 days 04:05:06.789'    | P1Y2M3DT4H5M6.789S
'1 mon -2 days 3 hours'             | P1M-2DT3H
'-1 mon 2 days -00:00:03'           | P-1M2DT-3S
'1 day -1 second'                   | P1DT-1S
'100 years'                         | P100Y
'-178000000 years'                  | P-178000000Y
'178000000 years'                   | P178000000Y
'2147483647 days'                   | P2147483647D
'-2147483648 days'                  | P-2147483648D
-- One microsecond less than PostgreSQL 16's largest, which is infinity from 17 on.
'178956970 years 7 mons 2147483647 days 2562047788:00:54.775806'  | P178956970Y7M2147483647DT2562047788H54.775806S
'-178956970 years -8 mons -2147483648 days -2562047788:00:54.775807'  | P-178956970Y-8M-2147483648DT-2562047788H-54.775807S

-- type: interval day to second(3)
-- column: varchar(64) ascii
'1 day 00:00:01.2345'               | P1DT1.235S
'-00:00:01.2344'                    | PT-1.234S

-- type: interval year to month
-- column: varchar(64) ascii
'1 year 2 months 3 days'            | P1Y2M
'-5 months'                         | P-5M

-- type: interval
-- since: 17
-- column: varchar(64) ascii
'infinity'                          | infinity
'-infinity'                         | -infinity
'178956970 years 7 mons 2147483647 days 2562047788:00:54.775807'  | infinity
'178956970 years 7 mons 2147483647 days 2562047788:00:54.775806'  | P178956970Y7M2147483647DT2562047788H54.775806S
'-178956970 years -8 mons -2147483648 days -2562047788:00:54.775807' | P-178956970Y-8M-2147483648DT-2562047788H-54.775807S

-- type: interval day to second(3)
-- since: 17
-- column: varchar(64) ascii
'infinity'                          | infinity
'-infinity'                         | -infinity

-- type: interval[]
-- since: 17
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
'{infinity,1 day,-infinity,NULL}'   | ["infinity","P1D","-infinity",null]
