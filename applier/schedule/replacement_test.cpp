// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/replacement.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "applier/testing/folding.hpp"

using namespace applier;
using namespace applier::testing;
using boost::test_tools::per_element;
using Lines = std::vector<std::string>;

namespace {

const std::shared_ptr<Relation> kTable = keyed(3);
const Relation& t = *kTable;

// What is written, one line a step, and before it what is read back: "read [1]".  The target has
// 'kept' wherever the log has nothing.
template <typename Add>
Lines replaced(Add add) {
  Changes changes;
  add(changes);
  Lines lines;
  Arena arena;
  Replacement replacement(
      arena,
      [&](const Relation& relation, const Value* key, Value* row) {
        bool reads = false;
        for (std::size_t i = 0; i < relation.columns.size(); ++i) {
          reads |= row[i].is_unchanged();
          if (row[i].is_unchanged()) row[i] = text("kept");
        }
        if (reads) lines.push_back("read [" + shown(key, relation.identity.size()) + "]");
      },
      [&](const std::vector<Step>& steps) {
        for (const Step& step : steps) lines.push_back(line(step));
      });
  for (const Change& change : changes.all()) replacement.add(change);
  replacement.finish();
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_replacement)

BOOST_AUTO_TEST_CASE(writes_nothing_without_changes) {
  BOOST_TEST(replaced([](auto&) {}).empty());
}

BOOST_AUTO_TEST_CASE(deletes_both_rows_before_it_inserts_those_that_swapped_a_value) {
  const Lines lines = replaced([](auto& c) {
    c.update(t, {integer(1), text("b"), null()});
    c.update(t, {integer(2), text("a"), null()});
  });
  const Lines expected = {"delete [1]; delete [2]; insert (1, 'b', NULL); insert (2, 'a', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(follows_a_row_through_a_chain_of_keys) {
  const Lines lines = replaced([](auto& c) {
    c.update_key(t, {integer(1)}, {integer(2), text("a"), null()});
    c.update(t, {integer(2), text("b"), unchanged()});
    c.update_key(t, {integer(2)}, {integer(3), text("c"), unchanged()});
  });
  BOOST_TEST(lines == Lines{"delete [1]; insert (3, 'c', NULL)"}, per_element());
}

BOOST_AUTO_TEST_CASE(follows_rows_that_move_into_the_place_of_another) {
  const Lines lines = replaced([](auto& c) {
    c.update_key(t, {integer(3)}, {integer(4), text("three"), null()});
    c.update_key(t, {integer(2)}, {integer(3), text("two"), null()});
    c.update_key(t, {integer(1)}, {integer(2), text("one"), null()});
    c.update_key(t, {integer(4)}, {integer(1), text("three"), null()});
  });
  const Lines expected = {
      "delete [3]; delete [2]; delete [1]; insert (1, 'three', NULL); insert (3, 'two', NULL); "
      "insert (2, 'one', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(leaves_out_a_row_that_comes_and_goes) {
  BOOST_TEST(replaced([](auto& c) {
               c.insert(t, {integer(1), text("a"), null()});
               c.update_key(t, {integer(1)}, {integer(2), text("b"), null()});
               c.remove(t, {integer(2)});
             }).empty());
}

BOOST_AUTO_TEST_CASE(deletes_a_row_that_goes_whatever_it_was_before) {
  const Lines lines = replaced([](auto& c) {
    c.update(t, {integer(1), text("a"), unchanged()});
    c.update_key(t, {integer(1)}, {integer(2), text("b"), unchanged()});
    c.remove(t, {integer(2)});
    c.remove(t, {integer(3)});
  });
  BOOST_TEST(lines == Lines{"delete [1]; delete [3]"}, per_element());
}

BOOST_AUTO_TEST_CASE(takes_a_row_that_comes_back_for_a_new_one) {
  const Lines lines = replaced([](auto& c) {
    c.remove(t, {integer(1)});
    c.insert(t, {integer(1), text("again"), text("x")});
    c.update(t, {integer(1), text("and again"), unchanged()});
  });
  BOOST_TEST(lines == Lines{"delete [1]; insert (1, 'and again', 'x')"}, per_element());
}

BOOST_AUTO_TEST_CASE(keeps_a_row_apart_from_the_one_whose_key_it_takes) {
  const Lines lines = replaced([](auto& c) {
    c.update_key(t, {integer(1)}, {integer(2), text("moved"), null()});
    c.insert(t, {integer(1), text("new"), null()});
    c.update(t, {integer(1), text("newer"), null()});
  });
  const Lines expected = {"delete [1]; insert (2, 'moved', NULL); insert (1, 'newer', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(reads_what_was_not_logged_by_the_key_that_the_target_still_has) {
  const Lines lines = replaced([](auto& c) {
    c.update_key(t, {integer(1)}, {integer(2), text("a"), unchanged()});
    c.update(t, {integer(3), unchanged(), text("c")});
    c.update(t, {integer(3), text("d"), unchanged()});
    c.insert(t, {integer(4), text("e"), null()});
  });
  const Lines expected = {"read [1]",
                          "delete [1]; delete [3]; insert (2, 'a', 'kept'); insert (3, 'd', 'c'); "
                          "insert (4, 'e', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(takes_a_part_of_the_key_that_was_not_logged_from_the_old_key) {
  const auto table = keyed(3);
  table->identity = {0, 1};
  const Lines lines = replaced([&](auto& c) {
    c.update_key(*table, {integer(1), text("long")}, {integer(2), unchanged(), text("a")});
    c.remove(*table, {integer(2), text("long")});
    c.update_key(*table, {integer(3), text("long")}, {integer(4), unchanged(), text("b")});
  });
  BOOST_TEST(lines == Lines{"delete [1, 'long']; delete [3, 'long']; insert (4, 'long', 'b')"},
             per_element());
}

BOOST_AUTO_TEST_CASE(tells_keys_apart_by_kind_and_bytes) {
  const auto table = keyed(2);
  table->identity = {0, 1};
  const Lines lines = replaced([&](auto& c) {
    c.insert(*table, {text("a"), text("bc")}).insert(*table, {text("ab"), text("c")});
    c.insert(*table, {single(0.0f), real(0.0)}).insert(*table, {single(-0.0f), real(-0.0)});
    c.insert(*table, {boolean(true), integer(1)}).insert(*table, {integer(1), boolean(true)});
    c.remove(*table, {text("ab"), text("c")}).remove(*table, {single(-0.0f), real(-0.0)});
    c.remove(*table, {integer(1), boolean(true)});
  });
  const Lines expected = {"insert ('a', 'bc'); insert (0.000000, 0.000000); insert (true, 1)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(lets_a_truncate_stand_between_what_came_before_and_after) {
  const Lines lines = replaced([](auto& c) {
    c.update(t, {integer(1), text("a"), null()});
    c.truncate(t);
    c.insert(t, {integer(1), text("b"), null()}).update(t, {integer(1), text("c"), unchanged()});
  });
  const Lines expected = {"delete [1]; insert (1, 'a', NULL)", "alone truncate",
                          "insert (1, 'c', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(writes_changes_of_a_keyless_table_as_they_are) {
  const auto table = keyless(2);
  const Lines lines = replaced([&](auto& c) {
    c.insert(*table, {integer(1), text("a")});
    c.update_full(*table, {integer(1), text("a")}, {integer(1), text("b")});
    c.remove_full(*table, {integer(1), text("b")});
  });
  const Lines expected = {"alone insert (1, 'a')", "alone update [1, 'a'] (1, 'b')",
                          "alone delete [1, 'b']"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(keeps_tables_apart) {
  const auto other = keyed(3);
  other->id = 2;
  Lines lines = replaced([&](auto& c) {
    c.remove(t, {integer(1)}).insert(*other, {integer(1), text("a"), null()});
    c.remove(t, {integer(2)});
  });
  std::ranges::sort(lines);  // tables have no order
  const Lines expected = {"delete [1]; delete [2]", "insert (1, 'a', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

// What a row's old description made of it must be there when its new one reads it back.
BOOST_AUTO_TEST_CASE(writes_what_came_under_an_old_description_before_it_reads_for_a_new_one) {
  const auto altered = keyed(3);
  const Lines lines = replaced([&](auto& c) {
    c.update_key(t, {integer(1)}, {integer(2), text("a"), text("new")});
    c.update(*altered, {integer(2), text("b"), unchanged()});
  });
  const Lines expected = {"delete [1]; insert (2, 'a', 'new')", "read [2]",
                          "delete [2]; insert (2, 'b', 'kept')"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_SUITE_END()
