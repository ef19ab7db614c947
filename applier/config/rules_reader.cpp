// SPDX-License-Identifier: PostgreSQL
#include "applier/config/rules_reader.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <span>

#include "applier/config/toml_reading.hpp"
#include "applier/rules/mysql_type.hpp"
#include "applier/rules/pattern.hpp"
#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

void read_boolean(const toml::node& node, const char* name, bool& into) {
  const auto value = node.value_exact<bool>();
  if (!value) refuse(node.source(), fmt::format("\"{}\" must be true or false", name), {});
  into = *value;
}

void read_text(const toml::node& node, const char* name, std::string& into) {
  read_string(node, name, into);
  if (into.find_first_not_of(" \t\r\n") == std::string::npos)
    refuse(node.source(), fmt::format("\"{}\" is empty", name), "Leave it out, or fill it in.");
}

// Adds file and line to what `parse` throws.
template <typename Parse>
auto parsed_at(const toml::node& node, const char* name, Parse parse) try {
  return parse();
} catch (const Error& error) {
  refuse(node.source(), fmt::format("in \"{}\", {}", name, error.message()), error.hint());
}

// What a rule may say, by its key.
template <typename Rule>
struct Key {
  const char* name;
  void (*read)(const toml::node& node, const char* name, Rule& rule);
};

template <typename Rule>
void read_keys(const toml::table& table, std::span<const Key<Rule>> keys, const char* what,
               Rule& rule) {
  for (const auto& [name, node] : table) {
    const auto key = std::find_if(keys.begin(), keys.end(),
                                  [&](const Key<Rule>& known) { return name.str() == known.name; });
    if (key != keys.end()) {
      key->read(node, key->name, rule);
      continue;
    }
    std::string known;
    for (const Key<Rule>& each : keys)
      known += (known.empty() ? "" : ", ") + std::string(each.name);
    refuse(name.source(), fmt::format("setting \"{}\" is not known in {}", name.str(), what),
           fmt::format("It knows: {}.", known));
  }
}

const toml::array& tables_of(const toml::node& node, const char* name, const char* hint) {
  const toml::array* array = node.as_array();
  if (array == nullptr || (!array->empty() && !array->is_homogeneous<toml::table>()))
    refuse(node.source(), fmt::format("\"{}\" must be a list of rules", name), hint);
  return *array;
}

// `captures`: how many asterisks there are for a template's numbers.
void check_captures(const toml::node& node, const char* name, const Template& text,
                    std::size_t captures) {
  if (text.highest() > captures)
    refuse(node.source(),
           fmt::format("in \"{}\", {{{}}} stands for nothing: there {} {} asterisk{}", name,
                       text.highest(), captures == 1 ? "is" : "are", captures,
                       captures == 1 ? "" : "s"),
           "The asterisks of the table's pattern count first, then those of the column's.");
}

struct ColumnDraft {
  ColumnRule rule;
  AddedColumn added;
};

void read_audit(const toml::node& node, const char* name, ColumnDraft& draft) {
  static constexpr std::pair<const char*, AddedColumn::Kind> kAudits[] = {
      {"commit_lsn", AddedColumn::Kind::CommitLsn},
      {"commit_time", AddedColumn::Kind::CommitTime},
      {"operation", AddedColumn::Kind::Operation}};
  std::string text;
  read_string(node, name, text);
  const auto audit = std::find_if(std::begin(kAudits), std::end(kAudits),
                                  [&](const auto& each) { return text == each.first; });
  if (audit == std::end(kAudits))
    refuse(node.source(), fmt::format("\"audit\" cannot be \"{}\"", text),
           "It is one of commit_lsn, commit_time, operation.");
  draft.added.kind = audit->second;
}

constexpr Key<ColumnDraft> kColumnKeys[] = {
    {"column", [](auto& node, auto name, auto& d) { read_text(node, name, d.rule.column); }},
    {"rename", [](auto& node, auto name, auto& d) { read_text(node, name, d.rule.rename); }},
    {"type", [](auto& node, auto name, auto& d) { read_text(node, name, d.rule.type); }},
    {"expression",
     [](auto& node, auto name, auto& d) {
       read_text(node, name, d.rule.expression);
       d.added.kind = AddedColumn::Kind::Computed;
     }},
    {"drop",
     [](auto& node, auto name, auto& d) { read_boolean(node, name, d.rule.drop.emplace()); }},
    {"add", [](auto& node, auto name, auto& d) { read_text(node, name, d.added.name); }},
    {"value", [](auto& node, auto name, auto& d) { read_string(node, name, d.added.text); }},
    {"key", [](auto& node, auto name, auto& d) { read_boolean(node, name, d.added.in_key); }},
    {"audit", read_audit},
};

struct Contradiction {
  const char* one;
  const char* other;
  const char* hint;
};

constexpr const char* kTwoColumns =
    "\"column\" is one that the source has, \"add\" one that only the target has: write a "
    "[[rules.columns]] for each.";
constexpr const char* kNothingElse = "A column that is dropped has nothing else.";
constexpr const char* kOneValue = "An added column has one of value, expression and audit.";

constexpr Contradiction kContradictions[] = {
    {"column", "add", kTwoColumns},       {"column", "value", kTwoColumns},
    {"column", "audit", kTwoColumns},     {"column", "key", kTwoColumns},
    {"add", "rename", kTwoColumns},       {"add", "drop", kTwoColumns},
    {"drop", "rename", kNothingElse},     {"drop", "type", kNothingElse},
    {"drop", "expression", kNothingElse}, {"value", "expression", kOneValue},
    {"value", "audit", kOneValue},        {"expression", "audit", kOneValue},
};

// The node of a key that says something; false says nothing.
const toml::node* given(const toml::table& table, const char* key) {
  const toml::node* node = table.get(key);
  return node != nullptr && node->value_exact<bool>() != false ? node : nullptr;
}

bool any_given(const toml::table& table, std::initializer_list<const char*> keys) {
  return std::any_of(keys.begin(), keys.end(),
                     [&](const char* key) { return table.contains(key); });
}

void check_column_keys(const toml::table& table) {
  for (const Contradiction& pair : kContradictions)
    if (const toml::node* other = given(table, pair.other); other && given(table, pair.one))
      refuse(other->source(), fmt::format("\"{}\" contradicts \"{}\"", pair.other, pair.one),
             pair.hint);
  if (!any_given(table, {"column", "add"}))
    refuse(table.source(), "a rule of columns names none",
           "Give it column = \"…\", one of the source, or add = \"…\", a new one.");
  if (const toml::node* key = given(table, "key"); key != nullptr && !table.contains("value"))
    refuse(key->source(), "\"key\" without \"value\"",
           "Only a constant can be in the key: value = \"…\".");
  if (table.contains("add") && !any_given(table, {"value", "expression", "audit"}))
    refuse(table.source(), "an added column lacks its value", kOneValue);
  if (table.contains("column") && !any_given(table, {"rename", "type", "expression", "drop"}))
    refuse(table.source(), "a rule of a column says nothing of it",
           "Give it one of rename, type, expression and drop.");
}

struct TableDraft {
  TableRule rule;
  std::size_t asterisks = 0;  // of its table
};

void check_type(const toml::table& table) {
  if (const toml::node* type = table.get("type");
      type != nullptr && !table.contains("value") && !table.contains("audit"))
    parsed_at(*type, "type", [&] { return parse_mysql_type(*type->value<std::string>()); });
}

void add_column_rule(const toml::table& table, ColumnRule rule, TableDraft& draft) {
  const toml::node& node = *table.get("column");
  const Pattern pattern = parsed_at(node, "column", [&] { return Pattern(rule.column); });
  for (const ColumnRule& other : draft.rule.columns)
    if (other.column == rule.column)
      refuse(node.source(), fmt::format("column \"{}\" is there twice", rule.column),
             "Write what is said of it into one [[rules.columns]].");
  if (const toml::node* rename = table.get("rename"))
    check_captures(*rename, "rename",
                   parsed_at(*rename, "rename", [&] { return Template(rule.rename); }),
                   draft.asterisks + pattern.asterisks());
  draft.rule.columns.push_back(std::move(rule));
}

void add_added_column(const toml::table& table, AddedColumn added, TableDraft& draft) {
  for (const AddedColumn& other : draft.rule.added)
    if (same_column_name(other.name, added.name))
      refuse(table.get("add")->source(), fmt::format("column \"{}\" is added twice", added.name),
             "MySQL's column names do not know case.");
  if (const toml::node* value = table.get("value"))
    check_captures(*value, "value",
                   parsed_at(*value, "value", [&] { return Template(added.text); }),
                   draft.asterisks);
  draft.rule.added.push_back(std::move(added));
}

void read_columns(const toml::node& node, const char* name, TableDraft& draft) {
  for (const toml::node& element :
       tables_of(node, name, "Write [[rules.columns]] for each, below the rule of its table.")) {
    const toml::table& table = *element.as_table();
    ColumnDraft column;
    read_keys<ColumnDraft>(table, kColumnKeys, "a rule of columns", column);
    check_column_keys(table);
    check_type(table);
    column.rule.where = column.added.where = where_of(table.source());
    column.added.type = column.rule.type;
    if (column.added.kind == AddedColumn::Kind::Computed)
      column.added.text = column.rule.expression;
    if (table.contains("column"))
      add_column_rule(table, std::move(column.rule), draft);
    else
      add_added_column(table, std::move(column.added), draft);
  }
}

void read_target(const toml::node& node, const char* name, TableDraft& draft) {
  read_text(node, name, draft.rule.target);
  const auto [database, table] = parsed_at(node, name, [&] {
    const auto parts = split_at_dot(draft.rule.target);
    return std::pair(Template(parts.first), Template(parts.second));
  });
  check_captures(node, name, database, draft.asterisks);
  check_captures(node, name, table, draft.asterisks);
}

constexpr Key<TableDraft> kTableKeys[] = {
    {"table", [](auto&, auto, auto&) {}},  // read before all others
    {"target", read_target},
    {"many_to_one", [](auto& node, auto name,
                       auto& d) { read_boolean(node, name, d.rule.many_to_one.emplace()); }},
    {"where", [](auto& node, auto name, auto& d) { read_text(node, name, d.rule.condition); }},
    {"soft_delete_time",
     [](auto& node, auto name, auto& d) { read_text(node, name, d.rule.soft_delete_time); }},
    {"soft_delete_flag",
     [](auto& node, auto name, auto& d) { read_text(node, name, d.rule.soft_delete_flag); }},
    {"columns", read_columns},
};

void read_table(const toml::table& table, TableDraft& draft) {
  const toml::node* node = table.get("table");
  if (node == nullptr)
    refuse(table.source(), "a rule lacks its table",
           "Write table = \"public.orders\", or a pattern: \"tenant_*.orders\".");
  read_text(*node, "table", draft.rule.table);
  draft.asterisks = parsed_at(*node, "table", [&] {
    const auto [schema, name] = split_at_dot(draft.rule.table);
    return Pattern(schema).asterisks() + Pattern(name).asterisks();
  });
}

TableRule rule_of(const toml::table& table) {
  TableDraft draft;
  draft.rule.where = where_of(table.source());
  read_table(table, draft);
  read_keys<TableDraft>(table, kTableKeys, "a rule", draft);
  if (table.size() == 1)
    refuse(table.source(), "a rule says nothing of its table",
           "Give it a target, a where, a many_to_one, a soft_delete_time or [[rules.columns]].");
  return std::move(draft.rule);
}

}  // namespace

void read_rules(const toml::node& node, RulesConfig& rules) {
  std::map<std::string, std::string> seen;
  for (const toml::node& element :
       tables_of(node, "rules", "Write [[rules]] on a line of its own for each.")) {
    const toml::table& table = *element.as_table();
    TableRule rule = rule_of(table);
    const auto [other, is_new] = seen.emplace(rule.table, rule.where);
    if (!is_new)
      refuse(table.get("table")->source(),
             fmt::format("table \"{}\" has a rule already, at {}", rule.table, other->second),
             "Write what is said of it into one rule.");
    rules.tables.push_back(std::move(rule));
  }
}

}  // namespace applier
