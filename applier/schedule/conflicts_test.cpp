// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/conflicts.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "applier/testing/changes.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

const std::shared_ptr<Relation> kTable = keyed(2);
const Relation& t = *kTable;

// Columns: c1, the key; c2 and c3, each unique on the target; c4 and c5, unique together.
std::shared_ptr<Relation> with_unique_keys() {
  auto relation = keyed(5);
  relation->unique_keys = {{1}, {2}, {3, 4}};
  return relation;
}

// Tasks, one after another, and what each must come after.
class Tasks {
 public:
  template <typename Add>
  std::uint64_t next(Add add) {
    ++sequence_;
    Changes changes;
    add(changes);
    std::uint64_t after = 0;
    for (const Change& change : changes.all())
      after = std::max(after, conflicts.note(change, sequence_));
    return after;
  }

  std::uint64_t insert(const Relation& relation, Changes::Row row) {
    return next([&](Changes& c) { c.insert(relation, row); });
  }
  std::uint64_t update(const Relation& relation, Changes::Row row) {
    return next([&](Changes& c) { c.update(relation, row); });
  }
  std::uint64_t update_key(const Relation& relation, Changes::Row key, Changes::Row row) {
    return next([&](Changes& c) { c.update_key(relation, key, row); });
  }
  std::uint64_t remove(const Relation& relation, Changes::Row key) {
    return next([&](Changes& c) { c.remove(relation, key); });
  }
  std::uint64_t truncate(const Relation& relation) {
    return next([&](Changes& c) { c.truncate(relation); });
  }

  Conflicts conflicts;

 private:
  std::uint64_t sequence_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_conflicts)

BOOST_AUTO_TEST_CASE(lets_different_rows_change_side_by_side) {
  Tasks tasks;
  BOOST_TEST(tasks.insert(t, {integer(1), text("a")}) == 0u);
  BOOST_TEST(tasks.update(t, {integer(2), text("a")}) == 0u);
  BOOST_TEST(tasks.remove(t, {integer(3)}) == 0u);
  BOOST_TEST(tasks.update_key(t, {integer(4)}, {integer(5), text("a")}) == 0u);
}

BOOST_AUTO_TEST_CASE(puts_a_change_after_the_newest_of_the_same_row) {
  Tasks tasks;
  BOOST_TEST(tasks.insert(t, {integer(7), text("a")}) == 0u);
  BOOST_TEST(tasks.update(t, {integer(7), text("b")}) == 1u);
  BOOST_TEST(tasks.insert(t, {integer(8), text("a")}) == 0u);
  BOOST_TEST(tasks.remove(t, {integer(7)}) == 2u);
  BOOST_TEST(tasks.insert(t, {integer(7), text("c")}) == 4u);
}

BOOST_AUTO_TEST_CASE(knows_a_row_by_its_old_key_and_by_its_new_one) {
  Tasks tasks;
  tasks.update_key(t, {integer(1)}, {integer(2), text("a")});
  BOOST_TEST(tasks.insert(t, {integer(1), text("b")}) == 1u);
  BOOST_TEST(tasks.remove(t, {integer(2)}) == 1u);
  tasks.insert(t, {integer(3), text("c")});
  BOOST_TEST(tasks.update_key(t, {integer(3)}, {integer(4), text("c")}) == 4u);
  BOOST_TEST(tasks.update_key(t, {integer(5)}, {integer(4), text("c")}) == 5u);
}

BOOST_AUTO_TEST_CASE(knows_a_row_by_a_key_whose_toast_value_was_not_logged_anew) {
  const auto table = keyed(3);
  table->identity = {0, 1};
  Tasks tasks;
  tasks.update_key(*table, {integer(1), text("long")}, {integer(2), unchanged(), null()});
  BOOST_TEST(tasks.remove(*table, {integer(2), text("long")}) == 1u);
  BOOST_TEST(tasks.remove(*table, {integer(2), text("other")}) == 0u);
}

BOOST_AUTO_TEST_CASE(knows_a_row_by_all_columns_of_its_key) {
  const auto table = keyed(3);
  table->identity = {2, 0};
  Tasks tasks;
  tasks.insert(*table, {integer(1), text("x"), text("a")});
  BOOST_TEST(tasks.insert(*table, {integer(1), text("x"), text("b")}) == 0u);
  BOOST_TEST(tasks.insert(*table, {integer(2), text("x"), text("a")}) == 0u);
  BOOST_TEST(tasks.remove(*table, {text("a"), integer(1)}) == 1u);
}

BOOST_AUTO_TEST_CASE(puts_a_task_after_no_change_of_its_own) {
  Tasks tasks;
  const std::uint64_t after = tasks.next([](Changes& c) {
    c.insert(t, {integer(1), text("a")}).update(t, {integer(1), text("b")});
    c.remove(t, {integer(1)}).truncate(t).insert(t, {integer(1), text("c")});
  });
  BOOST_TEST(after == 0u);
}

BOOST_AUTO_TEST_CASE(knows_a_row_by_what_is_unique_on_the_target) {
  const auto table = with_unique_keys();
  Tasks tasks;
  tasks.insert(*table, {integer(1), text("a"), text("x"), text("p"), text("q")});
  // In another column the same value is another one.
  BOOST_TEST(tasks.insert(*table, {integer(2), text("x"), text("a"), text("q"), text("p")}) == 0u);
  BOOST_TEST(tasks.insert(*table, {integer(3), text("a"), text("z"), text("r"), text("r")}) == 1u);
  BOOST_TEST(tasks.update(*table, {integer(4), text("b"), text("a"), text("s"), text("s")}) == 2u);
  BOOST_TEST(tasks.update(*table, {integer(5), text("c"), text("c"), text("p"), text("q")}) == 1u);
  BOOST_TEST(tasks.insert(*table, {integer(6), text("d"), text("d"), text("p"), text("r")}) == 0u);
}

BOOST_AUTO_TEST_CASE(takes_for_one_what_most_collations_do) {
  const auto table = with_unique_keys();
  Tasks tasks;
  tasks.insert(*table, {integer(1), text("Straw"), null(), null(), null()});
  BOOST_TEST(tasks.insert(*table, {integer(2), text("sTRAW  "), null(), null(), null()}) == 1u);
  tasks.insert(*table, {integer(3), real(0.0), null(), null(), null()});
  BOOST_TEST(tasks.insert(*table, {integer(4), real(-0.0), null(), null(), null()}) == 3u);
}

BOOST_AUTO_TEST_CASE(sees_nothing_unique_in_null_or_in_what_was_not_logged) {
  const auto table = with_unique_keys();
  Tasks tasks;
  tasks.insert(*table, {integer(1), null(), text("x"), null(), text("q")});
  BOOST_TEST(tasks.insert(*table, {integer(2), null(), text("y"), null(), text("q")}) == 0u);
  tasks.update(*table, {integer(3), unchanged(), text("z"), text("p"), unchanged()});
  BOOST_TEST(tasks.update(*table, {integer(4), unchanged(), null(), text("p"), unchanged()}) == 0u);
}

BOOST_AUTO_TEST_CASE(keeps_tables_apart) {
  Tasks tasks;
  const auto other = with_unique_keys();
  other->id = t.id + 1;
  tasks.insert(t, {integer(1), text("a")});
  BOOST_TEST(tasks.insert(*other, {integer(1), null(), null(), null(), null()}) == 0u);
  BOOST_TEST(tasks.truncate(*other) == 2u);
  BOOST_TEST(tasks.truncate(t) == 1u);
}

BOOST_AUTO_TEST_CASE(takes_tables_for_one_that_fill_one_of_the_target) {
  Tasks tasks;
  const auto table = keyed();
  const auto other = keyed();
  other->id = table->id + 1;
  table->shared_target = other->shared_target = 1u << 31;
  tasks.insert(*table, {integer(1), text("a")});
  BOOST_TEST(tasks.insert(*other, {integer(2), text("a")}) == 0u);
  BOOST_TEST(tasks.remove(*other, {integer(1)}) == 1u);
  BOOST_TEST(tasks.truncate(*table) == 3u);
  BOOST_TEST(tasks.insert(*other, {integer(3), text("a")}) == 4u);
}

// Tables made together have neighbouring numbers, and both count their rows from 1.
BOOST_AUTO_TEST_CASE(keeps_rows_of_many_tables_and_keys_apart_however_they_are_numbered) {
  Tasks tasks;
  for (std::uint32_t table = 0; table < 40; ++table) {
    const auto relation = keyed(2);
    relation->id = 16384 + table;
    relation->unique_keys = {{1}};
    for (std::int64_t row = 0; row < 3000; ++row) {
      const std::int64_t number = row << (table % 2 == 0 ? 0 : 16);
      if (number < 0 || tasks.insert(*relation, {integer(number), integer(number)}) != 0)
        BOOST_FAIL("row " << number << " of table " << relation->id << " is taken for another");
    }
  }
}

BOOST_AUTO_TEST_CASE(puts_a_truncate_after_and_before_every_change_of_its_table) {
  Tasks tasks;
  tasks.insert(t, {integer(1), text("a")});
  tasks.insert(t, {integer(2), text("a")});
  BOOST_TEST(tasks.truncate(t) == 2u);
  BOOST_TEST(tasks.insert(t, {integer(3), text("a")}) == 3u);
  BOOST_TEST(tasks.insert(t, {integer(4), text("a")}) == 3u);
  BOOST_TEST(tasks.truncate(t) == 5u);
  BOOST_TEST(tasks.truncate(t) == 6u);
}

BOOST_AUTO_TEST_CASE(lets_a_table_without_a_key_grow_side_by_side_and_change_alone) {
  const auto table = keyless(2);
  Tasks tasks;
  tasks.insert(*table, {integer(1), text("a")});
  BOOST_TEST(tasks.insert(*table, {integer(1), text("a")}) == 0u);
  BOOST_TEST(tasks.next([&](Changes& c) {
    c.update_full(*table, {integer(1), text("a")}, {integer(1), text("b")});
  }) == 2u);
  BOOST_TEST(tasks.next([&](Changes& c) { c.remove_full(*table, {integer(9), text("z")}); }) == 3u);
  BOOST_TEST(tasks.insert(*table, {integer(2), text("a")}) == 4u);
}

BOOST_AUTO_TEST_CASE(knows_all_that_a_task_does_to_a_table_whatever_comes_first) {
  for (const bool insert_first : {false, true}) {
    Tasks tasks;
    tasks.insert(t, {integer(1), text("a")});
    tasks.insert(t, {integer(2), text("a")});
    const std::uint64_t after = tasks.next([&](Changes& c) {
      if (insert_first) c.insert(t, {integer(3), text("a")});
      c.truncate(t);
      c.insert(t, {integer(4), text("a")});
      c.truncate(t);
    });
    BOOST_TEST(after == 2u);
    BOOST_TEST(tasks.insert(t, {integer(5), text("a")}) == 3u);
    BOOST_TEST(tasks.truncate(t) == 4u);
  }
}

BOOST_AUTO_TEST_CASE(puts_everything_after_a_barrier) {
  Tasks tasks;
  tasks.insert(t, {integer(1), text("a")});
  tasks.insert(t, {integer(2), text("a")});
  tasks.conflicts.note_barrier(2);
  BOOST_TEST(tasks.insert(t, {integer(3), text("a")}) == 2u);
  BOOST_TEST(tasks.update(t, {integer(3), text("b")}) == 3u);
  BOOST_TEST(tasks.update(t, {integer(1), text("b")}) == 2u);
  tasks.conflicts.forget(2);
  BOOST_TEST(tasks.insert(t, {integer(6), text("a")}) == 0u);
}

BOOST_AUTO_TEST_CASE(waits_for_nothing_that_is_committed) {
  Tasks tasks;
  tasks.insert(t, {integer(1), text("a")});
  tasks.insert(t, {integer(2), text("a")});
  tasks.conflicts.forget(1);
  BOOST_TEST(tasks.update(t, {integer(1), text("b")}) == 0u);
  BOOST_TEST(tasks.update(t, {integer(2), text("b")}) == 2u);
  BOOST_TEST(tasks.update(t, {integer(1), text("c")}) == 3u);
  tasks.conflicts.forget(5);
  BOOST_TEST(tasks.truncate(t) == 0u);
}

BOOST_AUTO_TEST_CASE(remembers_every_row_under_way_and_hardly_more) {
  Tasks tasks;
  constexpr std::int64_t kRows = 50'000;
  constexpr std::uint64_t kUnderWay = 100;
  for (std::int64_t row = 1; row <= kRows; ++row) {
    const auto sequence = static_cast<std::uint64_t>(row);
    BOOST_REQUIRE_EQUAL(tasks.insert(t, {integer(row), text("a")}), 0u);
    if (sequence > kUnderWay) tasks.conflicts.forget(sequence - kUnderWay);
  }
  BOOST_TEST(tasks.conflicts.size() <= 1024u);
  for (std::int64_t row = kRows - 99; row <= kRows; ++row)
    BOOST_REQUIRE_EQUAL(tasks.update(t, {integer(row), text("b")}),
                        static_cast<std::uint64_t>(row));
}

BOOST_AUTO_TEST_CASE(remembers_many_rows_when_all_are_under_way) {
  Tasks tasks;
  constexpr std::int64_t kRows = 50'000;
  for (std::int64_t row = 1; row <= kRows; ++row) tasks.insert(t, {integer(row), text("a")});
  BOOST_TEST(tasks.conflicts.size() == static_cast<std::size_t>(kRows));
  for (std::int64_t row = 1; row <= kRows; ++row)
    BOOST_REQUIRE_EQUAL(tasks.remove(t, {integer(row)}), static_cast<std::uint64_t>(row));
}

BOOST_AUTO_TEST_SUITE_END()
