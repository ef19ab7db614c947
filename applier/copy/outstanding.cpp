// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/outstanding.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/log.hpp"
#include "applier/copy/index_builder.hpp"
#include "applier/schema/built_indexes.hpp"
#include "applier/schema/table_ddl.hpp"

namespace applier {
namespace {

bool contains(const std::vector<std::uint32_t>& relations, std::uint32_t relation) {
  return std::find(relations.begin(), relations.end(), relation) != relations.end();
}

}  // namespace

void Outstanding::build(std::vector<PublishedTable> published, Lsn applied) {
  const std::vector<std::uint32_t> ready = states_.ready_for_indexes(applied);
  if (ready.empty()) return;
  leave_unpublished(ready, published);
  // A foreign key may be between any two that are there.
  std::erase_if(published, [&](const PublishedTable& table) {
    const TableState* state = states_.find(table.relation);
    const bool is_there = config_.schema.foreign_keys && state != nullptr && state->copied;
    return !is_there && !contains(ready, table.relation);
  });
  const TablePlanner planner(source_, config_, relations_of(published));
  const Tables tables = planned(published, planner);
  std::vector<PlannedTable> lacking;
  for (const auto& [relation, table] : tables)
    if (contains(ready, relation)) lacking.push_back(table);
  build_indexes(config_, lacking, target_, stop_);
  if (stop_.requested()) return;
  build_foreign_keys(tables, planner);
  if (stop_.requested()) return;
  for (const PlannedTable& table : lacking) states_.finish_indexes(target_, table.relation.id);
}

// Their changes are left out from now on, so that they have to be copied again if they come back.
void Outstanding::leave_unpublished(const std::vector<std::uint32_t>& ready,
                                    const std::vector<PublishedTable>& published) {
  const std::vector<std::uint32_t> relations = relations_of(published);
  for (const std::uint32_t relation : ready)
    if (!contains(relations, relation)) states_.leave(target_, relation);
}

Outstanding::Tables Outstanding::planned(const std::vector<PublishedTable>& tables,
                                         const TablePlanner& planner) const {
  Tables planned;
  for (const PublishedTable& table : tables) {
    Relation relation = descriptions_.described(table);
    relation.target = states_.find(relation.id)->target;
    TablePlan plan = planner.plan(relation);
    planned[table.relation] = {std::move(relation), std::move(plan)};
  }
  return planned;
}

// One table after the other: each takes locks on the tables that it refers to.
void Outstanding::build_foreign_keys(const Tables& tables, const TablePlanner& planner) {
  std::map<std::uint32_t, std::vector<PlannedForeignKey>> keys;
  for (PlannedForeignKey& key : planner.foreign_keys(tables)) {
    const Relation& child = tables.at(key.child).relation;
    if (!states_.find(child.id)->created) continue;
    if (!key.note.empty())
      spdlog::info("not carried over of table \"{}\": {}", child.source_name(), key.note);
    if (!key.definition.empty()) keys[key.child].push_back(std::move(key));
  }
  for (auto& [relation, wanted] : keys) {
    if (stop_.requested()) return;
    const Relation& child = tables.at(relation).relation;
    const std::set<std::string> built = built_foreign_keys(target_, child.target);
    std::erase_if(wanted, [&](const PlannedForeignKey& key) { return built.contains(key.name); });
    if (wanted.empty()) continue;
    target_.execute(add_foreign_keys_text(child.target, wanted));
    spdlog::info("added {} foreign keys to table \"{}\"", wanted.size(), child.source_name());
  }
}

}  // namespace applier
