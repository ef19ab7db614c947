-- type: xml
-- column: longtext
'<a/>'                              | <a/>
'<a></a>'                           | <a></a>
'<a>b</a>'                          | <a>b</a>
'<a b="c"/>'                        | <a b="c"/>
'<a b=''c''/>'                      | <a b='c'/>
'<a>&lt;&amp;&gt;</a>'              | <a>&lt;&amp;&gt;</a>
'<a>&#233;&#x1F600;</a>'            | <a>&#233;&#x1F600;</a>
'<a>é日本😀</a>'                    | <a>é日本😀</a>
'<a><b/><b>1</b></a>'               | <a><b/><b>1</b></a>
'<a> b </a>'                        | <a> b </a>
E'<a>\n\t<b/>\n</a>'                | = '<a>\n\t<b/>\n</a>'
'<!-- c --><a/>'                    | <!-- c --><a/>
'<?p i?><a/>'                       | <?p i?><a/>
'<![CDATA[<&>]]>'                   | <![CDATA[<&>]]>
'<a xmlns="urn:x" xmlns:y="urn:y"><y:b/></a>'   | <a xmlns="urn:x" xmlns:y="urn:y"><y:b/></a>
'text <b>and</b> element'           | text <b>and</b> element
'text'                              | text
''                                  |
'   '                               | = '   '
'<?xml version="1.0"?><a/>'         | <a/>
'<?xml version="1.0" encoding="UTF-8"?><a>é</a>'   | <a>é</a>
'<?xml version="1.0" standalone="yes"?><a/>'       | <?xml version="1.0" standalone="yes"?><a/>
('<a>' || repeat('é', 70000) || '</a>')::xml   | = CONCAT('<a>', REPEAT('é', 70000), '</a>')
