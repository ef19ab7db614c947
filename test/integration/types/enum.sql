-- type: mood
-- setup: CREATE TYPE mood AS ENUM ('calm', 'busy', 'on fire', 'Calm', 'cálm', '日本', '😀', '1', '0', '2', 'it''s', 'a,b', 'NULL', '"q"', '`', ' x', 'a\b', 'sixteen', 'e', 'é')
-- Labels beyond U+FFFF would be question marks in MySQL's dumps: text instead.
-- column: varchar(63)
-- key: yes
'calm'                    | calm
'busy'                    | busy
'on fire'                 | on fire
'Calm'                    | Calm
'cálm'                    | cálm
'日本'                    | 日本
'😀'                      | 😀
'1'                       | 1
'0'                       | 0
'2'                       | 2
'it''s'                   | it's
'a,b'                     | a,b
'NULL'                    | = 'NULL'
'"q"'                     | "q"
'`'                       | `
' x'                      | = ' x'
'a\b'                     | a\b
'sixteen'                 | sixteen
'e'                       | e
'é'                       | é

-- MySQL cannot tell these labels apart. The labels are all the values that there are, here and below.
-- type: blanks
-- setup: CREATE TYPE blanks AS ENUM ('a', 'a ', 'b')
-- column: varchar(63)
-- key: yes
'a'                       | a
'a '                      | = 'a '
'b'                       | b

-- type: reordered
-- setup: CREATE TYPE reordered AS ENUM ('low', 'high')
-- setup: ALTER TYPE reordered ADD VALUE 'middle' BEFORE 'high'
-- column: enum('low','middle','high')
'low'                     | low
'middle'                  | middle
'high'                    | high
