// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/rule_checks.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/base/log.hpp"

namespace applier {
namespace {

std::string name_of(const SourceTable& table) {
  return table.schema + "." + table.name;
}

struct Named {
  SourceTable table;
  bool is_exact;
};

Named named_by(const TableRule& rule) {
  const auto [schema, name] = split_at_dot(rule.table);
  const Pattern schemas(schema);
  const Pattern names(name);
  return {{schemas.name(), names.name()}, schemas.asterisks() + names.asterisks() == 0};
}

void report_unmatched_table(const TableRule& rule, const std::set<SourceTable>& known) {
  const Named named = named_by(rule);
  if (!named.is_exact)
    return spdlog::warn("{}: pattern \"{}\" matches no published table", rule.where, rule.table);
  if (known.contains(named.table))
    return spdlog::warn("{}: table \"{}\" is no longer published", rule.where, rule.table);
  throw Error(fmt::format("{}: table \"{}\" is not published", rule.where, name_of(named.table)),
              "A rule names it.",
              "Correct the name, add the table to a publication of source.publications, or take "
              "the rule out.");
}

void report_unmatched_column(const TableRule& rule, const ColumnRule& column) {
  const Pattern pattern(column.column);
  if (pattern.asterisks() > 0)
    return spdlog::warn("{}: pattern \"{}\" matches no column of \"{}\"", column.where,
                        column.column, rule.table);
  throw Error(named_by(rule).is_exact
                  ? fmt::format("{}: table \"{}\" has no column \"{}\"", column.where,
                                name_of(named_by(rule).table), pattern.name())
                  : fmt::format("{}: no table that matches \"{}\" has a column \"{}\"",
                                column.where, rule.table, pattern.name()),
              "A rule names it.", "Correct the name, or take the rule out.");
}

// Which rules and which of their columns something of the source matches.
class Used {
 public:
  explicit Used(const RulesConfig& rules) : tables_(rules.tables.size()) {
    for (const TableRule& rule : rules.tables) columns_.emplace_back(rule.columns.size());
  }

  void note(const TableRule& rule, std::size_t position, const ColumnNumbers& columns) {
    tables_[position] = true;
    for (std::size_t i = 0; i < rule.columns.size(); ++i) {
      if (columns_[position][i]) continue;
      const Pattern pattern(rule.columns[i].column);
      columns_[position][i] = std::any_of(columns.begin(), columns.end(), [&](const auto& column) {
        return pattern.match(column.first).has_value();
      });
    }
  }

  bool table(std::size_t position) const { return tables_[position]; }
  bool column(std::size_t position, std::size_t i) const { return columns_[position][i]; }

 private:
  std::vector<bool> tables_;
  std::vector<std::vector<bool>> columns_;
};

char folded(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

TargetName folded(TargetName name) {
  for (std::string* text : {&name.database, &name.table})
    std::transform(text->begin(), text->end(), text->begin(), [](char c) { return folded(c); });
  return name;
}

void check_pair(const RuleIndex& index, const PlacedTable& one, const PlacedTable& other,
                bool target_knows_case) {
  const TableRules rules = index.rules_of(other.source.schema, other.source.name);
  const TableRules rules_of_one = index.rules_of(one.source.schema, one.source.name);
  const bool same = one.target == other.target;
  if (same && rules.many_to_one && rules_of_one.many_to_one) return;
  if (!same && target_knows_case && !rules.target && !rules_of_one.target) return;
  const std::string& where = rules.target ? rules.target_where : rules_of_one.target_where;
  throw Error(
      fmt::format("{}tables \"{}\" and \"{}\" would both go to \"{}\".\"{}\"",
                  where.empty() ? "" : where + ": ", name_of(one.source), name_of(other.source),
                  other.target.database, other.target.table),
      same ? "" : "The names of their targets differ only in case.",
      same ? "Give one of them another target by a rule; or write many_to_one = true into the "
             "rules of both, with a constant column in the key that tells their rows apart."
           : "Give one of them another target by a rule.");
}

}  // namespace

void check_names_in_rules(const RulesConfig& rules, const RuleIndex& index,
                          const SourceColumns& published, const std::set<SourceTable>& known) {
  Used used(rules);
  for (const auto& [table, columns] : published)
    for (const RuleIndex::Match& match : index.matches(table.schema, table.name))
      used.note(rules.tables[match.position], match.position, columns);
  for (std::size_t i = 0; i < rules.tables.size(); ++i) {
    const TableRule& rule = rules.tables[i];
    if (!used.table(i)) {
      report_unmatched_table(rule, known);
      continue;
    }
    for (std::size_t j = 0; j < rule.columns.size(); ++j)
      if (!used.column(i, j)) report_unmatched_column(rule, rule.columns[j]);
  }
}

void check_targets(const RuleIndex& index, const std::vector<PlacedTable>& tables,
                   bool target_knows_case) {
  std::map<TargetName, std::vector<const PlacedTable*>> taken;  // one for each spelling
  for (const PlacedTable& table : tables) {
    std::vector<const PlacedTable*>& others = taken[folded(table.target)];
    for (const PlacedTable* other : others) check_pair(index, *other, table, target_knows_case);
    if (std::none_of(others.begin(), others.end(),
                     [&](const PlacedTable* other) { return other->target == table.target; }))
      others.push_back(&table);
  }
}

}  // namespace applier
