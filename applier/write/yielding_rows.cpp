// SPDX-License-Identifier: PostgreSQL
#include "applier/write/yielding_rows.hpp"

#include <algorithm>

namespace applier {

namespace {

std::string delete_marked(const Relation& relation, const std::vector<std::uint16_t>& key,
                          std::size_t rows) {
  return delete_marked_text(relation, key, rows);
}

std::string delete_any(const Relation& relation, const std::vector<std::uint16_t>&,
                       std::size_t rows) {
  return delete_text(relation, rows);
}

}  // namespace

YieldingRows::YieldingRows(TargetConnection& connection, const Relation& relation)
    : relation_(relation) {
  if (relation.overwrites) add_key(connection, relation.identity, delete_any);
  if (!relation.deletion_mark) return;
  if (!relation.identity.empty()) add_key(connection, relation.identity, delete_marked);
  for (const Positions& key : relation.unique_keys) add_key(connection, key, delete_marked);
}

void YieldingRows::add_key(TargetConnection& connection, const Positions& positions, Text text) {
  std::vector<const Column*> parameters;
  for (std::uint16_t position : positions) parameters.push_back(&relation_.columns[position]);
  keys_.push_back({positions, RowStatement(connection, RowStatement::Form::ManyRows,
                                           std::move(parameters), [=, this](std::size_t rows) {
                                             return text(relation_, positions, rows);
                                           })});
}

void YieldingRows::make_way(std::span<const Value* const> rows) {
  for (Key& key : keys_) {
    cells_.clear();
    for (const Value* row : rows) {
      const bool whole =
          std::none_of(key.positions.begin(), key.positions.end(),
                       [&](std::uint16_t i) { return row[i].is_null() || row[i].is_unchanged(); });
      if (!whole) continue;
      for (std::uint16_t position : key.positions) cells_.push_back(row + position);
    }
    key.remove.execute(cells_);
  }
}

std::size_t YieldingRows::prepared() const {
  std::size_t count = 0;
  for (const Key& key : keys_) count += key.remove.prepared();
  return count;
}

void YieldingRows::forget_prepared() {
  for (Key& key : keys_) key.remove.forget();
}

}  // namespace applier
