-- type: hstore
-- needs: hstore
-- column mysql: json
-- column mariadb: longtext collate utf8mb4_bin
-- compare: json
''                        | {}
'a=>1'                    | {"a": "1"}
'a=>NULL'                 | {"a": null}
'a=>"NULL"'               | {"a": "NULL"}
'a=>""'                   | {"a": ""}
'""=>""'                  | {"": ""}
'a=>1, b=>2'              | {"a": "1", "b": "2"}
'b=>2, a=>1'              | {"a": "1", "b": "2"}
'a=>1, a=>2'              | {"a": "1"}
'A=>1, a=>2'              | {"A": "1", "a": "2"}
'"a "=>1, a=>2'           | {"a ": "1", "a": "2"}
'"a b"=>"c d"'            | {"a b": "c d"}
'"a\"b"=>"c\\d"'        | {"a\"b": "c\\d"}
'a=>"x=>y, z"'            | {"a": "x=>y, z"}
'é=>日本, "😀"=>"ü"'       | {"é": "日本", "😀": "ü"}
'a=>true, b=>1.50'        | {"a": "true", "b": "1.50"}
hstore('k', E'\t\n\r')    | {"k": "\t\n\r"}
hstore('k', E'\x01')      | {"k": "\u0001"}
hstore('k', '''')         | {"k": "'"}
hstore('k', repeat('é', 30000))   | = CONCAT('{"k": "', REPEAT('é', 30000), '"}')
hstore(ARRAY['n', 'm', 'nil'], ARRAY['1', '', NULL])   | {"n": "1", "m": "", "nil": null}
