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
  const std::string key =
      key_bytes(key_of(*table.relation, change.new_row), table.relation->identity.size());
  make_way(table, key);
  if (table.relation->overwrites) table.passed.push_back(change.new_row);
  pass(table, change.new_row);
  table.living[key] = table.rows.size();
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
  pass(table, now);
  if (change.old_kind != OldRow::Key) return;
  const std::size_t keys = relation.identity.size();
  const auto node = table.living.extract(key_bytes(old_key, keys));
  const std::string key = key_bytes(key_of(relation, now), keys);
  make_way(table, key);
  table.living[key] = node.mapped();
}

void Replacement::remove(Table& table, const Change& change) {
  Row& row = find(table, change.old_row);
  Places::node_type place =
      table.living.extract(key_bytes(change.old_row, table.relation->identity.size()));
  if (table.relation->deletion_mark) return mark(table, change, std::move(place));
  row.now = nullptr;
}

// The row is updated in its place, with what the unit has made of it.
void Replacement::mark(Table& table, const Change& change, Places::node_type place) {
  const Relation& relation = *table.relation;
  Row& row = table.rows[place.mapped()];
  Value* now = arena_.array<Value>(relation.columns.size());
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const bool kept = change.new_row[i].is_unchanged() && row.now != nullptr;
    now[i] = kept ? row.now[i] : change.new_row[i];
  }
  row.now = now;
  row.marked = true;
  table.marked.insert(std::move(place));
}

// What a row was for a while, the target's deleted rows made way for.
void Replacement::pass(Table& table, const Value* row) {
  if (table.relation->deletion_mark) table.passed.push_back(row);
}

// A deleted row that stays gives way to another of its key.
void Replacement::make_way(Table& table, const std::string& key) {
  const Places::node_type place = table.marked.extract(key);
  if (!place.empty()) table.rows[place.mapped()].now = nullptr;
}

void Replacement::close(Table& table) {
  Step step;
  step.relation = table.relation;
  for (const Row& row : table.rows) {
    if (row.marked && row.now != nullptr) continue;
    if (row.original != nullptr) step.deletes.push_back(row.original);
    if (row.now == nullptr) continue;
    if (row.original != nullptr) complete_(*table.relation, row.original, row.now);
    step.inserts.push_back(row.now);
  }
  if (table.relation->deletion_mark) write_marked(table, step);
  table.rows.clear();
  table.living.clear();
  table.marked.clear();
  if (!table.passed.empty()) write_passed(table, step);
  if (!step.deletes.empty() || !step.inserts.empty()) write(std::move(step));
}

// What is to be deleted goes first.
void Replacement::write_marked(Table& table, Step& step) {
  Step inserts;
  inserts.relation = table.relation;
  Step deletes = inserts;
  deletes.deletes.swap(step.deletes);
  deletes.passed.swap(table.passed);
  if (!deletes.deletes.empty() || !deletes.passed.empty()) write(std::move(deletes));
  for (const Row& row : table.rows) {
    if (!row.marked || row.now == nullptr) continue;
    if (row.original == nullptr) {
      inserts.inserts.push_back(row.now);
    } else {
      update_marked(*table.relation, row);
    }
  }
  if (!inserts.inserts.empty()) write(std::move(inserts));
}

// Rows that were there before the copy, under keys that rows of the unit had; its own are gone by
// then.
void Replacement::write_passed(Table& table, Step& step) {
  Step deletes;
  deletes.relation = table.relation;
  deletes.deletes.swap(step.deletes);
  if (!deletes.deletes.empty()) write(std::move(deletes));
  Step passed;
  passed.relation = table.relation;
  passed.passed.swap(table.passed);
  write(std::move(passed));
}

void Replacement::update_marked(const Relation& relation, const Row& row) {
  Change change;
  change.action = Action::Update;
  change.old_kind = OldRow::Key;
  change.relation = &relation;
  change.old_row = arena_.array<Value>(relation.identity.size());
  std::copy_n(row.original, relation.identity.size(), change.old_row);
  change.new_row = row.now;
  Step step;
  step.relation = &relation;
  step.alone = &change;
  write(std::move(step));
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
