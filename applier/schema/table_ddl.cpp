// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/table_ddl.hpp"

#include <algorithm>

#include "applier/schema/key_column.hpp"
#include "applier/schema/mysql_literal.hpp"
#include "applier/schema/row_hash.hpp"
#include "applier/write/identifier.hpp"

namespace applier {
namespace {

std::string key_columns(const Relation& relation, const std::vector<std::uint16_t>& key) {
  std::string list;
  for (std::uint16_t position : key)
    list += (list.empty() ? "" : ", ") + key_column_name(relation.columns[position]);
  return "(" + list + ")";
}

bool contains(const std::vector<std::uint16_t>& key, std::size_t position) {
  return std::find(key.begin(), key.end(), position) != key.end();
}

// Whether two keys have the same columns, in whatever order.
bool same_columns(std::vector<std::uint16_t> left, std::vector<std::uint16_t> right) {
  std::sort(left.begin(), left.end());
  std::sort(right.begin(), right.end());
  return left == right;
}

std::string attributes_text(const TablePlan::Column& column) {
  std::string text;
  if (column.is_numbered) text += " AUTO_INCREMENT";
  if (!column.default_sql.empty()) text += " DEFAULT " + column.default_sql;
  if (!column.comment.empty()) text += " COMMENT " + mysql_literal(column.comment);
  return text;
}

}  // namespace

std::string create_database_text(const TargetName& target) {
  return "CREATE DATABASE IF NOT EXISTS " + quoted_identifier(target.database) +
         " CHARACTER SET utf8mb4";
}

std::string create_table_text(const Relation& relation, const TablePlan& plan) {
  const std::vector<std::uint16_t>& primary =
      relation.primary_key.empty() ? relation.identity : relation.primary_key;
  const std::string row_hash = quoted_identifier(row_hash_column().name);
  std::string lines;
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Column& column = relation.columns[i];
    // Outside of keys NULL stays possible, whatever the source says: it costs nothing, and leaves
    // the source free to drop its NOT NULL.
    const bool in_key = contains(primary, i) || contains(relation.identity, i) ||
                        contains(relation.key_constants, i);
    lines += (i == 0 ? "" : ",\n  ") + quoted_identifier(column.name) + " " + column.mysql_type +
             (in_key ? " NOT NULL" : " NULL");
    if (!plan.columns.empty()) lines += attributes_text(plan.columns[i]);
  }
  bool any_hashed = false;
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Column& column = relation.columns[i];
    if (!is_hashed(column) || !(contains(primary, i) || contains(relation.identity, i))) continue;
    lines += ",\n  " + hash_column_definition(column);
    any_hashed |= contains(primary, i);
  }
  // MariaDB has no primary key of generated columns.
  if (!primary.empty())
    lines += (any_hashed ? ",\n  UNIQUE KEY `primary_key` " : ",\n  PRIMARY KEY ") +
             key_columns(relation, primary);
  if (!relation.identity.empty() && !same_columns(primary, relation.identity))
    lines += ",\n  UNIQUE KEY `replica_identity` " + key_columns(relation, relation.identity);
  if (primary.empty() && !relation.key_constants.empty())
    lines += ",\n  KEY `constants` " + key_columns(relation, relation.key_constants);
  if (!relation.hashed_attributes.empty())
    lines +=
        ",\n  " + row_hash_definition(relation) + ",\n  KEY " + row_hash + " (" + row_hash + ")";
  return "CREATE TABLE " + quoted_name(relation.target) + " (\n  " + lines + "\n)" +
         (plan.comment.empty() ? "" : " COMMENT = " + mysql_literal(plan.comment));
}

std::string add_index_text(const Relation& relation, const PlannedIndex& index) {
  std::string parts;
  for (const PlannedIndex::Part& part : index.parts) {
    parts += (parts.empty() ? "" : ", ") + quoted_identifier(relation.columns[part.position].name);
    if (part.prefix > 0) parts += "(" + std::to_string(part.prefix) + ")";
    if (part.is_descending) parts += " DESC";
  }
  return std::string("ADD ") + (index.is_unique ? "UNIQUE " : "") + "KEY " +
         quoted_identifier(index.name) + " (" + parts + ")";
}

std::string add_indexes_text(const Relation& relation, const std::vector<PlannedIndex>& indexes) {
  std::string lines;
  for (const PlannedIndex& index : indexes)
    lines += (lines.empty() ? "\n  " : ",\n  ") + add_index_text(relation, index);
  return "ALTER TABLE " + quoted_name(relation.target) + lines;
}

std::string add_foreign_keys_text(const TargetName& table,
                                  const std::vector<PlannedForeignKey>& keys) {
  std::string lines;
  for (const PlannedForeignKey& key : keys)
    lines += (lines.empty() ? "\n  ADD " : ",\n  ADD ") + key.definition;
  return "ALTER TABLE " + quoted_name(table) + lines;
}

}  // namespace applier
