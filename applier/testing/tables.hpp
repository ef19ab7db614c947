// SPDX-License-Identifier: PostgreSQL
// One server's tables of numbers, as strict as the writer: what a change or a step is about must be
// there, once.  Where deleted rows stay, their mark is a number other than zero.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "applier/schedule/fold.hpp"

namespace applier::testing {

class Tables {
 public:
  using Row = std::vector<std::int64_t>;

  // These columns of the table, beside its identity, are unique after every single change.
  void keep_unique(std::uint32_t id, std::vector<std::size_t> columns) {
    unique_[id] = std::move(columns);
  }

  // Sorted.
  std::vector<Row> rows(std::uint32_t id) const {
    const auto found = tables_.find(id);
    if (found == tables_.end()) return {};
    std::vector<Row> rows = found->second;
    std::ranges::sort(rows);
    return rows;
  }

  void apply(const Change& change) {
    const Relation& relation = *change.relation;
    if (change.action == Action::Truncate) return truncate(relation, change.new_row);
    if (change.action != Action::Delete) make_way(relation, change.new_row);
    if (change.action == Action::Insert) return insert(relation, change.new_row);
    if (change.action == Action::Delete && relation.deletion_mark)
      return update(relation, change.old_row, change.new_row);
    if (change.action == Action::Delete) return remove(relation, change.old_row);
    if (change.old_kind != frame::OldRow::None)
      return update(relation, change.old_row, change.new_row);
    std::vector<Value> key;
    for (std::uint16_t position : relation.identity) key.push_back(change.new_row[position]);
    update(relation, key.data(), change.new_row);
  }

  void apply(const Step& step) {
    if (step.alone != nullptr) {
      for (std::uint32_t i = 0; i < step.times; ++i) apply(*step.alone);
      return;
    }
    for (const Value* row : step.passed) make_way(*step.relation, row);
    for (const Value* key : step.deletes) remove(*step.relation, key);
    for (const RowUpdate& row : step.updates) update(*step.relation, row.key, row.row);
    for (const Value* row : step.inserts) make_way(*step.relation, row);
    for (const Value* row : step.inserts) insert(*step.relation, row);
  }

  // Gives `row` what it has as unchanged, from the row of this key.
  void complete(const Relation& relation, const Value* key, Value* row) {
    const Row& found = find(relation, key);
    for (std::size_t i = 0; i < relation.columns.size(); ++i) {
      if (!row[i].is_unchanged()) continue;
      row[i].kind = frame::ValueKind::Integer;
      row[i].integer = found[i];
    }
  }

  static bool is_marked(const Relation& relation, const Row& row) {
    return relation.deletion_mark && row[*relation.deletion_mark] != 0;
  }

 private:
  // By its identity, or by all columns.
  Row& find(const Relation& relation, const Value* key) {
    std::vector<Row>& rows = tables_[relation.id];
    const auto is_it = [&](const Row& row) {
      if (is_marked(relation, row)) return false;
      if (relation.identity_kind != frame::Identity::Key)
        return std::ranges::equal(row, std::span(key, row.size()), {}, {}, &Value::integer);
      for (std::size_t i = 0; i < relation.identity.size(); ++i)
        if (row[relation.identity[i]] != key[i].integer) return false;
      return true;
    };
    BOOST_REQUIRE_EQUAL(std::ranges::count_if(rows, is_it), 1);
    return *std::ranges::find_if(rows, is_it);
  }

  void insert(const Relation& relation, const Value* row) {
    Row& added = tables_[relation.id].emplace_back(relation.columns.size());
    for (std::size_t i = 0; i < added.size(); ++i) BOOST_REQUIRE(!row[i].is_unchanged());
    set(relation, added, row);
  }

  // A deleted row gives way to another of its key.
  void make_way(const Relation& relation, const Value* row) {
    if (!relation.deletion_mark || relation.identity.empty()) return;
    std::erase_if(tables_[relation.id], [&](const Row& other) {
      return is_marked(relation, other) && std::ranges::all_of(relation.identity, [&](auto i) {
               return !row[i].is_unchanged() && other[i] == row[i].integer;
             });
    });
  }

  void truncate(const Relation& relation, const Value* row) {
    std::vector<Row>& rows = tables_[relation.id];
    if (!relation.deletion_mark) return rows.clear();
    for (Row& each : rows)
      if (!is_marked(relation, each)) set(relation, each, row);
  }

  void update(const Relation& relation, const Value* key, const Value* row) {
    set(relation, find(relation, key), row);
  }

  void remove(const Relation& relation, const Value* key) {
    Row& gone = find(relation, key);
    std::swap(gone, tables_[relation.id].back());
    tables_[relation.id].pop_back();
  }

  void set(const Relation& relation, Row& changed, const Value* row) {
    for (std::size_t i = 0; i < changed.size(); ++i)
      if (!row[i].is_unchanged()) changed[i] = row[i].integer;
    const auto is_unique = [&](const auto& columns) {
      return std::ranges::count_if(tables_[relation.id], [&](const Row& other) {
               return std::ranges::all_of(columns, [&](auto i) { return other[i] == changed[i]; });
             }) == 1;
    };
    if (!relation.identity.empty()) BOOST_REQUIRE(is_unique(relation.identity));
    for (std::size_t column : unique_[relation.id])
      BOOST_REQUIRE(is_unique(std::vector<std::size_t>{column}));
  }

  std::map<std::uint32_t, std::vector<Row>> tables_;
  std::map<std::uint32_t, std::vector<std::size_t>> unique_;
};

}  // namespace applier::testing
