// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/table_planner.hpp"

#include <fmt/format.h>

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
    : settings_(config.schema),
      source_schema_(read_source_schema(source, relations)),
      against_unique_(against_unique(source, config.source)) {}

TablePlan TablePlanner::plan(const Relation& relation) const {
  return plan_table(relation, source_schema_.at(relation.id), settings_, against_unique_);
}

}  // namespace applier
