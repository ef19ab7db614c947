// SPDX-License-Identifier: PostgreSQL
// Changes that a source could make, by chance, and the tables as it then has them.
//
// Four columns: c1 and c2 are unique at every moment, c3 only at the end of a unit.  Descriptions
// may come anew in the middle, with another identity: c1, c2, both, or the whole row.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "applier/testing/changes.hpp"
#include "applier/testing/relations.hpp"
#include "applier/testing/tables.hpp"
#include "frame/testing/seed.hpp"

namespace applier::testing {

class RandomChanges {
 public:
  static constexpr std::uint32_t kTables = 3;

  explicit RandomChanges(frame::testing::Chance& chance, bool describes_anew = true,
                         bool deleted_rows_stay = false)
      : chance_(chance), describes_anew_(describes_anew), deleted_rows_stay_(deleted_rows_stay) {
    for (std::uint32_t id = 1; id <= kTables; ++id) describe(id);
  }

  // As many single changes, and those that make c3 unique again.
  void add_unit(Changes& changes, std::size_t count) {
    whole_ = {1, 2, 3};
    for (; count > 0; --count) add(changes);
    for (std::uint32_t id = 1; id <= kTables; ++id) settle(changes, id);
  }

  const Tables& tables() const { return tables_; }

  // Whether nothing in the newest unit kept the table's rows from being told apart by one key all
  // the time.
  bool whole(std::uint32_t id) const { return whole_.contains(id); }

 private:
  static constexpr std::int64_t kKeys = 6;
  using Row = Tables::Row;

  void add(Changes& changes) {
    const auto id = static_cast<std::uint32_t>(1 + chance_.below(kTables));
    if (describes_anew_ && chance_.one_in(60)) describe(id);
    if (newest(id).identity_kind != frame::Identity::Key) whole_.erase(id);
    if (chance_.one_in(60)) {
      whole_.erase(id);
      return make(deleted_rows_stay_ ? changes.mark_all(newest(id), mark())
                                     : changes.truncate(newest(id)));
    }
    const auto key = static_cast<std::int64_t>(chance_.below(kKeys));
    const std::optional<Row> row = find(id, key);
    if (!row) return insert(changes, id, new_row(key));
    if (chance_.one_in(3)) return remove(changes, id, *row);
    Row after = *row;
    const auto other = static_cast<std::int64_t>(chance_.below(kKeys));
    if (chance_.one_in(4) && !find(id, other)) after[0] = other;
    if (chance_.one_in(4)) after[1] = fresh_++;
    if (chance_.one_in(2)) after[2] = small();
    if (chance_.one_in(2)) after[3] = small();
    update(changes, id, *row, after);
  }

  void describe(std::uint32_t id) {
    static const std::vector<std::vector<std::uint16_t>> kIdentities = {{0}, {0}, {1}, {0, 1}, {}};
    auto relation = keyed(4);
    relation->id = id;
    relation->identity = kIdentities[chance_.below(kIdentities.size())];
    if (relation->identity.empty()) relation->identity_kind = frame::Identity::Full;
    if (deleted_rows_stay_) relation = marking(relation);
    relations_[id].push_back(std::move(relation));
    whole_.erase(id);
  }

  const Relation& newest(std::uint32_t id) { return *relations_[id].back(); }

  std::optional<Row> find(std::uint32_t id, std::int64_t key) {
    for (const Row& row : tables_.rows(id))
      if (row[0] == key && !Tables::is_marked(newest(id), row)) return row;
    return std::nullopt;
  }

  Row new_row(std::int64_t key) {
    Row row = {key, fresh_++, small(), small()};
    if (deleted_rows_stay_) row.push_back(0);
    return row;
  }

  // What a DELETE sets.
  Changes::Row mark() {
    Changes::Row row(4, unchanged());
    row.push_back(integer(++marks_));
    return row;
  }

  void settle(Changes& changes, std::uint32_t id) {
    std::set<std::int64_t> seen;
    for (const Row& row : tables_.rows(id)) {
      if (Tables::is_marked(newest(id), row) || seen.insert(row[2]).second) continue;
      Row after = row;
      after[2] = fresh_++;
      update(changes, id, row, after);
    }
  }

  void insert(Changes& changes, std::uint32_t id, const Row& row) {
    make(changes.insert(newest(id), values(row)));
  }

  void remove(Changes& changes, std::uint32_t id, const Row& row) {
    const Relation& relation = newest(id);
    const bool is_keyed = relation.identity_kind == frame::Identity::Key;
    if (deleted_rows_stay_)
      make(is_keyed ? changes.mark(relation, key_of(relation, row), mark())
                    : changes.mark_full(relation, values(row), mark()));
    else if (is_keyed)
      make(changes.remove(relation, key_of(relation, row)));
    else
      make(changes.remove_full(relation, values(row)));
  }

  // What stays as it is may not be logged, except for a key that is not logged otherwise.
  void update(Changes& changes, std::uint32_t id, const Row& before, const Row& after) {
    const Relation& relation = newest(id);
    const bool is_full = relation.identity_kind != frame::Identity::Key;
    const Changes::Row old_key = key_of(relation, before);
    bool has_old = is_full || chance_.one_in(4);
    for (std::uint16_t i : relation.identity) has_old |= before[i] != after[i];
    Changes::Row row = values(after);
    for (std::size_t i = 0; i < relation.carried(); ++i) {
      const bool is_key = std::ranges::count(relation.identity, i) > 0;
      if (before[i] == after[i] && (has_old || !is_key) && chance_.one_in(2)) row[i] = unchanged();
    }
    if (is_full)
      make(changes.update_full(relation, values(before), row));
    else if (has_old)
      make(changes.update_key(relation, old_key, row));
    else
      make(changes.update(relation, row));
  }

  void make(const Changes& changes) { tables_.apply(changes.all().back()); }

  static Changes::Row values(const Row& row) {
    Changes::Row values;
    for (std::int64_t number : row) values.push_back(integer(number));
    return values;
  }
  static Changes::Row key_of(const Relation& relation, const Row& row) {
    Changes::Row key;
    for (std::uint16_t i : relation.identity) key.push_back(integer(row[i]));
    return key;
  }

  std::int64_t small() { return static_cast<std::int64_t>(chance_.below(8)); }

  frame::testing::Chance& chance_;
  const bool describes_anew_;
  const bool deleted_rows_stay_;
  std::map<std::uint32_t, std::vector<std::shared_ptr<Relation>>> relations_;
  Tables tables_;
  std::set<std::uint32_t> whole_;
  std::int64_t fresh_ = 1000;
  std::int64_t marks_ = 0;
};

}  // namespace applier::testing
