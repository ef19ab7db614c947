// SPDX-License-Identifier: PostgreSQL
#include "applier/write/settling.hpp"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "applier/schedule/row_key.hpp"

namespace applier {
namespace {

using Form = RowStatement::Form;

std::vector<std::uint16_t> every_position(const Relation& relation) {
  std::vector<std::uint16_t> positions(relation.columns.size());
  std::iota(positions.begin(), positions.end(), 0);
  return positions;
}

}  // namespace

namespace {

Error lost_row(const Relation& relation) {
  Error error(
      fmt::format("the interrupted copy of table \"{}\" cannot be completed",
                  relation.source_name()),
      "A row changed its key meanwhile and is not to be found under either, and the log has "
      "not all of it.",
      "The table is copied again.", Remedy::Resume);
  error.copy_again(relation.id);
  return error;
}

}  // namespace

Settling::Settling(TargetConnection& connection, const Relation& relation)
    : connection_(connection),
      relation_(relation),
      every_column_(every_position(relation)),
      insert_(connection, Form::ManyRows, columns(every_column_),
              [&relation](std::size_t rows) { return insert_text(relation, rows); }),
      delete_(connection, Form::ManyRows, columns(relation.identity),
              [&relation](std::size_t rows) { return delete_text(relation, rows); }),
      probe_(connection, Form::OneRow, columns(relation.identity),
             [&relation](std::size_t) { return probe_text(relation); }) {}

std::vector<const Column*> Settling::columns(Positions positions) const {
  std::vector<const Column*> columns;
  for (std::uint16_t position : positions) columns.push_back(&relation_.columns[position]);
  return columns;
}

std::vector<Value> Settling::key_of(const Value* row) const {
  std::vector<Value> key;
  for (std::uint16_t column : relation_.identity) key.push_back(row[column]);
  return key;
}

void Settling::write(const Change& change) {
  switch (change.action) {
    case Action::Insert:
      return insert(change.new_row);
    case Action::Delete:
      return remove(change.old_row);
    default:
      if (change.old_kind == frame::OldRow::Key) return change_key(change.old_row, change.new_row);
      update(key_of(change.new_row).data(), change.new_row, false);
  }
}

void Settling::insert(const Value* row) {
  replace({&row, 1});
}

void Settling::replace(std::span<const Value* const> rows) {
  std::vector<Value> keys;
  keys.reserve(rows.size() * relation_.identity.size());
  cells_.clear();
  for (const Value* row : rows)
    for (std::uint16_t column : relation_.identity) {
      keys.push_back(row[column]);
      cells_.push_back(&keys.back());
    }
  delete_.execute(cells_);
  cells_.clear();
  for (const Value* row : rows)
    for (std::uint16_t column : every_column_) cells_.push_back(row + column);
  insert_.execute(cells_);
}

void Settling::remove(const Value* key) {
  cells_.clear();
  for (std::size_t i = 0; i < relation_.identity.size(); ++i) cells_.push_back(key + i);
  delete_.execute(cells_);
}

std::uint64_t Settling::count(const Value* key) {
  cells_.clear();
  for (std::size_t i = 0; i < relation_.identity.size(); ++i) cells_.push_back(key + i);
  return probe_.execute(cells_);
}

RowStatement& Settling::update_statement(const Set& set) {
  const auto found = updates_.find(set);
  if (found != updates_.end()) return found->second;
  std::vector<const Column*> parameters = columns(set);
  for (const Column* column : columns(relation_.identity)) parameters.push_back(column);
  return updates_
      .try_emplace(set, connection_, Form::OneRow, std::move(parameters),
                   [this, set](std::size_t) { return update_text(relation_, set); })
      .first->second;
}

std::uint64_t Settling::update(const Value* key, const Value* row, bool with_key) {
  const std::vector<std::uint16_t>& identity = relation_.identity;
  Set set;
  for (std::uint16_t column : every_column_) {
    const bool in_key = std::find(identity.begin(), identity.end(), column) != identity.end();
    if (!row[column].is_unchanged() && (with_key || !in_key)) set.push_back(column);
  }
  if (set.empty()) return 0;
  cells_.clear();
  for (std::uint16_t column : set) cells_.push_back(row + column);
  for (std::size_t i = 0; i < identity.size(); ++i) cells_.push_back(key + i);
  return update_statement(set).execute(cells_);
}

// Where the row is there under its new key already, it is that of the last snapshot, and what is
// under the old key is not wanted any more.  Where it is under neither, it may have been deleted
// before the last snapshot, and then a later change deletes it again; or it was there, and gave way
// to one that had its key before it.  So it is inserted, if the change has all of it.
void Settling::change_key(const Value* old_key, const Value* row) {
  std::vector<Value> new_key = key_of(row);
  for (std::size_t i = 0; i < new_key.size(); ++i)
    if (new_key[i].is_unchanged()) new_key[i] = old_key[i];
  if (count(new_key.data()) == 0) {
    if (update(old_key, row, true) > 0) return;
    const bool whole = std::none_of(row, row + relation_.columns.size(),
                                    [](const Value& value) { return value.is_unchanged(); });
    if (!whole) throw lost_row(relation_);
    return insert(row);
  }
  const bool same = std::equal(new_key.begin(), new_key.end(), old_key, same_value);
  if (!same) remove(old_key);
  update(new_key.data(), row, false);
}

std::size_t Settling::prepared() const {
  std::size_t count = insert_.prepared() + delete_.prepared() + probe_.prepared();
  for (const auto& [set, statement] : updates_) count += statement.prepared();
  return count;
}

void Settling::forget_prepared() {
  insert_.forget();
  delete_.forget();
  probe_.forget();
  updates_.clear();
}

}  // namespace applier
