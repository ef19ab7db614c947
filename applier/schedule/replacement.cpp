// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/replacement.hpp"

#include <algorithm>
#include <utility>

namespace applier {
namespace {

using frame::Identity;
using frame::OldRow;

// Equal for equal keys, and only for those.
std::string key_bytes(const Value* key, std::size_t columns) {
  std::string bytes;
  for (std::size_t i = 0; i < columns; ++i) {
    bytes += static_cast<char>(key[i].kind);
    if (key[i].is_bytes()) {
      bytes.append(reinterpret_cast<const char*>(&key[i].length), sizeof key[i].length);
      bytes += key[i].bytes();
    } else if (key[i].kind == frame::ValueKind::Float) {
      bytes.append(reinterpret_cast<const char*>(&key[i].single), sizeof key[i].single);
    } else if (!key[i].is_null()) {
      bytes.append(reinterpret_cast<const char*>(&key[i].integer), sizeof key[i].integer);
    }
  }
  return bytes;
}

}  // namespace

Replacement::Table& Replacement::table_of(const Relation& relation) {
  Table& table = tables_[relation.id];
  if (table.relation != &relation) {
    if (table.relation != nullptr) close(table);
    table.relation = &relation;
  }
  return table;
}

void Replacement::add(const Change& change) {
  Table& table = table_of(*change.relation);
  // What does not name its row by a key can only be done in its place.
  if (change.action == Action::Truncate || change.relation->identity_kind != Identity::Key) {
    close(table);
    Step step;
    step.relation = change.relation;
    step.alone = &change;
    return write(std::move(step));
  }
  if (change.action == Action::Insert) return insert(table, change);
  if (change.action == Action::Update) return update(table, change);
  remove(table, change);
}

const Value* Replacement::key_of(const Relation& relation, const Value* row) {
  Value* key = arena_.array<Value>(relation.identity.size());
  for (std::size_t i = 0; i < relation.identity.size(); ++i) key[i] = row[relation.identity[i]];
  return key;
}

// The living row of this key; one that the unit has not met yet is the target's.
Replacement::Row& Replacement::find(Table& table, const Value* key) {
  const auto [place, is_new] =
      table.living.try_emplace(key_bytes(key, table.relation->identity.size()), table.rows.size());
  if (is_new) table.rows.push_back({key, nullptr});
  return table.rows[place->second];
}

void Replacement::insert(Table& table, const Change& change) {
  const Value* key = key_of(*table.relation, change.new_row);
  table.living[key_bytes(key, table.relation->identity.size())] = table.rows.size();
  table.rows.push_back({nullptr, change.new_row});
}

void Replacement::update(Table& table, const Change& change) {
  const Relation& relation = *table.relation;
  Value* now = arena_.array<Value>(relation.columns.size());
  std::copy_n(change.new_row, relation.columns.size(), now);
  const Value* old_key =
      change.old_kind == OldRow::Key ? change.old_row : key_of(relation, change.new_row);
  // A key column that is an unchanged TOAST value has not changed either.
  for (std::size_t i = 0; i < relation.identity.size(); ++i)
    if (now[relation.identity[i]].is_unchanged()) now[relation.identity[i]] = old_key[i];
  Row& row = find(table, old_key);
  for (std::size_t i = 0; i < relation.columns.size(); ++i)
    if (now[i].is_unchanged() && row.now != nullptr) now[i] = row.now[i];
  row.now = now;
  if (change.old_kind != OldRow::Key) return;
  const std::size_t keys = relation.identity.size();
  const auto node = table.living.extract(key_bytes(old_key, keys));
  table.living[key_bytes(key_of(relation, now), keys)] = node.mapped();
}

void Replacement::remove(Table& table, const Change& change) {
  Row& row = find(table, change.old_row);
  row.now = nullptr;
  table.living.erase(key_bytes(change.old_row, table.relation->identity.size()));
}

void Replacement::close(Table& table) {
  Step step;
  step.relation = table.relation;
  for (const Row& row : table.rows) {
    if (row.original != nullptr) step.deletes.push_back(row.original);
    if (row.now == nullptr) continue;
    if (row.original != nullptr) complete_(*table.relation, row.original, row.now);
    step.inserts.push_back(row.now);
  }
  table.rows.clear();
  table.living.clear();
  if (!step.deletes.empty() || !step.inserts.empty()) write(std::move(step));
}

void Replacement::write(Step step) {
  std::vector<Step> steps;
  steps.push_back(std::move(step));
  write_(steps);
}

void Replacement::finish() {
  for (auto& [id, table] : tables_) close(table);
}

}  // namespace applier
