// SPDX-License-Identifier: PostgreSQL
// plugin/rules.hpp has the grammar of option rules.
#include "applier/rules/plugin_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/receive/source_name.hpp"
#include "applier/rules/type_override.hpp"

namespace applier {
namespace {

std::string json_string(std::string_view text) {
  std::string json = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\')
      json += {'\\', c};
    else if (static_cast<unsigned char>(c) < 0x20)
      json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      json += c;
  }
  return json + "\"";
}

// ,"name":[…], or nothing where there are no columns.
template <typename JsonOf>
std::string json_list(const char* name, const std::vector<ToldOfTable::Column>& columns,
                      JsonOf json_of) {
  std::string list;
  for (const ToldOfTable::Column& column : columns)
    list += (list.empty() ? "" : ",") + json_of(column);
  return list.empty() ? list : fmt::format(",\"{}\":[{}]", name, list);
}

std::string with_expression(const char* key, const ToldOfTable::Column& column) {
  return fmt::format("{{\"{}\":{},\"expression\":{}}}", key, json_string(column.name),
                     json_string(column.expression));
}

// Empty where texts are all there is.
std::string json_of(const SourceTable& table, const ToldOfTable& told) {
  std::string members;
  if (!told.condition.text.empty()) members += ",\"where\":" + json_string(told.condition.text);
  members += json_list("drop", told.dropped, [](auto& each) { return json_string(each.name); });
  members += json_list("replace", told.replaced,
                       [](auto& each) { return with_expression("column", each); });
  members +=
      json_list("compute", told.computed, [](auto& each) { return with_expression("name", each); });
  if (!told.numbers.empty()) members += ",\"may_lack\":true";
  if (members.empty()) return {};
  return fmt::format("{{\"schema\":{},\"name\":{}{}}}", json_string(table.schema),
                     json_string(table.name), members);
}

void append(std::string& list, const std::string& element) {
  if (!element.empty()) list += (list.empty() ? "" : ",") + element;
}

std::string& option(PluginOptions& options, const char* name) {
  const auto found = std::find_if(options.begin(), options.end(),
                                  [&](const auto& each) { return each.first == name; });
  return found == options.end() ? options.emplace_back(name, "").second : found->second;
}

// The option is a list that may be there already.
void add_texts(PluginOptions& options, const SourceTable& table, const ToldOfTable& told) {
  for (const std::string& column : told.texts)
    append(option(options, "text_columns"), quoted_source_name(table.schema) + "." +
                                                quoted_source_name(table.name) + "." +
                                                quoted_source_name(column));
}

bool contains(const std::vector<ToldOfTable::Column>& columns, const std::string& name) {
  return std::any_of(columns.begin(), columns.end(),
                     [&](const ToldOfTable::Column& column) { return column.name == name; });
}

bool contains_all(const std::vector<ToldOfTable::Column>& columns,
                  const std::vector<ToldOfTable::Column>& others) {
  return std::all_of(others.begin(), others.end(), [&](const ToldOfTable::Column& other) {
    return contains(columns, other.name);
  });
}

bool hides_something(const TableRules& rules) {
  return !rules.condition.empty() ||
         std::any_of(rules.columns.begin(), rules.columns.end(), [](const ColumnRule& rule) {
           return rule.drop.value_or(false) || !rule.expression.empty();
         });
}

// The column itself is neither dropped nor replaced.
void check_column(const Relation& relation, const Column& column, const ToldOfTable& told) {
  for (const auto& [name, numbers] : told.numbers)
    if (numbers.contains(column.attnum))
      throw Error(
          fmt::format("column \"{}\" of table \"{}\", which a rule drops or replaces, is "
                      "\"{}\" at another point of the log, and no rule is for that name",
                      name, relation.source_name(), column.source_name),
          "Its values might be sent as they must not be.",
          fmt::format("Write a rule for both names: expression = \"{}\" sends the column as "
                      "it is. A name that it has no more can be written as a pattern.",
                      column.source_name));
}

}  // namespace

bool ToldOfTable::empty() const {
  return condition.text.empty() && dropped.empty() && replaced.empty() && computed.empty() &&
         texts.empty();
}

bool ToldOfTable::includes(const ToldOfTable& other) const {
  return contains_all(dropped, other.dropped) && contains_all(replaced, other.replaced) &&
         std::includes(texts.begin(), texts.end(), other.texts.begin(), other.texts.end());
}

ColumnNumbers columns_of(const Relation& relation) {
  ColumnNumbers columns;
  for (const Column& column : relation.columns)
    if (!column.source_name.empty()) columns[column.source_name].insert(column.attnum);
  return columns;
}

void merge(ColumnNumbers& columns, const ColumnNumbers& others) {
  for (const auto& [column, numbers] : others)
    columns[column].insert(numbers.begin(), numbers.end());
}

ToldOfTable told_of(const TableRules& rules, const ColumnNumbers& columns) {
  ToldOfTable told;
  told.condition = {rules.condition, rules.condition_where};
  for (const auto& [column, numbers] : columns) {
    const ColumnRules said = column_rules_of(rules, column);
    if (said.drop || !said.expression.text.empty()) told.numbers[column] = numbers;
    if (said.drop) {
      told.dropped.push_back({column, "", said.drop_where});
      continue;
    }
    if (!said.expression.text.empty())
      told.replaced.push_back({column, said.expression.text, said.expression.where});
    if (!said.type.text.empty() && is_text_type(said.type.text)) told.texts.insert(column);
  }
  for (const AddedColumn& added : rules.added) {
    if (added.kind != AddedColumn::Kind::Computed) continue;
    told.computed.push_back({added.name, added.text, added.where});
    if (!added.type.empty() && is_text_type(added.type)) told.texts.insert(added.name);
  }
  return told;
}

PluginOptions with_rules(PluginOptions options, const SourceTable& table, const ToldOfTable& told) {
  if (const std::string json = json_of(table, told); !json.empty())
    option(options, "rules") = fmt::format("{{\"tables\":[{}]}}", json);
  add_texts(options, table, told);
  return options;
}

PluginRules::PluginRules(const RuleIndex& index, const SourceColumns& tables) : index_(index) {
  for (const auto& [table, columns] : tables) {
    ToldOfTable told = told_of(index.rules_of(table.schema, table.name), columns);
    if (!told.empty()) told_.emplace(table, std::move(told));
  }
}

const ToldOfTable* PluginRules::find(const SourceTable& table) const {
  const auto found = told_.find(table);
  return found == told_.end() ? nullptr : &found->second;
}

PluginOptions PluginRules::added_to(PluginOptions options) const {
  std::string tables;
  for (const auto& [table, told] : told_) {
    append(tables, json_of(table, told));
    add_texts(options, table, told);
  }
  if (!tables.empty()) option(options, "rules") = fmt::format("{{\"tables\":[{}]}}", tables);
  return options;
}

bool PluginRules::covers(const Relation& relation) const {
  if (index_.empty()) return true;
  const ToldOfTable wanted =
      told_of(index_.rules_of(relation.schema, relation.name), columns_of(relation));
  if (wanted.empty()) return true;
  const ToldOfTable* told = find({relation.schema, relation.name});
  return told != nullptr && told->includes(wanted);
}

void PluginRules::check_renames(const Relation& relation, const SourceTable& copied) const {
  if (index_.empty()) return;
  if (hides_something(index_.rules_of(copied.schema, copied.name)) &&
      index_.matches(relation.schema, relation.name).empty())
    throw Error(
        fmt::format("table \"{}\" was copied as \"{}.{}\", which has rules, and has none by "
                    "this name",
                    relation.source_name(), copied.schema, copied.name),
        "Its rows might be sent as they must not be.", "Write a rule for its new name, too.");
  const ToldOfTable* told = find({relation.schema, relation.name});
  if (told == nullptr) return;
  for (const Column& column : relation.columns)
    if (!column.source_name.empty() && !told->numbers.contains(column.source_name))
      check_column(relation, column, *told);
}

}  // namespace applier
