// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/table_rules.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

// No name of PostgreSQL has a zero in it.
std::string key_of(std::string_view schema, std::string_view table) {
  return fmt::format("{}{}{}", schema, '\0', table);
}

void replace_if_given(std::string& text, const std::string& later) {
  if (!later.empty()) text = later;
}

void add_column(std::vector<AddedColumn>& columns, AddedColumn column) {
  const auto same = std::find_if(columns.begin(), columns.end(), [&](const AddedColumn& other) {
    return same_column_name(other.name, column.name);
  });
  if (same == columns.end())
    columns.push_back(std::move(column));
  else
    *same = std::move(column);
}

// The newline ends a comment that the last one may end in.
void add_condition(std::string& conditions, const std::string& condition) {
  conditions =
      conditions.empty() ? condition : fmt::format("({}\n) AND ({}\n)", conditions, condition);
}

void apply(const TableRule& rule, const Captures& captures, TableRules& rules) {
  if (!rule.target.empty()) {
    const auto [database, table] = split_at_dot(rule.target);
    rules.target = {Template(database).expanded(captures), Template(table).expanded(captures)};
    rules.target_where = rule.where;
  }
  if (!rule.condition.empty()) {
    add_condition(rules.condition, rule.condition);
    rules.condition_where = rule.where;
  }
  rules.many_to_one = rule.many_to_one.value_or(rules.many_to_one);
  replace_if_given(rules.soft_delete_time, rule.soft_delete_time);
  replace_if_given(rules.soft_delete_flag, rule.soft_delete_flag);
  for (ColumnRule column : rule.columns) {
    column.rename = Template(column.rename).expanded_partly(captures);
    rules.columns.push_back(std::move(column));
  }
  for (AddedColumn added : rule.added) {
    if (added.kind == AddedColumn::Kind::Constant)
      added.text = Template(added.text).expanded(captures);
    add_column(rules.added, std::move(added));
  }
}

}  // namespace

ColumnRules column_rules_of(const TableRules& rules, std::string_view column) {
  ColumnRules merged;
  for (const ColumnRule& rule : rules.columns) {
    const std::optional<Captures> captures = Pattern(rule.column).match(column);
    if (!captures) continue;
    if (!rule.rename.empty())
      merged.rename = {Template(rule.rename).expanded(*captures), rule.where};
    if (!rule.type.empty()) merged.type = {rule.type, rule.where};
    if (!rule.expression.empty()) merged.expression = {rule.expression, rule.where};
    if (!rule.drop) continue;
    merged.drop = *rule.drop;
    merged.drop_where = rule.where;
  }
  return merged;
}

RuleIndex::RuleIndex(const RulesConfig& rules) : rules_(rules) {
  for (std::size_t i = 0; i < rules.tables.size(); ++i) {
    const auto [schema, table] = split_at_dot(rules.tables[i].table);
    QualifiedPattern pattern{Pattern(schema), Pattern(table), i};
    if (pattern.schema.asterisks() + pattern.table.asterisks() == 0)
      exact_[key_of(pattern.schema.name(), pattern.table.name())].push_back(i);
    else
      patterns_.push_back(std::move(pattern));
  }
}

std::vector<RuleIndex::Match> RuleIndex::matches(std::string_view schema,
                                                 std::string_view table) const {
  std::vector<Match> matches;
  if (const auto exact = exact_.find(key_of(schema, table)); exact != exact_.end())
    for (const std::size_t position : exact->second) matches.push_back({position, {}});
  for (const QualifiedPattern& pattern : patterns_) {
    std::optional<Captures> captures = pattern.schema.match(schema);
    const std::optional<Captures> more = captures ? pattern.table.match(table) : std::nullopt;
    if (!more) continue;
    captures->insert(captures->end(), more->begin(), more->end());
    matches.push_back({pattern.position, std::move(*captures)});
  }
  std::sort(matches.begin(), matches.end(),
            [](const Match& left, const Match& right) { return left.position < right.position; });
  return matches;
}

TableRules RuleIndex::rules_of(std::string_view schema, std::string_view table) const {
  TableRules rules;
  for (const Match& match : matches(schema, table))
    apply(rules_.tables[match.position], match.captures, rules);
  return rules;
}

TableRules rules_of(const RulesConfig& rules, std::string_view schema, std::string_view table) {
  return RuleIndex(rules).rules_of(schema, table);
}

}  // namespace applier
