// SPDX-License-Identifier: PostgreSQL
#include "applier/write/marked_rows.hpp"

#include <algorithm>

namespace applier {

MarkedRows::MarkedRows(TargetConnection& connection, const Relation& relation)
    : relation_(relation) {
  if (!relation.identity.empty()) add_key(connection, relation.identity);
  for (const std::vector<std::uint16_t>& key : relation.unique_keys) add_key(connection, key);
}

void MarkedRows::add_key(TargetConnection& connection,
                         const std::vector<std::uint16_t>& positions) {
  std::vector<const Column*> parameters;
  for (std::uint16_t position : positions) parameters.push_back(&relation_.columns[position]);
  keys_.push_back(
      {positions, RowStatement(connection, RowStatement::Form::ManyRows, std::move(parameters),
                               [this, positions](std::size_t rows) {
                                 return delete_marked_text(relation_, positions, rows);
                               })});
}

void MarkedRows::make_way(std::span<const Value* const> rows) {
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

std::size_t MarkedRows::prepared() const {
  std::size_t count = 0;
  for (const Key& key : keys_) count += key.remove.prepared();
  return count;
}

void MarkedRows::forget_prepared() {
  for (Key& key : keys_) key.remove.forget();
}

}  // namespace applier
