// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/table_states.hpp"

#include <fmt/format.h>

#include "applier/schema/own_rows.hpp"

namespace applier {

TableStates::TableStates(TargetConnection& connection, std::string stream)
    : stream_(std::move(stream)) {
  const TargetConnection::Rows rows = connection.query(
      "SELECT relation, target_database, target_table, own_rows, state IN ('copied', 'settling'), "
      "copied_lsn, settled_lsn, IF(state = 'copying', fingerprint, ''), source_schema, "
      "source_table, created, state IN ('indexing', 'settling') "
      "FROM `wal2mysql`.`table_state` WHERE stream = " +
      connection.quoted_literal(stream_));
  connection.commit();
  for (const auto& row : rows)
    states_[static_cast<std::uint32_t>(std::stoul(*row[0]))] = {{*row[8], *row[9]},
                                                                {*row[1], *row[2]},
                                                                *row[3],
                                                                row[4] == "1",
                                                                Lsn{std::stoull(*row[5])},
                                                                Lsn{std::stoull(*row[6])},
                                                                *row[7],
                                                                row[10] == "1",
                                                                row[11] == "1"};
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

std::vector<std::uint32_t> TableStates::copied() const {
  std::vector<std::uint32_t> copied;
  for (const auto& [relation, state] : states_)
    if (state.copied) copied.push_back(relation);
  return copied;
}

void TableStates::leave(TargetConnection& connection, std::uint32_t relation) {
  connection.execute(
      fmt::format("UPDATE `wal2mysql`.`table_state` SET state = 'left' "
                  "WHERE stream = {} AND relation = {}",
                  connection.quoted_literal(stream_), relation));
  connection.commit();
  states_[relation].copied = false;
  states_[relation].lacks_indexes = false;
}

void TableStates::begin_copy(TargetConnection& connection, const Relation& relation, Lsn copied_lsn,
                             const std::string& fingerprint, bool created) {
  const auto quoted = [&](const std::string& text) { return connection.quoted_literal(text); };
  const std::string own_rows = own_rows_text(relation);
  connection.execute(
      fmt::format("REPLACE INTO `wal2mysql`.`table_state` VALUES ({}, {}, {}, {}, {}, {}, {}, "
                  "'copying', {}, 0, {}, 0, {:d})",
                  quoted(stream_), relation.id, quoted(relation.schema), quoted(relation.name),
                  quoted(relation.target.database), quoted(relation.target.table), quoted(own_rows),
                  copied_lsn.value, quoted(fingerprint), created));
  connection.commit();
  TableState& state = states_[relation.id] = {};
  state.source = {relation.schema, relation.name};
  state.target = relation.target;
  state.own_rows = own_rows;
  state.copied_lsn = copied_lsn;
  state.fingerprint = fingerprint;
  state.created = created;
}

void TableStates::finish_copy(TargetConnection& connection, std::uint32_t relation, Lsn settled_lsn,
                              std::uint64_t rows, bool has_indexes) {
  TableState& state = states_[relation];
  state.lacks_indexes = has_indexes && state.created;
  const bool settles = settled_lsn.valid();
  connection.execute(fmt::format(
      "UPDATE `wal2mysql`.`table_state` SET state = '{}', settled_lsn = {}, copied_rows = {} "
      "WHERE stream = {} AND relation = {}",
      !state.lacks_indexes ? "copied"
      : settles            ? "settling"
                           : "indexing",
      settled_lsn.value, rows, connection.quoted_literal(stream_), relation));
  connection.commit();
  state.copied = settles || !state.lacks_indexes;
  state.settled_lsn = settled_lsn;
}

void TableStates::finish_indexes(TargetConnection& connection, std::uint32_t relation) {
  connection.execute(
      fmt::format("UPDATE `wal2mysql`.`table_state` SET state = 'copied' "
                  "WHERE stream = {} AND relation = {}",
                  connection.quoted_literal(stream_), relation));
  connection.commit();
  states_[relation].copied = true;
  states_[relation].lacks_indexes = false;
}

std::vector<std::uint32_t> TableStates::ready_for_indexes(Lsn applied) const {
  std::vector<std::uint32_t> ready;
  for (const auto& [relation, state] : states_)
    if (state.lacks_indexes && state.settled_lsn <= applied) ready.push_back(relation);
  return ready;
}

}  // namespace applier
