// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/target_table.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/base/log.hpp"
#include "applier/schema/key_column.hpp"
#include "applier/schema/name_rules.hpp"
#include "applier/schema/row_hash.hpp"
#include "applier/schema/table_ddl.hpp"
#include "applier/write/identifier.hpp"

namespace applier {
namespace {

std::string where_table(TargetConnection& connection, const TargetName& name) {
  return fmt::format("table_schema = {} AND table_name = {}",
                     connection.quoted_literal(name.database),
                     connection.quoted_literal(name.table));
}

void learn_row_hash(Relation& relation, const TargetConnection::Rows& columns) {
  relation.hashed_attributes.clear();
  if (relation.identity_kind != frame::Identity::Full) return;
  for (const auto& row : columns)
    if (same_column_name(*row[0], row_hash_column().name))
      relation.hashed_attributes = attributes_in_comment(row[2].value_or(""));
}

// Whether a column of the target is what a key has of a column: itself, or its hash.
bool stands_for(const std::string& name, const Column& column) {
  return same_column_name(name, column.name) ||
         (is_hashed(column) && quoted_identifier(name) == key_column_name(column));
}

std::vector<std::uint16_t> sorted(std::vector<std::uint16_t> key) {
  std::sort(key.begin(), key.end());
  return key;
}

// The unique keys that are made of columns of the relation, each in the order of its positions.
std::vector<std::vector<std::uint16_t>> whole_keys(TargetConnection& connection,
                                                   const Relation& relation) {
  const TargetConnection::Rows parts = connection.query(
      "SELECT index_name, column_name FROM information_schema.statistics WHERE non_unique = 0 "
      "AND " +
      where_table(connection, relation.target));
  connection.commit();
  constexpr std::uint16_t kNone = UINT16_MAX;
  std::map<std::string, std::vector<std::uint16_t>> keys;
  for (const auto& part : parts) {
    std::uint16_t position = kNone;
    for (std::size_t i = 0; i < relation.columns.size(); ++i)
      if (part[1] && stands_for(*part[1], relation.columns[i]))
        position = static_cast<std::uint16_t>(i);
    keys[*part[0]].push_back(position);
  }
  std::vector<std::vector<std::uint16_t>> whole;
  for (const auto& [name, key] : keys)
    if (std::find(key.begin(), key.end(), kNone) == key.end()) whole.push_back(sorted(key));
  return whole;
}

void append(std::string& list, const std::string& name) {
  list += (list.empty() ? "\"" : ", \"") + name + "\"";
}

}  // namespace

bool target_table_exists(TargetConnection& connection, const TargetName& name) {
  return connection
      .query_value("SELECT 1 FROM information_schema.tables WHERE " + where_table(connection, name))
      .has_value();
}

void create_target_table(TargetConnection& connection, Relation& relation, const TablePlan& plan) {
  connection.execute(create_database_text(relation.target));
  choose_row_hash(relation);
  try {
    connection.execute(create_table_text(relation, plan));
  } catch (const Error& error) {
    // MySQL before 8.0.23 has no invisible columns, and in a row at its limits there is no room.
    if (relation.hashed_attributes.empty()) throw;
    log_error(error, spdlog::level::debug);
    relation.hashed_attributes.clear();
    connection.execute(create_table_text(relation, plan));
  }
  spdlog::info("created table \"{}\".\"{}\"", relation.target.database, relation.target.table);
}

void check_target_table(TargetConnection& connection, Relation& relation) {
  const TargetConnection::Rows columns = connection.query(
      "SELECT column_name, is_nullable = 'YES' OR column_default IS NOT NULL OR extra <> '', "
      "column_comment FROM information_schema.columns WHERE " +
      where_table(connection, relation.target));
  connection.commit();
  learn_row_hash(relation, columns);
  std::string missing;
  std::string extra;
  for (const Column& column : relation.columns)
    if (std::none_of(columns.begin(), columns.end(),
                     [&](const auto& row) { return same_column_name(*row[0], column.name); }))
      append(missing, column.name);
  for (const auto& row : columns)
    if (row[1] == "0" &&
        std::none_of(relation.columns.begin(), relation.columns.end(),
                     [&](const Column& column) { return same_column_name(*row[0], column.name); }))
      append(extra, *row[0]);
  if (missing.empty() && extra.empty()) return;
  std::string detail;
  if (!missing.empty()) detail += "Missing: " + missing + ".";
  if (!extra.empty())
    detail +=
        (detail.empty() ? "" : " ") + ("Only there, NOT NULL and without default: " + extra + ".");
  throw Misfit(fmt::format("target table \"{}\".\"{}\" has other columns than source table \"{}\"",
                           relation.target.database, relation.target.table, relation.source_name()),
               std::move(detail),
               "Alter the target table to match, then start wal2mysql again: it goes on where it "
               "stopped. Or have a table that wal2mysql created made and copied anew: wal2mysql "
               "resync.");
}

void drop_target_table(TargetConnection& connection, const TargetName& name) {
  connection.execute("DROP TABLE " + quoted_name(name));
  spdlog::info("dropped table \"{}\".\"{}\"", name.database, name.table);
}

void warn_of_scans(const Relation& relation) {
  if (relation.identity_kind != frame::Identity::Full || !hashed_positions(relation).empty())
    return;
  spdlog::warn(
      "table \"{}\" has no key, and target table \"{}\".\"{}\" no column `{}` that hashes its "
      "rows: every UPDATE and DELETE reads all of it; give it a primary key on the source, or let "
      "wal2mysql create the target table",
      relation.source_name(), relation.target.database, relation.target.table,
      row_hash_column().name);
}

bool has_identity_key(TargetConnection& connection, const Relation& relation) {
  const auto keys = whole_keys(connection, relation);
  return relation.identity_kind == frame::Identity::Key &&
         std::find(keys.begin(), keys.end(), sorted(relation.identity)) != keys.end();
}

std::vector<std::vector<std::uint16_t>> unique_keys(TargetConnection& connection,
                                                    const Relation& relation) {
  auto keys = whole_keys(connection, relation);
  std::erase(keys, sorted(relation.identity));
  return keys;
}

std::vector<std::string> column_types(TargetConnection& connection, const Relation& relation) {
  std::vector<std::string> types;
  for (const auto& row :
       connection.query("SELECT column_name, data_type FROM information_schema.columns WHERE " +
                        where_table(connection, relation.target)))
    if (std::any_of(relation.columns.begin(), relation.columns.end(),
                    [&](const Column& column) { return same_column_name(*row[0], column.name); }))
      types.push_back(row[1].value_or(""));
  return types;
}

}  // namespace applier
