// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/fold.hpp"

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

// What `add` makes of a Folding, step by step.
template <typename Add>
Lines folded(Add add) {
  Folding folding;
  add(folding);
  return folding.lines();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_fold)

BOOST_AUTO_TEST_CASE(has_no_steps_without_changes) {
  BOOST_TEST(Folding().lines().empty());
}

BOOST_AUTO_TEST_CASE(keeps_single_changes_as_they_are) {
  BOOST_TEST(folded([](auto& f) {
               f.insert(t, {integer(1), text("a"), null()});
             }) == Lines{"insert (1, 'a', NULL)"},
             per_element());
  BOOST_TEST(folded([](auto& f) {
               f.update(t, {integer(1), text("a"), unchanged()});
             }) == Lines{"update [1] (1, 'a', unchanged)"},
             per_element());
  BOOST_TEST(folded([](auto& f) { f.remove(t, {integer(1)}); }) == Lines{"delete [1]"},
             per_element());
}

BOOST_AUTO_TEST_CASE(keeps_the_payload_of_an_insert_when_an_update_leaves_toast_unchanged) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, {integer(1), text("small"), text("toasted")});
    f.update(t, {integer(1), text("changed"), unchanged()});
  });
  BOOST_TEST(lines == Lines{"insert (1, 'changed', 'toasted')"}, per_element());
}

BOOST_AUTO_TEST_CASE(takes_each_column_of_several_updates_from_the_last_that_carries_it) {
  const Lines lines = folded([](auto& f) {
    f.update(t, {integer(1), text("a"), unchanged()});
    f.update(t, {integer(1), unchanged(), text("b")});
    f.update(t, {integer(1), null(), unchanged()});
  });
  BOOST_TEST(lines == Lines{"update [1] (1, NULL, 'b')"}, per_element());
}

BOOST_AUTO_TEST_CASE(leaves_unchanged_what_no_update_carries) {
  const Lines lines = folded([](auto& f) {
    f.update(t, {integer(1), text("a"), unchanged()});
    f.update(t, {integer(1), text("b"), unchanged()});
  });
  BOOST_TEST(lines == Lines{"update [1] (1, 'b', unchanged)"}, per_element());
}

BOOST_AUTO_TEST_CASE(makes_nothing_of_a_row_that_comes_and_goes) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, {integer(1), text("a"), null()});
    f.update(t, {integer(1), text("b"), null()});
    f.remove(t, {integer(1)});
  });
  BOOST_TEST(lines.empty());
}

BOOST_AUTO_TEST_CASE(makes_a_delete_of_an_updated_row_that_goes) {
  const Lines lines = folded([](auto& f) {
    f.update(t, {integer(1), text("a"), null()});
    f.remove(t, {integer(1)});
  });
  BOOST_TEST(lines == Lines{"delete [1]"}, per_element());
}

BOOST_AUTO_TEST_CASE(makes_a_delete_and_an_insert_of_a_row_that_goes_and_comes_back) {
  const Lines lines = folded([](auto& f) {
    f.remove(t, {integer(1)});
    f.insert(t, {integer(1), text("again"), text("x")});
    f.update(t, {integer(1), text("and again"), unchanged()});
  });
  BOOST_TEST(lines == Lines{"delete [1]; insert (1, 'and again', 'x')"}, per_element());
}

BOOST_AUTO_TEST_CASE(makes_a_delete_of_a_row_that_goes_comes_back_and_goes) {
  const Lines lines = folded([](auto& f) {
    f.remove(t, {integer(1)});
    f.insert(t, {integer(1), null(), null()}).remove(t, {integer(1)});
  });
  BOOST_TEST(lines == Lines{"delete [1]"}, per_element());
}

BOOST_AUTO_TEST_CASE(makes_one_insert_of_a_row_that_comes_goes_and_comes_back) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, {integer(1), text("a"), null()}).remove(t, {integer(1)});
    f.insert(t, {integer(1), text("b"), null()});
  });
  BOOST_TEST(lines == Lines{"insert (1, 'b', NULL)"}, per_element());
}

BOOST_AUTO_TEST_CASE(writes_deletes_before_updates_before_inserts) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, {integer(1), null(), null()});
    f.update(t, {integer(2), null(), null()});
    f.remove(t, {integer(3)});
    f.insert(t, {integer(4), null(), null()});
  });
  BOOST_TEST(lines == Lines{"delete [3]; update [2] (2, NULL, NULL); insert (1, NULL, NULL); "
                            "insert (4, NULL, NULL)"},
             per_element());
}

BOOST_AUTO_TEST_CASE(lets_a_change_of_the_key_stand_between_what_came_before_and_after) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, {integer(1), text("a"), null()});
    f.update_key(t, {integer(1)}, {integer(2), text("a"), unchanged()});
    f.update(t, {integer(2), text("b"), unchanged()});
    f.insert(t, {integer(1), text("c"), null()});
  });
  const Lines expected = {"insert (1, 'a', NULL)", "alone update [1] (2, 'a', unchanged)",
                          "update [2] (2, 'b', unchanged); insert (1, 'c', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(folds_an_update_whose_old_key_is_the_new_one) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, {integer(1), text("a"), text("x")});
    f.update_key(t, {integer(1)}, {integer(1), text("b"), unchanged()});
  });
  BOOST_TEST(lines == Lines{"insert (1, 'b', 'x')"}, per_element());
}

BOOST_AUTO_TEST_CASE(lets_an_update_from_zero_to_minus_zero_change_the_key) {
  const Lines lines = folded([](auto& f) {
    f.update_key(t, {real(0.0)}, {real(-0.0), null(), null()});
  });
  BOOST_TEST(lines.front().starts_with("alone update"));
}

BOOST_AUTO_TEST_CASE(lets_a_truncate_stand_between_what_came_before_and_after) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, {integer(1), null(), null()});
    f.truncate(t);
    f.insert(t, {integer(1), null(), null()});
  });
  const Lines expected = {"insert (1, NULL, NULL)", "alone truncate", "insert (1, NULL, NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(gathers_inserts_of_a_keyless_table_and_lets_the_rest_stand_alone) {
  const auto table = keyless(2);
  const Lines lines = folded([&](auto& f) {
    f.insert(*table, {integer(1), text("a")}).insert(*table, {integer(1), text("a")});
    f.update_full(*table, {integer(1), text("a")}, {integer(1), text("b")});
    f.remove_full(*table, {integer(1), text("b")});
    f.insert(*table, {integer(1), text("c")});
  });
  const Lines expected = {"insert (1, 'a'); insert (1, 'a')", "alone update [1, 'a'] (1, 'b')",
                          "alone delete [1, 'b']", "insert (1, 'c')"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(lets_the_server_judge_what_cannot_be) {
  const Lines twice = folded([](auto& f) {
    f.insert(t, {integer(1), text("a"), null()}).insert(t, {integer(1), text("b"), null()});
  });
  const Lines both = {"insert (1, 'a', NULL)", "alone insert (1, 'b', NULL)"};
  BOOST_TEST(twice == both, per_element());
  const Lines gone = folded([](auto& f) {
    f.remove(t, {integer(1)}).update(t, {integer(1), null(), null()}).remove(t, {integer(1)});
  });
  const Lines each = {"delete [1]", "alone update (1, NULL, NULL)", "delete [1]"};
  BOOST_TEST(gone == each, per_element());
}

BOOST_AUTO_TEST_CASE(finds_rows_by_all_columns_of_their_key) {
  const auto table = keyed(3);
  table->identity = {0, 2};
  const Lines lines = folded([&](auto& f) {
    f.insert(*table, {integer(1), text("a"), text("x")});
    f.insert(*table, {integer(1), text("b"), text("y")});
    f.remove(*table, {integer(1), text("x")});
    f.update(*table, {integer(1), text("c"), text("y")});
  });
  BOOST_TEST(lines == Lines{"insert (1, 'c', 'y')"}, per_element());
}

BOOST_AUTO_TEST_CASE(keeps_tables_apart) {
  const auto other = keyed(3);
  other->id = 2;
  Folding folding;
  folding.insert(t, {integer(1), text("a"), null()}).remove(*other, {integer(1)});
  folding.update(t, {integer(1), text("b"), null()}).truncate(*other);
  const std::vector<Step>& steps = folding.steps();
  Lines of_table, of_other;
  for (const Step& step : steps) (step.relation == &t ? of_table : of_other).push_back(line(step));
  BOOST_TEST(of_table == Lines{"insert (1, 'b', NULL)"}, per_element());
  const Lines expected = {"delete [1]", "alone truncate"};
  BOOST_TEST(of_other == expected, per_element());
}

BOOST_AUTO_TEST_CASE(writes_what_came_under_an_old_description_before_what_came_under_a_new_one) {
  // Whatever the addresses are: many tables, each described anew in the middle.
  Folding folding;
  std::vector<std::shared_ptr<Relation>> olds, news;
  for (std::uint32_t id = 1; id <= 50; ++id) {
    olds.push_back(keyed(2));
    news.push_back(keyed(3));
    olds.back()->id = news.back()->id = id;
  }
  for (std::size_t i = 0; i < olds.size(); ++i) {
    folding.remove(*olds[i], {integer(1)});
    folding.insert(*olds[i], {integer(2), text("a")});
  }
  for (std::size_t i = 0; i < news.size(); ++i) {
    folding.insert(*news[i], {integer(1), text("b"), text("c")});
    folding.update(*news[i], {integer(2), unchanged(), text("d")});
  }
  const std::vector<Step>& steps = folding.steps();
  BOOST_TEST(steps.size() == 100u);
  for (std::size_t i = 0; i < olds.size(); ++i) {
    const auto at = [&](const auto& relation) {
      return std::find_if(steps.begin(), steps.end(),
                          [&](const Step& step) { return step.relation == relation.get(); });
    };
    BOOST_REQUIRE(at(olds[i]) < at(news[i]));
    BOOST_REQUIRE(at(news[i]) != steps.end());
    BOOST_TEST(line(*at(news[i])) == "update [2] (2, unchanged, 'd'); insert (1, 'b', 'c')");
  }
}

BOOST_AUTO_TEST_CASE(keeps_rows_that_earlier_units_touch_apart_from_the_others) {
  const std::shared_ptr<Relation> other = keyed();
  other->id = 2;
  Folding folding;
  folding.insert(t, {integer(1), null(), null()});
  folding.late().update(t, {integer(2), null(), null()});
  folding.remove(t, {integer(3)});
  folding.remove(t, {integer(1)}).insert(t, {integer(4), text("a"), null()});
  folding.update(t, {integer(2), text("b"), null()});
  folding.late().insert(*other, {integer(5), null()});
  BOOST_TEST(folding.early_lines() == Lines({"delete [3]; insert (4, 'a', NULL)"}), per_element());
  Lines late = folding.late_lines();
  std::sort(late.begin(), late.end());  // tables have no order
  BOOST_TEST(late == Lines({"insert (5, NULL)", "update [2] (2, 'b', NULL)"}), per_element());
}

BOOST_AUTO_TEST_CASE(lets_nothing_overtake_what_stands_alone_in_its_table) {
  Folding folding;
  folding.insert(t, {integer(1), null(), null()})
      .truncate(t)
      .insert(t, {integer(2), null(), null()});
  BOOST_TEST(folding.early_lines() == Lines({"insert (1, NULL, NULL)"}), per_element());
  BOOST_TEST(folding.late_lines() == Lines({"alone truncate", "insert (2, NULL, NULL)"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(lets_no_new_version_of_a_table_overtake_an_old_one) {
  const std::shared_ptr<Relation> altered = keyed(3);
  Folding folding;
  folding.late().insert(t, {integer(1), null(), null()});
  folding.update(*altered, {integer(1), text("b"), null()});
  BOOST_TEST(folding.early_lines().empty());
  BOOST_TEST(folding.late_lines() == Lines({"insert (1, NULL, NULL)", "update [1] (1, 'b', NULL)"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(counts_deletes_of_equal_rows_until_anything_else_happens_to_their_table) {
  const std::shared_ptr<Relation> log = keyless();
  Folding folding;
  const auto gone = [&](std::int64_t n) { folding.remove_full(*log, {integer(n), text("a")}); };
  for (const std::int64_t n : {1, 2, 1, 1, 2}) gone(n);
  folding.insert(*log, {integer(1), text("a")});
  gone(1);
  gone(1);
  Lines counted;
  for (const Step& step : folding.steps())
    counted.push_back(std::to_string(step.times) + " " + line(step));
  BOOST_TEST(counted == Lines({"3 alone delete [1, 'a']", "2 alone delete [2, 'a']",
                               "1 insert (1, 'a')", "2 alone delete [1, 'a']"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(counts_equal_updates_that_follow_each_other) {
  const std::shared_ptr<Relation> log = keyless();
  Folding folding;
  const auto changed = [&](std::int64_t from, std::int64_t to) {
    folding.update_full(*log, {integer(from), null()}, {integer(to), null()});
  };
  changed(1, 2);
  changed(1, 2);
  changed(2, 3);
  changed(1, 2);
  folding.remove_full(*log, {integer(3), null()});
  changed(1, 2);
  std::vector<std::uint32_t> times;
  for (const Step& step : folding.steps()) times.push_back(step.times);
  BOOST_TEST(times == (std::vector<std::uint32_t>{2, 1, 1, 1, 1}), per_element());
}

BOOST_AUTO_TEST_SUITE_END()
