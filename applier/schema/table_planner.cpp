// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/table_planner.hpp"

#include <fmt/format.h>

#include "applier/rules/table_rules.hpp"

namespace applier {
namespace {

// What was deleted on the source, and not here, may come again there.
std::string against_unique(SourceConnection& source, const SourceConfig& config) {
  if (config.origin != "any") return "the stream leaves changes of other origins out";
  std::string names;
  for (const std::string& name : config.publications)
    names += (names.empty() ? "" : ", ") + source.quoted_literal(name);
  const QueryResult partial = source.query(fmt::format(
      "SELECT 1 FROM pg_catalog.pg_publication WHERE pubname IN ({}) AND NOT (pubinsert AND "
      "pubupdate AND pubdelete AND pubtruncate)",
      names));
  return partial.rows() == 0 ? "" : "a publication of the stream leaves operations out";
}

}  // namespace

TablePlanner::TablePlanner(SourceConnection& source, const Config& config,
                           const std::vector<std::uint32_t>& relations)
    : source_(source),
      config_(config),
      source_schema_(read_source_schema(source, relations)),
      against_unique_(against_unique(source, config.source)) {}

TablePlan TablePlanner::plan(const Relation& relation) const {
  return plan_table(relation, source_schema_.at(relation.id), config_.schema, against_unique_);
}

std::vector<PlannedForeignKey> TablePlanner::foreign_keys(
    const std::map<std::uint32_t, PlannedTable>& tables) const {
  if (!config_.schema.foreign_keys) return {};
  std::vector<std::uint32_t> relations;
  for (const auto& [relation, table] : tables) relations.push_back(relation);
  std::vector<SourceForeignKey> keys = read_foreign_keys(source_, relations);
  const RuleIndex rules(config_.rules);
  for (SourceForeignKey& key : keys) {
    const Relation& parent = tables.at(key.parent).relation;
    key.parent_is_filtered |= !rules.rules_of(parent.schema, parent.name).condition.empty();
  }
  return plan_foreign_keys(keys, tables, against_unique_);
}

}  // namespace applier
