// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/added_columns.hpp"

#include <functional>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/rules/added_column.hpp"
#include "applier/schema/key_width.hpp"
#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

using frame::Wire;

Column deletion_column(const std::string& name, Origin origin) {
  Column column;
  column.name = name;
  column.origin = origin;
  const bool is_time = origin == Origin::DeletionTime;
  column.mysql_type = is_time ? "DATETIME(6)" : "TINYINT(1)";
  column.wire = is_time ? Wire::Datetime : Wire::Boolean;
  return column;
}

std::uint16_t append(Relation& relation, Column column) {
  for (const Column& other : relation.columns)
    if (same_column_name(other.name, column.name))
      throw Error(
          fmt::format("table \"{}\" has a column \"{}\", and the rules add one of that name",
                      relation.source_name(), other.name),
          "MySQL's column names do not know case.",
          "Give the added column another name, or rename the table's by a rule.");
  relation.columns.push_back(std::move(column));
  ++relation.added;
  return static_cast<std::uint16_t>(relation.columns.size() - 1);
}

void begin_keys(Relation& relation) {
  const std::vector<std::uint16_t>& constants = relation.key_constants;
  for (std::vector<std::uint16_t>* key : {&relation.primary_key, &relation.identity}) {
    if (key->empty()) continue;
    key->insert(key->begin(), constants.begin(), constants.end());
    shorten_key(relation, *key);
  }
}

void share_target(Relation& relation) {
  if (relation.key_constants.empty())
    throw Error(
        fmt::format("table \"{}\" shares its target \"{}\".\"{}\", and no constant in the key "
                    "tells its rows from the others",
                    relation.source_name(), relation.target.database, relation.target.table),
        "A TRUNCATE of the table, or a copy that begins again, must find its own rows.",
        "Add a constant column with in_key = true to the rule, another value for every table.");
  const std::size_t hash =
      std::hash<std::string>{}(relation.target.database + '\0' + relation.target.table);
  relation.shared_target = hash | std::uint64_t{1} << 63;  // no table's own number
}

}  // namespace

bool adds_columns(const TableRules& rules) {
  return !rules.added.empty() || !rules.soft_delete_time.empty() ||
         !rules.soft_delete_flag.empty() || rules.many_to_one;
}

void add_columns(const TableRules& rules, Relation& relation) {
  for (const AddedColumn& added : rules.added) {
    if (added.kind == AddedColumn::Kind::Computed) continue;
    const std::uint16_t position = append(relation, added_column(added));
    if (added.in_key) relation.key_constants.push_back(position);
  }
  if (!relation.key_constants.empty()) begin_keys(relation);
  if (!rules.soft_delete_flag.empty())
    relation.deletion_mark =
        append(relation, deletion_column(rules.soft_delete_flag, Origin::DeletionFlag));
  if (!rules.soft_delete_time.empty())
    relation.deletion_mark =
        append(relation, deletion_column(rules.soft_delete_time, Origin::DeletionTime));
  if (rules.many_to_one) share_target(relation);
}

}  // namespace applier
