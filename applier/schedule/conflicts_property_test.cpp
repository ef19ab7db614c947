// SPDX-License-Identifier: PostgreSQL
// Random tasks, and what each must come after: told by hashes, and by a model that remembers
// everything and compares it.
#include <algorithm>
#include <map>
#include <set>
#include <string>

#include <boost/test/unit_test.hpp>

#include "applier/schedule/conflicts.hpp"
#include "applier/testing/changes.hpp"
#include "applier/testing/relations.hpp"
#include "frame/testing/seed.hpp"

using namespace applier;
using namespace applier::testing;
using frame::testing::Chance;

namespace {

// What a task touches, by name.
struct Touched {
  std::set<std::string> rows;      // "table/key/values"
  std::set<std::uint32_t> shared;  // tables
  std::set<std::uint32_t> exclusive;

  bool meets(const Touched& other) const {
    return common(rows, other.rows) || common(exclusive, other.exclusive) ||
           common(exclusive, other.shared) || common(shared, other.exclusive);
  }

 private:
  template <typename Set>
  static bool common(const Set& one, const Set& other) {
    return std::ranges::any_of(one, [&](const auto& name) { return other.contains(name); });
  }
};

std::string name_of(const Relation& relation, const std::string& key, std::vector<Value> values) {
  return std::to_string(relation.id) + "/" + key + "/" + shown(values.data(), values.size());
}

void touch(const Change& change, Touched& touched) {
  const Relation& relation = *change.relation;
  const bool is_keyed = relation.identity_kind == frame::Identity::Key;
  const bool is_exclusive =
      change.action == Action::Truncate || (!is_keyed && change.action != Action::Insert);
  (is_exclusive ? touched.exclusive : touched.shared).insert(relation.id);
  if (change.action == Action::Truncate) return;
  const auto picked = [](const Value* row, const std::vector<std::uint16_t>& positions) {
    std::vector<Value> values;
    for (std::uint16_t position : positions) values.push_back(row[position]);
    return values;
  };
  if (is_keyed && change.old_kind == frame::OldRow::Key)
    touched.rows.insert(
        name_of(relation, "identity", {change.old_row, change.old_row + relation.identity.size()}));
  if (change.action == Action::Delete) return;
  if (is_keyed)
    touched.rows.insert(name_of(relation, "identity", picked(change.new_row, relation.identity)));
  for (std::size_t i = 0; i < relation.unique_keys.size(); ++i) {
    const std::vector<Value> key = picked(change.new_row, relation.unique_keys[i]);
    const bool is_known = std::ranges::none_of(
        key, [](const Value& value) { return value.is_null() || value.is_unchanged(); });
    if (is_known) touched.rows.insert(name_of(relation, std::to_string(i), key));
  }
}

class Model {
 public:
  void note(const Touched& touched, std::uint64_t sequence) { tasks_[sequence] = touched; }
  void forget(std::uint64_t committed) {
    tasks_.erase(tasks_.begin(), tasks_.upper_bound(committed));
    if (barrier_ <= committed) barrier_ = 0;
  }
  void note_barrier(std::uint64_t sequence) { barrier_ = sequence; }

  std::uint64_t after(const Touched& touched) const {
    for (auto task = tasks_.rbegin(); task != tasks_.rend(); ++task)
      if (touched.meets(task->second)) return std::max(barrier_, task->first);
    return barrier_;
  }

 private:
  std::map<std::uint64_t, Touched> tasks_;
  std::uint64_t barrier_ = 0;
};

// Tables of every kind: keyed by one column and by two, with unique keys, and without a key.
std::vector<std::shared_ptr<Relation>> tables() {
  std::vector<std::shared_ptr<Relation>> tables = {keyed(4), keyed(4), keyed(4), keyless(4)};
  tables[1]->identity = {0, 1};
  tables[2]->unique_keys = {{1}, {2, 3}};
  for (std::size_t i = 0; i < tables.size(); ++i)
    tables[i]->id = static_cast<std::uint32_t>(16384 + i);
  return tables;
}

class Source {
 public:
  explicit Source(Chance& chance) : chance_(chance) {}

  void change(Changes& changes) {
    const Relation& relation = *tables_[chance_.below(tables_.size())];
    if (chance_.one_in(100)) return void(changes.truncate(relation));
    const std::size_t kind = chance_.below(4);
    const bool is_keyed = relation.identity_kind == frame::Identity::Key;
    if (kind == 0) return void(changes.insert(relation, row(false)));
    if (!is_keyed && kind == 1 && chance_.one_in(10))
      return void(changes.remove_full(relation, row(false)));
    if (!is_keyed) return void(changes.insert(relation, row(false)));
    Changes::Row key(relation.identity.size());
    for (Value& value : key) value = number();
    if (kind == 1) return void(changes.remove(relation, key));
    if (kind == 2) return void(changes.update(relation, row(true)));
    changes.update_key(relation, key, row(true));
  }

 private:
  Value number() { return integer(static_cast<std::int64_t>(chance_.below(200))); }

  // Of an update: the key, which is in the first two columns, and what else was logged.
  Changes::Row row(bool update) {
    Changes::Row row = {number(), number(), number(), number()};
    for (std::size_t i = 2; i < row.size(); ++i) {
      if (chance_.one_in(8)) row[i] = null();
      if (update && chance_.one_in(8)) row[i] = unchanged();
    }
    return row;
  }

  Chance& chance_;
  const std::vector<std::shared_ptr<Relation>> tables_ = tables();
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_conflicts_property)

BOOST_AUTO_TEST_CASE(puts_each_task_after_the_newest_that_it_meets) {
  const std::uint32_t seed = frame::testing::seed();
  std::size_t waits = 0, passes = 0;
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    for (int round = 0; round < 20; ++round) {
      Source source(chance);
      Conflicts conflicts;
      Model model;
      std::uint64_t committed = 0;
      for (std::uint64_t sequence = 1; sequence <= 500; ++sequence) {
        Changes changes;
        for (std::size_t i = 1 + chance.below(6); i > 0; --i) source.change(changes);
        Touched touched;
        std::uint64_t after = 0;
        for (const Change& change : changes.all()) {
          touch(change, touched);
          after = std::max(after, conflicts.note(change, sequence));
        }
        BOOST_REQUIRE_EQUAL(after, model.after(touched));
        (after > 0 ? waits : passes) += 1;
        model.note(touched, sequence);
        if (chance.one_in(50)) {
          conflicts.note_barrier(sequence);
          model.note_barrier(sequence);
        }
        if (sequence - committed > chance.below(30))
          committed += chance.below(sequence - committed + 1);
        conflicts.forget(committed);
        model.forget(committed);
      }
    }
  }
  BOOST_TEST(waits > 1000u);
  BOOST_TEST(passes > 1000u);
}

BOOST_AUTO_TEST_SUITE_END()
