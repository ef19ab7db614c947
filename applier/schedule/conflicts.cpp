// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/conflicts.hpp"

#include <algorithm>
#include <optional>

#include "applier/schedule/row_key.hpp"

namespace applier {
namespace {

using frame::Identity;
using frame::OldRow;

// Of the table in the target: all that fill one table have one number.
std::uint64_t table_number(const Relation& relation) {
  return relation.shared_target != 0 ? relation.shared_target : relation.id;
}

// Tells the keys of tables, and of one table, apart.  Values are added to it, and many are small
// numbers, so that seeds must be far apart: by multiples of an odd number without a pattern (2^64
// by the golden ratio).
std::uint64_t key_seed(const Relation& relation, std::size_t key) {
  return ((table_number(relation) << 16) + key + 1) * 0x9e3779b97f4a7c15u;
}

bool is_exclusive(const Change& change) {
  if (change.action == Action::Truncate) return true;
  return change.action != Action::Insert && change.relation->identity_kind != Identity::Key;
}

// Of a row of all columns; nothing where a column of the key is NULL, so that it is not unique, or
// was not sent.
std::optional<std::uint64_t> hash_unique(const Change& change, std::size_t key, const Value* row) {
  std::uint64_t hash = key_seed(*change.relation, key + 1);
  for (std::uint16_t column : change.relation->unique_keys[key]) {
    if (row[column].is_null() || row[column].is_unchanged()) return std::nullopt;
    hash = hash_loosely(hash, row[column]);
  }
  return hash;
}

}  // namespace

std::uint64_t Conflicts::note(const Change& change, std::uint64_t sequence) {
  std::uint64_t after = std::max(barrier_, note_table(change, sequence));
  const Relation& relation = *change.relation;
  if (relation.identity_kind == Identity::Key && change.action != Action::Truncate) {
    const std::uint64_t seed = key_seed(relation, 0);
    const std::vector<std::uint16_t>& identity = relation.identity;
    const Value* old_key = change.old_kind == OldRow::Key ? change.old_row : nullptr;
    if (old_key != nullptr)
      after = std::max(after, note_row(hash_key(old_key, identity.size(), seed), sequence));
    if (change.action != Action::Delete)
      after = std::max(
          after, note_row(hash_key_of_row(change.new_row, identity, seed, old_key), sequence));
  }
  for (std::size_t key = 0; key < relation.unique_keys.size(); ++key) {
    if (change.action == Action::Insert || change.action == Action::Update)
      if (const auto hash = hash_unique(change, key, change.new_row))
        after = std::max(after, note_row(*hash, sequence));
    if (change.old_kind == OldRow::Full)
      if (const auto hash = hash_unique(change, key, change.old_row))
        after = std::max(after, note_row(*hash, sequence));
  }
  return after <= committed_ ? 0 : after;
}

void Conflicts::note_barrier(std::uint64_t sequence) {
  barrier_ = sequence;
}

std::uint64_t Conflicts::note_table(const Change& change, std::uint64_t sequence) {
  Table& table = tables_[table_number(*change.relation)];
  std::uint64_t after = table.exclusive == sequence ? 0 : table.exclusive;
  if (is_exclusive(change)) {
    after = std::max(after, table.shared == sequence ? table.shared_before : table.shared);
    table.exclusive = sequence;
  } else if (table.shared != sequence) {
    table.shared_before = table.shared;
    table.shared = sequence;
  }
  return after;
}

std::uint64_t Conflicts::note_row(std::uint64_t hash, std::uint64_t sequence) {
  if (2 * (used_ + 1) > rows_.size()) make_room();
  const std::size_t mask = rows_.size() - 1;
  std::size_t i = hash & mask;
  while (rows_[i].sequence != 0 && rows_[i].hash != hash) i = (i + 1) & mask;
  Row& row = rows_[i];
  const std::uint64_t before = row.sequence == sequence ? 0 : row.sequence;
  if (row.sequence == 0) ++used_;
  row = {hash, sequence};
  return before;
}

// Keeps the rows of tasks that are still under way, in a table that they fill a quarter of.
void Conflicts::make_room() {
  std::vector<Row> old;
  old.swap(rows_);
  const auto live = static_cast<std::size_t>(std::count_if(
      old.begin(), old.end(), [&](const Row& row) { return row.sequence > committed_; }));
  std::size_t size = 1024;
  while (size < 4 * (live + 1)) size *= 2;
  rows_.resize(size);
  used_ = live;
  for (const Row& row : old) {
    if (row.sequence <= committed_) continue;
    std::size_t i = row.hash & (size - 1);
    while (rows_[i].sequence != 0) i = (i + 1) & (size - 1);
    rows_[i] = row;
  }
}

}  // namespace applier
