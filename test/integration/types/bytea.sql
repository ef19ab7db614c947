-- type: bytea
-- column: longblob
-- read: HEX(v)
'\x'                      |
'\x00'                    | 00
'\x0000'                  | 0000
'\x01'                    | 01
'\x20'                    | 20
'\x2020'                  | 2020
'\x09'                    | 09
'\x0a'                    | 0A
'\x0d0a'                  | 0D0A
'\x1a'                    | 1A
'\x27'                    | 27
'\x5c'                    | 5C
'\x5c30'                  | 5C30
'\x61'                    | 61
'\x7f'                    | 7F
'\x80'                    | 80
'\xff'                    | FF
'\xfffe'                  | FFFE
'\xc3a9'                  | C3A9
'\xc3'                    | C3
'\xeda080'                | EDA080
'\xdeadbeef'              | DEADBEEF
'abc'::bytea              | 616263
convert_to('😀', 'UTF8')  | F09F9880
(SELECT string_agg(decode(lpad(to_hex(n), 2, '0'), 'hex'), '') FROM generate_series(0, 15) n)   | 000102030405060708090A0B0C0D0E0F
decode(repeat('00', 1000), 'hex')     | = REPEAT('00', 1000)
decode(repeat('ff00', 100000), 'hex') | = REPEAT('FF00', 100000)

-- As a key every byte counts, zeros and blanks at the end, too.
-- type: bytea
-- column: longblob
-- read: HEX(v)
-- key: yes
'\x'                      |
'\x00'                    | 00
'\x0000'                  | 0000
'\x20'                    | 20
'\x61'                    | 61
'\x6100'                  | 6100
'\x6120'                  | 6120
'\x41'                    | 41
'\xff'                    | FF
decode(repeat('00', 3072), 'hex')     | = REPEAT('00', 3072)
decode(repeat('00', 3071), 'hex')     | = REPEAT('00', 3071)
