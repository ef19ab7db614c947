// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/fold.hpp"

#include <algorithm>
#include <utility>

namespace applier {

using frame::Identity;
using frame::OldRow;

Fold::Table& Fold::table_of(const Relation& relation) {
  if (last_ != nullptr && last_->relation == &relation) return *last_;
  Table& table = tables_[relation.id];
  if (table.relation != &relation) {
    if (table.relation != nullptr) {
      close(table);
      table.in_order = true;
    }
    table.relation = &relation;
    table.index.reset(relation.identity.size());
    table.gone.reset(relation.columns.size());
  }
  last_ = &table;
  return table;
}

// A key column that is an unchanged TOAST value has not changed either.
bool key_changes(const Change& change) {
  if (change.action != Action::Update || change.old_kind != OldRow::Key) return false;
  const std::vector<std::uint16_t>& identity = change.relation->identity;
  for (std::size_t i = 0; i < identity.size(); ++i) {
    const Value& after = change.new_row[identity[i]];
    if (!after.is_unchanged() && !same_value(after, change.old_row[i])) return true;
  }
  return false;
}

bool Fold::must_stand_alone(const Change& change) const {
  if (change.action == Action::Truncate || change.settles) return true;
  // Deleted rows that stay give way to a new one that has any of their keys, and folding leaves
  // keys out that a row had in between.
  if (change.relation->deletion_mark && !change.relation->unique_keys.empty()) return true;
  if (change.action == Action::Insert) return false;
  if (change.relation->identity_kind != Identity::Key) return true;
  return key_changes(change);
}

const Value* Fold::key_of(const Change& change) {
  if (change.old_kind == OldRow::Key) return change.old_row;
  const std::vector<std::uint16_t>& identity = change.relation->identity;
  Value* key = arena_.array<Value>(identity.size());
  for (std::size_t i = 0; i < identity.size(); ++i) key[i] = change.new_row[identity[i]];
  return key;
}

void Fold::add(const Change& change) {
  Table& table = table_of(*change.relation);
  if (must_stand_alone(change)) return add_alone(table, change);
  if (change.relation->identity_kind != Identity::Key) {
    table.gone.reset(change.relation->columns.size());
    table.entries.push_back({nullptr, change.new_row, Net::Insert, change.late});
    return;
  }
  const Value* key = key_of(change);
  const std::uint32_t found = table.index.find(key);
  if (found != RowIndex::kNone) return fold_into(table, table.entries[found], change);
  table.index.add(key, static_cast<std::uint32_t>(table.entries.size()));
  const bool marked = change.action == Action::Delete && change.relation->deletion_mark;
  const Net net = change.action == Action::Insert             ? Net::Insert
                  : change.action == Action::Update || marked ? Net::Update
                                                              : Net::Delete;
  table.entries.push_back({key, change.new_row, net, change.late, marked});
}

// Takes from `before` what `after` does not carry.
static void merge(const Relation& relation, Value* after, const Value* before) {
  for (std::size_t i = 0; i < relation.columns.size(); ++i)
    if (after[i].is_unchanged()) after[i] = before[i];
}

void Fold::fold_into(Table& table, Entry& entry, const Change& change) {
  entry.late |= change.late;
  if (change.relation->deletion_mark) return fold_marking(table, entry, change);
  const bool has_row =
      entry.net == Net::Insert || entry.net == Net::Update || entry.net == Net::DeleteThenInsert;
  switch (change.action) {
    case Action::Insert:
      // A second insert of a living row is the source's to explain: both go to the server.
      if (has_row) return add_alone(table, change);
      entry.net = entry.net == Net::Delete ? Net::DeleteThenInsert : Net::Insert;
      entry.row = change.new_row;
      return;
    case Action::Update:
      if (!has_row) return add_alone(table, change);
      merge(*table.relation, change.new_row, entry.row);
      entry.row = change.new_row;
      return;
    default:
      if (!has_row) return add_alone(table, change);
      entry.net = entry.net != Net::Insert      ? Net::Delete
                  : change.relation->overwrites ? Net::Passed
                                                : Net::Nothing;
      return;
  }
}

void Fold::fold_marking(Table& table, Entry& entry, const Change& change) {
  const bool inserts = change.action == Action::Insert;
  if (inserts != entry.marked) return add_alone(table, change);
  if (!inserts) merge(*table.relation, change.new_row, entry.row);
  // The row that was deleted is not one that stays: it was here before the unit, unless it was
  // inserted in it.
  if (inserts && entry.net == Net::Update) entry.net = Net::DeleteThenInsert;
  entry.row = change.new_row;
  entry.marked = change.action == Action::Delete;
}

// A row is in one step only.
static void add_row(Step& step, const Value* key, const Value* row, bool deletes, bool inserts) {
  if (deletes) step.deletes.push_back(key);
  if (inserts) step.inserts.push_back(row);
  if (!deletes && !inserts) step.updates.push_back({key, row});
}

// Rows that are neighbours in the target's index are written one after the other, which spares it
// pages; and all units take their locks in the same order.
void Fold::sort(Table& table) {
  if (table.relation->identity_kind != Identity::Key) return;
  const std::size_t columns = table.relation->identity.size();
  const auto before = [&](const Entry& left, const Entry& right) {
    return key_before(left.key, right.key, columns);
  };
  if (!std::is_sorted(table.entries.begin(), table.entries.end(), before))
    std::sort(table.entries.begin(), table.entries.end(), before);
}

void Fold::close(Table& table) {
  sort(table);
  Step steps[2];
  for (const Entry& entry : table.entries) {
    if (entry.net == Net::Nothing) continue;
    const bool replaced = entry.net == Net::DeleteThenInsert;
    Step& step = steps[split_ && (entry.late || table.in_order)];
    if (entry.net == Net::Passed)
      step.passed.push_back(entry.row);
    else
      add_row(step, entry.key, entry.row, entry.net == Net::Delete || replaced,
              entry.net == Net::Insert || replaced);
  }
  table.entries.clear();
  table.index.reset(table.relation->identity.size());
  for (const bool late : {false, true}) {
    Step& step = steps[late];
    step.relation = table.relation;
    if (step.deletes.empty() && step.updates.empty() && step.inserts.empty() && step.passed.empty())
      continue;
    (late ? steps_.late : steps_.early).push_back(std::move(step));
  }
}

static bool is_keyless(const Change& change, Action action) {
  return change.action == action && change.old_kind == OldRow::Full;
}

// Of transactions that delete equal rows each says when it was.
static bool marks_alike(const Change& left, const Change& right) {
  return !left.relation->deletion_mark ||
         same_key(left.new_row, right.new_row, left.relation->columns.size());
}

// Equal rows without a key are one as good as the other: rows that are deleted one after another
// count by their values, and so does an update that is repeated.
Step* Fold::equal_step(const Table& table, const Change& change) {
  std::vector<Step>& steps = ordered_steps();
  if (is_keyless(change, Action::Delete)) {
    const std::uint32_t found = table.gone.find(change.old_row);
    if (found == RowIndex::kNone) return nullptr;
    return marks_alike(*steps[found].alone, change) ? &steps[found] : nullptr;
  }
  if (!is_keyless(change, Action::Update) || steps.empty() || !table.entries.empty())
    return nullptr;
  const Change* last = steps.back().alone;
  const std::size_t columns = change.relation->columns.size();
  const bool equal = last != nullptr && last->relation == change.relation &&
                     is_keyless(*last, Action::Update) &&
                     same_key(last->old_row, change.old_row, columns) &&
                     same_key(last->new_row, change.new_row, columns);
  return equal ? &steps.back() : nullptr;
}

// From here on the table's steps keep their order; what came before may have been split.
void Fold::add_alone(Table& table, const Change& change) {
  if (Step* step = equal_step(table, change)) {
    ++step->times;
    return;
  }
  close(table);
  table.in_order = true;
  std::vector<Step>& steps = ordered_steps();
  const bool deletes = is_keyless(change, Action::Delete);
  if (!deletes || table.gone.find(change.old_row) != RowIndex::kNone)
    table.gone.reset(change.relation->columns.size());
  if (deletes) table.gone.add(change.old_row, static_cast<std::uint32_t>(steps.size()));
  Step& step = steps.emplace_back();
  step.relation = table.relation;
  step.alone = &change;
}

Steps Fold::take() {
  for (auto& [id, table] : tables_) close(table);
  return std::move(steps_);
}

}  // namespace applier
