// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/table_states.hpp"

#include <fmt/format.h>

namespace applier {

TableStates::TableStates(TargetConnection& connection, std::string stream)
    : stream_(std::move(stream)) {
  const TargetConnection::Rows rows = connection.query(
      "SELECT relation, target_database, target_table, state = 'copied', copied_lsn, "
      "source_schema, source_table "
      "FROM `wal2mysql`.`table_state` WHERE stream = " +
      connection.quoted_literal(stream_));
  connection.commit();
  for (const auto& row : rows)
    states_[static_cast<std::uint32_t>(std::stoul(*row[0]))] = {
        {*row[5], *row[6]}, {*row[1], *row[2]}, row[3] == "1", Lsn{std::stoull(*row[4])}};
}

const TableState* TableStates::find(std::uint32_t relation) const {
  const auto found = states_.find(relation);
  return found == states_.end() ? nullptr : &found->second;
}

std::set<SourceTable> TableStates::sources() const {
  std::set<SourceTable> sources;
  for (const auto& [relation, state] : states_) sources.insert(state.source);
  return sources;
}

std::vector<std::uint32_t> TableStates::owners_of(const TargetName& target) const {
  std::vector<std::uint32_t> owners;
  for (const auto& [relation, state] : states_)
    if (state.target == target) owners.push_back(relation);
  return owners;
}

void TableStates::forget(TargetConnection& connection, std::uint32_t relation) {
  connection.execute(
      fmt::format("DELETE FROM `wal2mysql`.`table_state` WHERE stream = {} AND relation = {}",
                  connection.quoted_literal(stream_), relation));
  connection.commit();
  states_.erase(relation);
}

void TableStates::begin_copy(TargetConnection& connection, const Relation& relation) {
  const auto quoted = [&](const std::string& text) { return connection.quoted_literal(text); };
  connection.execute(fmt::format(
      "REPLACE INTO `wal2mysql`.`table_state` VALUES ({}, {}, {}, {}, {}, {}, 'copying', 0, 0)",
      quoted(stream_), relation.id, quoted(relation.schema), quoted(relation.name),
      quoted(relation.target.database), quoted(relation.target.table)));
  connection.commit();
  states_[relation.id] = {{relation.schema, relation.name}, relation.target, false, Lsn{}};
}

void TableStates::finish_copy(TargetConnection& connection, std::uint32_t relation, Lsn copied_lsn,
                              std::uint64_t rows) {
  connection.execute(fmt::format(
      "UPDATE `wal2mysql`.`table_state` SET state = 'copied', copied_lsn = {}, copied_rows = {} "
      "WHERE stream = {} AND relation = {}",
      copied_lsn.value, rows, connection.quoted_literal(stream_), relation));
  connection.commit();
  TableState& state = states_[relation];
  state.copied = true;
  state.copied_lsn = copied_lsn;
}

}  // namespace applier
