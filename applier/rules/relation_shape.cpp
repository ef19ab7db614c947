// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/relation_shape.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/rules/added_columns.hpp"
#include "applier/rules/type_override.hpp"
#include "applier/schema/name_rules.hpp"
#include "applier/schema/target_name.hpp"
#include "applier/values/assignment.hpp"

namespace applier {
namespace {

// The type that the rules give a column which they add themselves.
Said type_of_computed(const TableRules& rules, const std::string& column) {
  for (const AddedColumn& added : rules.added)
    if (added.kind == AddedColumn::Kind::Computed && added.name == column)
      return {added.type, added.where};
  return {};
}

void check_target(const TableRules& rules, const std::string& table) {
  const TargetName& target = *rules.target;
  const auto refuse = [&](const std::string& mistake) {
    throw Error(fmt::format("{}: table \"{}\" would go to \"{}\".\"{}\", {}", rules.target_where,
                            table, target.database, target.table, mistake),
                {}, "Give it another target.");
  };
  if (is_reserved_database(target.database)) refuse("a database which is reserved");
  for (const std::string& name : {target.database, target.table})
    if (const char* mistake = mistake_in_name(name))
      refuse(fmt::format("and the name \"{}\" {}", name, mistake));
}

void check_new_name(const Relation& relation, const Column& renamed, const std::string& where) {
  if (const char* mistake = mistake_in_name(renamed.name))
    throw Error(fmt::format("{}: column \"{}\" of table \"{}\" would be \"{}\", which {}", where,
                            renamed.known_as(), relation.source_name(), renamed.name, mistake),
                "MySQL has no such names.", "Give it another name.");
  const auto other =
      std::find_if(relation.columns.begin(), relation.columns.end(), [&](const Column& column) {
        return &column != &renamed && same_column_name(column.name, renamed.name);
      });
  if (other == relation.columns.end()) return;
  throw Error(
      fmt::format("{}: columns \"{}\" and \"{}\" of table \"{}\" would both be \"{}\"", where,
                  other->known_as(), renamed.known_as(), relation.source_name(), renamed.name),
      "MySQL's column names do not know case.", "Give one of them another name.");
}

}  // namespace

TargetName RelationShape::target_of(std::string_view schema, std::string_view table) const {
  const TableRules rules = index_.rules_of(schema, table);
  if (!rules.target) return target_name(schema, table, config_.target.database);
  check_target(rules, fmt::format("{}.{}", schema, table));
  return *rules.target;
}

void RelationShape::apply(Relation& relation) const {
  const TableRules rules = index_.rules_of(relation.schema, relation.name);
  std::vector<std::pair<std::size_t, std::string>> renamed;
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    Column& column = relation.columns[i];
    const bool is_computed = column.source_name.empty();
    const ColumnRules said =
        is_computed ? ColumnRules() : column_rules_of(rules, column.source_name);
    const Said type = is_computed ? type_of_computed(rules, column.name) : said.type;
    column.is_replaced = !said.expression.text.empty();
    if (!type.text.empty()) override_type(relation, i, type);
    if (said.rename.text.empty()) continue;
    column.name = said.rename.text;
    renamed.emplace_back(i, said.rename.where);
  }
  for (const auto& [position, where] : renamed)
    check_new_name(relation, relation.columns[position], where);
  assign_policies(config_.values, relation);
  add_columns(rules, relation);
}

}  // namespace applier
