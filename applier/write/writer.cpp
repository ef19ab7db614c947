// SPDX-License-Identifier: PostgreSQL
#include "applier/write/writer.hpp"

#include "applier/write/row_reader.hpp"

namespace applier {
namespace {

// The server's max_prepared_stmt_count is 16382 for all sessions together.
constexpr std::size_t kPreparedMax = 500;

}  // namespace

TableWriter& Writer::table(const Relation& relation) {
  const auto found = tables_.find(relation.id);
  if (found != tables_.end()) {
    if (&found->second.relation() == &relation) return found->second;
    tables_.erase(found);
  }
  return tables_.try_emplace(relation.id, connection_, relation.shared_from_this()).first->second;
}

void Writer::write(const std::vector<Step>& steps) {
  for (const Step& step : steps) table(*step.relation).write(step);
  bound_prepared();
}

void Writer::load(Unit& unit, bool replaces) {
  const std::vector<LossyValue> lossy = substitute(unit);
  Step step;
  for (const Change& change : unit.changes) {
    step.relation = change.relation;
    step.inserts.push_back(change.new_row);
  }
  // A copy goes from table to table, and comes back to none.
  if (step.relation != nullptr)
    std::erase_if(tables_, [&](const auto& table) { return table.first != step.relation->id; });
  step.into_empty = step.relation != nullptr && !step.relation->overwrites;
  if (step.relation != nullptr && replaces)
    table(*step.relation).replace(step.inserts);
  else if (step.relation != nullptr)
    table(*step.relation).write(step);
  save_lossy(lossy);
}

void Writer::complete(const Relation& relation, const Value* key, Value* row, Arena& arena) {
  read_unchanged(connection_, relation, key, row, arena);
}

void Writer::bound_prepared() {
  std::size_t prepared = 0;
  for (const auto& [id, table] : tables_) prepared += table.prepared();
  if (prepared <= kPreparedMax) return;
  for (auto& [id, table] : tables_) table.forget_prepared();
}

}  // namespace applier
