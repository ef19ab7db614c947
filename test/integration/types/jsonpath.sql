-- type: jsonpath
-- column: longtext
'$'                             | $
'$.a'                           | $."a"
'$.a.b'                         | $."a"."b"
'$."a b"'                       | $."a b"
'$[*]'                          | $[*]
'$[0]'                          | $[0]
'$[0 to 2]'                     | $[0 to 2]
'$[last]'                       | $[last]
'$.*'                           | $.*
'$.**'                          | $.**
'$.**{2}'                       | $.**{2}
'strict $.a'                    | strict $."a"
'lax $.a'                       | $."a"
'$.a + 1'                       | ($."a" + 1)
'$ ? (@ > 1)'                   | $?(@ > 1)
'$.a ? (@.b == "x")'            | $."a"?(@."b" == "x")
'$.a ? (exists (@.b))'          | $."a"?(exists (@."b"))
'$.size()'                      | $.size()
'$ like_regex "^a"'             | ($ like_regex "^a")
'$x'                            | $"x"
'"é😀"'                         | "é😀"
'null'                          | null
'1.50'                          | 1.50
