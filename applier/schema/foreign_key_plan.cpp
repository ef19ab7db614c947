// SPDX-License-Identifier: PostgreSQL
// MySQL manual, "FOREIGN KEY Constraints".
#include "applier/schema/foreign_key_plan.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include <fmt/format.h>

#include "applier/schema/name_rules.hpp"
#include "applier/values/assignment.hpp"
#include "applier/write/identifier.hpp"

namespace applier {
namespace {

using Action = SourceForeignKey::Action;
using Positions = std::vector<std::uint16_t>;

std::optional<std::uint16_t> position_of(const Relation& relation, std::int32_t attnum) {
  for (std::size_t i = 0; i < relation.columns.size(); ++i)
    if (relation.columns[i].attnum == attnum && !relation.columns[i].source_name.empty())
      return static_cast<std::uint16_t>(i);
  return std::nullopt;
}

// The length of a text may differ, nothing else.
std::string without_length(const std::string& mysql_type) {
  const std::size_t open = mysql_type.find('(');
  const bool is_text = mysql_type.starts_with("VARCHAR(") || mysql_type.starts_with("CHAR(");
  if (!is_text || open == std::string::npos) return mysql_type;
  return mysql_type.substr(mysql_type.find(')', open));
}

bool contains(const Positions& key, std::uint16_t position) {
  return std::find(key.begin(), key.end(), position) != key.end();
}

std::string list_of(const Relation& relation, const Positions& positions) {
  std::string list;
  for (const std::uint16_t position : positions)
    list += (list.empty() ? "" : ", ") + quoted_identifier(relation.columns[position].name);
  return list;
}

// PostgreSQL's names are a table's own.
std::string name_in_database(const Relation& child, const std::string& name) {
  const std::string both = child.target.table + "_" + name;
  constexpr std::size_t kCharacters = 53;  // leaves room for an oid
  return mistake_in_name(both) == nullptr
             ? both
             : fmt::format("{}_{}", first_characters(name, kCharacters), child.id);
}

class Planner {
 public:
  Planner(const SourceForeignKey& key, const PlannedTable& child, const PlannedTable& parent)
      : key_(key), child_(child), parent_(parent) {}

  // Why the key cannot be in the target; empty: it can.
  std::string obstacle() {
    if (!key_.is_valid) return "it is not valid on the source";
    if (key_.parent_is_filtered) return "not all rows that it refers to are replicated";
    for (const PlannedTable* table : {&child_, &parent_}) {
      if (table->relation.deletion_mark) return "deleted rows stay";
      if (!table->relation.key_constants.empty())
        return "rows of other tables may be in the target, too";
    }
    for (std::size_t i = 0; i < key_.child_columns.size(); ++i) {
      const auto child = position_of(child_.relation, key_.child_columns[i]);
      const auto parent = position_of(parent_.relation, key_.parent_columns[i]);
      if (!child || !parent) return "a column of it is not replicated";
      std::string why = misfit(child_.relation.columns[*child], parent_.relation.columns[*parent]);
      if (!why.empty()) return why;
      child_positions_.push_back(*child);
      parent_positions_.push_back(*parent);
    }
    return follow_unique_key() ? "" : "what it refers to is not unique in the target";
  }

  std::string definition(const std::string& name) const {
    return fmt::format("CONSTRAINT {} FOREIGN KEY ({}) REFERENCES {} ({}){}{}",
                       quoted_identifier(name), list_of(child_.relation, child_positions_),
                       quoted_name(parent_.relation.target),
                       list_of(parent_.relation, parent_positions_),
                       clause(" ON DELETE", key_.on_delete), clause(" ON UPDATE", key_.on_update));
  }

  std::string loss() const {
    if (!can(key_.on_delete) || !can(key_.on_update))
      return "acts as NO ACTION: MySQL has no such action here";
    if (key_.is_deferrable) return "is checked at once: MySQL's are not deferrable";
    if (key_.matches_full && key_.child_columns.size() > 1)
      return "is MATCH SIMPLE: MySQL has no MATCH FULL";
    return {};
  }

 private:
  static std::string misfit(const Column& child, const Column& parent) {
    for (const Column* column : {&child, &parent})
      if (column->is_replaced || may_change_values(*column))
        return fmt::format("values of \"{}\" may be others than on the source", column->known_as());
    if (without_length(child.mysql_type) == without_length(parent.mysql_type)) return {};
    return fmt::format("\"{}\" is {} and \"{}\" is {}", child.known_as(), child.mysql_type,
                       parent.known_as(), parent.mysql_type);
  }

  // MySQL wants the columns in the order of a unique key of the same columns.
  bool follow_unique_key() {
    std::vector<Positions> keys = {parent_.relation.primary_key, parent_.relation.identity};
    for (const PlannedIndex& index : parent_.plan.indexes) {
      if (!index.is_unique) continue;
      Positions& key = keys.emplace_back();
      for (const PlannedIndex::Part& part : index.parts) key.push_back(part.position);
    }
    for (const Positions& key : keys) {
      if (!std::is_permutation(key.begin(), key.end(), parent_positions_.begin(),
                               parent_positions_.end()))
        continue;
      Positions child;
      for (const std::uint16_t position : key) {
        const auto found = std::find(parent_positions_.begin(), parent_positions_.end(), position);
        child.push_back(
            child_positions_[static_cast<std::size_t>(found - parent_positions_.begin())]);
      }
      child_positions_ = std::move(child);
      parent_positions_ = key;
      return true;
    }
    return false;
  }

  bool can(Action action) const {
    if (action == Action::SetDefault || (action == Action::SetNull && key_.sets_some_columns))
      return false;
    return action != Action::SetNull ||
           std::none_of(child_positions_.begin(), child_positions_.end(), [&](auto position) {
             return contains(child_.relation.primary_key, position) ||
                    contains(child_.relation.identity, position);
           });
  }

  std::string clause(const char* event, Action action) const {
    if (!can(action)) return {};
    switch (action) {
      case Action::Cascade:
        return fmt::format("{} CASCADE", event);
      case Action::SetNull:
        return fmt::format("{} SET NULL", event);
      case Action::Restrict:
        return fmt::format("{} RESTRICT", event);
      default:
        return {};
    }
  }

  const SourceForeignKey& key_;
  const PlannedTable& child_;
  const PlannedTable& parent_;
  Positions child_positions_;
  Positions parent_positions_;
};

}  // namespace

std::vector<PlannedForeignKey> plan_foreign_keys(
    const std::vector<SourceForeignKey>& keys, const std::map<std::uint32_t, PlannedTable>& tables,
    const std::string& against) {
  std::vector<PlannedForeignKey> planned;
  std::multiset<std::pair<std::string, std::string>> names;  // in a database of MySQL
  for (const SourceForeignKey& key : keys)
    names.emplace(tables.at(key.child).relation.target.database, key.name);
  for (const SourceForeignKey& key : keys) {
    const PlannedTable& child = tables.at(key.child);
    Planner planner(key, child, tables.at(key.parent));
    std::string obstacle = against;
    if (obstacle.empty()) obstacle = planner.obstacle();
    PlannedForeignKey& foreign_key = planned.emplace_back();
    foreign_key.child = key.child;
    const auto noted = [&](const std::string& what) {
      return fmt::format("foreign key \"{}\" {}", key.name, what);
    };
    if (!obstacle.empty()) {
      foreign_key.note = noted("is left out: " + obstacle);
      continue;
    }
    const bool is_shared = names.count({child.relation.target.database, key.name}) > 1;
    foreign_key.name = is_shared ? name_in_database(child.relation, key.name) : key.name;
    foreign_key.definition = planner.definition(foreign_key.name);
    if (const std::string loss = planner.loss(); !loss.empty()) foreign_key.note = noted(loss);
  }
  return planned;
}

}  // namespace applier
