// SPDX-License-Identifier: PostgreSQL
#include "plugin/rules.hpp"

#include "plugin/error_prefix.hpp"

namespace plugin {
namespace {

[[noreturn]] void refuse(const char* mistake) {
  ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE), errmsg("%s", mistake));
}

const char* text_of(const JsonbValue& value, const char* what) {
  if (value.type != jbvString) refuse(psprintf("%s is no text", what));
  return pnstrdup(value.val.string.val, static_cast<Size>(value.val.string.len));
}

const char* name_of(const JsonbValue& value, const char* what) {
  const char* name = text_of(value, what);
  if (*name == '\0') refuse(psprintf("%s is empty", what));
  return name;
}

void set_name(char (&name)[NAMEDATALEN], const JsonbValue& value, const char* what) {
  const char* text = name_of(value, what);
  if (std::strlen(text) >= NAMEDATALEN)
    refuse(psprintf("%s \"%s\" is too long: PostgreSQL has no such name", what, text));
  std::strcpy(name, text);
}

// What is nested comes as jbvBinary.
template <typename Visit>
void for_each_element(const JsonbValue& list, const char* what, Visit visit) {
  if (list.type != jbvBinary || !JsonContainerIsArray(list.val.binary.data))
    refuse(psprintf("%s is no list", what));
  JsonbIterator* iterator = JsonbIteratorInit(list.val.binary.data);
  JsonbValue value;
  JsonbIteratorToken token;
  while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
    if (token == WJB_ELEM) visit(value);
}

// A key that an object may have, and what becomes of its value.
template <typename Object>
struct Member {
  const char* key;
  void (*read)(Object& object, const JsonbValue& value, const char* key);
};

template <typename Object, std::size_t kCount>
void read_object(Object& object, const Member<Object> (&members)[kCount], const JsonbValue& value,
                 const char* what) {
  if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
    refuse(psprintf("%s is no object", what));
  JsonbIterator* iterator = JsonbIteratorInit(value.val.binary.data);
  const Member<Object>* member = nullptr;
  JsonbValue part;
  JsonbIteratorToken token;
  while ((token = JsonbIteratorNext(&iterator, &part, true)) != WJB_DONE) {
    if (token == WJB_VALUE) member->read(object, part, member->key);
    if (token != WJB_KEY) continue;
    const char* key = pnstrdup(part.val.string.val, static_cast<Size>(part.val.string.len));
    member = nullptr;
    for (const Member<Object>& candidate : members)
      if (std::strcmp(candidate.key, key) == 0) member = &candidate;
    if (member == nullptr) refuse(psprintf("%s cannot have \"%s\"", what, key));
  }
}

void set_expression(ColumnRule& rule, const JsonbValue& value, const char* key) {
  rule.expression = text_of(value, key);
}

void set_column(ColumnRule& rule, const JsonbValue& value, const char* key) {
  rule.column = name_of(value, key);
}

constexpr Member<ColumnRule> kReplaceMembers[] = {{"column", set_column},
                                                  {"expression", set_expression}};
constexpr Member<ColumnRule> kComputeMembers[] = {{"name", set_column},
                                                  {"expression", set_expression}};

List* column_rules(const JsonbValue& value, const char* list,
                   const Member<ColumnRule> (&members)[2]) {
  const char* what = psprintf("a %s rule", list);
  List* rules = NIL;
  for_each_element(value, list, [&](const JsonbValue& element) {
    auto* rule = static_cast<ColumnRule*>(palloc0(sizeof(ColumnRule)));
    read_object(*rule, members, element, what);
    for (const Member<ColumnRule>& member : members)
      if ((member.read == set_column ? rule->column : rule->expression) == nullptr)
        refuse(psprintf("%s lacks \"%s\"", what, member.key));
    rules = lappend(rules, rule);
  });
  return rules;
}

constexpr Member<TableRules> kTableMembers[] = {
    {"schema", [](TableRules& rules, const JsonbValue& value,
                  const char* key) { set_name(rules.name.schema, value, key); }},
    {"name", [](TableRules& rules, const JsonbValue& value,
                const char* key) { set_name(rules.name.table, value, key); }},
    {"where", [](TableRules& rules, const JsonbValue& value,
                 const char* key) { rules.where = text_of(value, key); }},
    {"drop",
     [](TableRules& rules, const JsonbValue& value, const char* key) {
       for_each_element(value, key, [&](const JsonbValue& column) {
         rules.dropped = lappend(rules.dropped, const_cast<char*>(name_of(column, "a column")));
       });
     }},
    {"replace",
     [](TableRules& rules, const JsonbValue& value, const char* key) {
       rules.replaced = column_rules(value, key, kReplaceMembers);
     }},
    {"compute",
     [](TableRules& rules, const JsonbValue& value, const char* key) {
       rules.computed = column_rules(value, key, kComputeMembers);
     }},
    {"may_lack",
     [](TableRules& rules, const JsonbValue& value, const char* key) {
       if (value.type != jbvBool) refuse(psprintf("%s is neither true nor false", key));
       rules.may_lack = value.val.boolean;
     }},
};

HTAB* create_table() {
  HASHCTL settings{};
  settings.keysize = sizeof(TableName);
  settings.entrysize = sizeof(TableRules);
  settings.hcxt = CurrentMemoryContext;
  return hash_create("wal2mysql rules", 128, &settings, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
}

void add_table(HTAB* tables, const JsonbValue& value) {
  TableRules rules{};
  read_object(rules, kTableMembers, value, "a table");
  if (rules.name.schema[0] == '\0') refuse("a table lacks \"schema\"");
  if (rules.name.table[0] == '\0') refuse("a table lacks \"name\"");
  bool found = false;
  auto* entry = static_cast<TableRules*>(hash_search(tables, &rules.name, HASH_ENTER, &found));
  if (found)
    refuse(psprintf("table \"%s.%s\" is there twice", rules.name.schema, rules.name.table));
  *entry = rules;
}

struct Document {
  HTAB* tables;
};

constexpr Member<Document> kDocumentMembers[] = {
    {"tables", [](Document& document, const JsonbValue& value, const char* key) {
       for_each_element(value, key,
                        [&](const JsonbValue& table) { add_table(document.tables, table); });
     }}};

}  // namespace

HTAB* parse_rules(const char* option, const char* text) {
  Document document{create_table()};
  with_error_prefix({psprintf("option \"%s\"", option), "cannot be used"}, [&] {
    const Datum json = DirectFunctionCall1(jsonb_in, CStringGetDatum(text));
    JsonbValue root;
    JsonbToJsonbValue(DatumGetJsonbP(json), &root);
    read_object(document, kDocumentMembers, root, "it");
  });
  return document.tables;
}

const TableRules* rules_of(HTAB* rules, Relation relation) {
  if (rules == nullptr) return nullptr;
  TableName name{};
  std::strcpy(name.schema, get_namespace_name(RelationGetNamespace(relation)));
  std::strcpy(name.table, RelationGetRelationName(relation));
  return static_cast<const TableRules*>(hash_search(rules, &name, HASH_FIND, nullptr));
}

}  // namespace plugin
