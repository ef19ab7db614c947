// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/table_states.hpp"

#include <fmt/format.h>

#include "applier/schema/own_rows.hpp"

namespace applier {
namespace {

TableState placed(const Relation& relation) {
  TableState state;
  state.source = {relation.schema, relation.name};
  state.target = relation.target;
  state.own_rows = own_rows_text(relation);
  return state;
}

}  // namespace

TableStates::TableStates(TargetConnection& connection, std::string stream)
    : stream_(std::move(stream)) {
  const TargetConnection::Rows rows = connection.query(
      "SELECT relation, target_database, target_table, own_rows, state IN ('copied', 'settling'), "
      "copied_lsn, "
      "settled_lsn, IF(state = 'copying', fingerprint, ''), source_schema, source_table, "
      "overwrites, resync, created, state IN ('indexing', 'settling') "
      "FROM `wal2mysql`.`table_state` WHERE stream = " +
      connection.quoted_literal(stream_));
  connection.commit();
  for (const auto& row : rows) {
    TableState& state = states_[static_cast<std::uint32_t>(std::stoul(*row[0]))];
    state.source = {*row[8], *row[9]};
    state.target = {*row[1], *row[2]};
    state.own_rows = *row[3];
    state.copied = row[4] == "1";
    state.copied_lsn = Lsn{std::stoull(*row[5])};
    state.settled_lsn = Lsn{std::stoull(*row[6])};
    state.fingerprint = *row[7];
    state.overwrites = row[10] == "1";
    state.resync = row[11] == "1";
    state.created = row[12] == "1";
    state.lacks_indexes = row[13] == "1";
  }
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

std::optional<std::string> TableStates::other_owner(TargetConnection& connection,
                                                    const TargetName& target,
                                                    std::uint32_t relation) const {
  const TargetConnection::Rows rows = connection.query(fmt::format(
      "SELECT source_schema, source_table, stream FROM `wal2mysql`.`table_state` "
      "WHERE target_database = {} AND target_table = {} AND NOT (stream = {} AND relation = {}) "
      "LIMIT 1",
      connection.quoted_literal(target.database), connection.quoted_literal(target.table),
      connection.quoted_literal(stream_), relation));
  connection.commit();
  if (rows.empty()) return std::nullopt;
  return fmt::format("source table \"{}.{}\" of stream \"{}\"", *rows[0][0], *rows[0][1],
                     *rows[0][2]);
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

void TableStates::forget_all(TargetConnection& connection) {
  for (const char* table : {"table_state", "copied_chunk"})
    connection.execute(fmt::format("DELETE FROM `wal2mysql`.`{}` WHERE stream = {}", table,
                                   connection.quoted_literal(stream_)));
  connection.commit();
  states_.clear();
}

std::vector<std::uint32_t> TableStates::copied() const {
  std::vector<std::uint32_t> copied;
  for (const auto& [relation, state] : states_)
    if (state.copied) copied.push_back(relation);
  return copied;
}

std::vector<std::uint32_t> TableStates::interrupted() const {
  std::vector<std::uint32_t> interrupted;
  for (const auto& [relation, state] : states_)
    if (state.interrupted()) interrupted.push_back(relation);
  return interrupted;
}

void TableStates::set(TargetConnection& connection, std::uint32_t relation, const char* state) {
  connection.execute(fmt::format(
      "UPDATE `wal2mysql`.`table_state` SET state = '{}' WHERE stream = {} AND relation = {}",
      state, connection.quoted_literal(stream_), relation));
  connection.commit();
  states_[relation].copied = false;
  states_[relation].fingerprint.clear();
  states_[relation].lacks_indexes = false;
}

void TableStates::leave(TargetConnection& connection, std::uint32_t relation) {
  set(connection, relation, "left");
}

void TableStates::copy_again(TargetConnection& connection, std::uint32_t relation) {
  set(connection, relation, "again");
}

void TableStates::replace(TargetConnection& connection, const Relation& relation,
                          const TableState& state) {
  const auto quoted = [&](const std::string& text) { return connection.quoted_literal(text); };
  connection.execute(fmt::format(
      "REPLACE INTO `wal2mysql`.`table_state` VALUES ({}, {}, {}, {}, {}, {}, {}, '{}', {}, 0, {}, "
      "0, {:d}, 0, {:d})",
      quoted(stream_), relation.id, quoted(state.source.schema), quoted(state.source.name),
      quoted(state.target.database), quoted(state.target.table), quoted(state.own_rows),
      state.copied ? "copied" : "copying", state.copied_lsn.value, quoted(state.fingerprint),
      state.overwrites, state.created));
  connection.commit();
  states_[relation.id] = state;
}

void TableStates::begin_copy(TargetConnection& connection, const Relation& relation, Lsn copied_lsn,
                             const std::string& fingerprint, bool created) {
  TableState state = placed(relation);
  state.copied_lsn = copied_lsn;
  state.fingerprint = fingerprint;
  state.overwrites = relation.overwrites;
  state.created = created;
  replace(connection, relation, state);
}

void TableStates::trust(TargetConnection& connection, const Relation& relation, Lsn lsn) {
  TableState state = placed(relation);
  state.copied = true;
  state.copied_lsn = lsn;
  replace(connection, relation, state);
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
