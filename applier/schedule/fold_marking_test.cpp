// SPDX-License-Identifier: PostgreSQL
// Folding where deleted rows stay.
#include <boost/test/unit_test.hpp>

#include "applier/testing/folding.hpp"

using namespace applier;
using namespace applier::testing;
using boost::test_tools::per_element;
using Lines = std::vector<std::string>;

namespace {

const std::shared_ptr<Relation> kTable = marking(keyed(2));
const Relation& t = *kTable;

Changes::Row row(std::int64_t key, const char* words) {
  return {integer(key), text(words), null()};
}

Changes::Row deleted(std::int64_t time) {
  return {unchanged(), unchanged(), integer(time)};
}

template <typename Add>
Lines folded(Add add) {
  Folding folding;
  add(folding);
  return folding.lines();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_fold_marking)

BOOST_AUTO_TEST_CASE(makes_an_update_of_a_delete) {
  BOOST_TEST(folded([](auto& f) { f.mark(t, {integer(1)}, deleted(7)); }) ==
                 Lines{"update [1] (unchanged, unchanged, 7)"},
             per_element());
}

BOOST_AUTO_TEST_CASE(deletes_a_row_as_the_updates_before_left_it) {
  const Lines lines = folded([](auto& f) {
    f.update(t, row(1, "a")).update(t, {integer(1), unchanged(), null()});
    f.mark(t, {integer(1)}, deleted(7));
  });
  BOOST_TEST(lines == Lines{"update [1] (1, 'a', 7)"}, per_element());
}

BOOST_AUTO_TEST_CASE(inserts_a_row_that_is_deleted_already) {
  const Lines lines =
      folded([](auto& f) { f.insert(t, row(1, "a")).mark(t, {integer(1)}, deleted(7)); });
  BOOST_TEST(lines == Lines{"insert (1, 'a', 7)"}, per_element());
}

BOOST_AUTO_TEST_CASE(puts_a_row_in_place_of_one_that_was_there) {
  const Lines lines =
      folded([](auto& f) { f.mark(t, {integer(1)}, deleted(7)).insert(t, row(1, "b")); });
  BOOST_TEST(lines == Lines{"delete [1]; insert (1, 'b', NULL)"}, per_element());
}

BOOST_AUTO_TEST_CASE(keeps_of_rows_that_come_and_go_the_last) {
  BOOST_TEST(folded([](auto& f) {
               f.insert(t, row(1, "a")).mark(t, {integer(1)}, deleted(7));
               f.insert(t, row(1, "b")).update(t, row(1, "c"));
             }) == Lines{"insert (1, 'c', NULL)"},
             per_element());
  BOOST_TEST(folded([](auto& f) {
               f.update(t, row(1, "a")).mark(t, {integer(1)}, deleted(7));
               f.insert(t, row(1, "b")).mark(t, {integer(1)}, deleted(8));
             }) == Lines{"delete [1]; insert (1, 'b', 8)"},
             per_element());
}

// The server's row counts will judge them.
BOOST_AUTO_TEST_CASE(leaves_changes_alone_that_cannot_be) {
  BOOST_TEST(folded([](auto& f) { f.mark(t, {integer(1)}, deleted(7)).update(t, row(1, "a")); }) ==
                 (Lines{"update [1] (unchanged, unchanged, 7)", "alone update (1, 'a', NULL)"}),
             per_element());
  BOOST_TEST(folded([](auto& f) { f.insert(t, row(1, "a")).insert(t, row(1, "b")); }) ==
                 (Lines{"insert (1, 'a', NULL)", "alone insert (1, 'b', NULL)"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(keeps_a_truncate_and_a_new_key_in_their_places) {
  const Lines lines = folded([](auto& f) {
    f.insert(t, row(1, "a")).mark_all(t, deleted(7)).insert(t, row(1, "b"));
    f.update_key(t, {integer(1)}, row(2, "b")).mark(t, {integer(2)}, deleted(8));
  });
  const Lines expected = {"insert (1, 'a', NULL)", "alone truncate (unchanged, unchanged, 7)",
                          "insert (1, 'b', NULL)", "alone update [1] (2, 'b', NULL)",
                          "update [2] (unchanged, unchanged, 8)"};
  BOOST_TEST(lines == expected, per_element());
}

// A deleted row gives way to any that has one of its keys, also to what the row was in between.
BOOST_AUTO_TEST_CASE(folds_nothing_where_the_target_has_other_unique_keys) {
  const auto table = marking(keyed(2));
  table->unique_keys = {{1}};
  Folding folding;
  folding.insert(*table, row(1, "a"))
      .update(*table, row(1, "b"))
      .mark(*table, {integer(1)}, deleted(7));
  const Lines expected = {"alone insert (1, 'a', NULL)", "alone update (1, 'b', NULL)",
                          "alone delete [1] (unchanged, unchanged, 7)"};
  BOOST_TEST(folding.lines() == expected, per_element());
}

BOOST_AUTO_TEST_CASE(counts_equal_rows_without_a_key_by_when_they_were_deleted) {
  const auto table = marking(keyless(2));
  const Changes::Row old_row = {integer(1), text("a"), unchanged()};
  Folding folding;
  folding.mark_full(*table, old_row, deleted(7)).mark_full(*table, old_row, deleted(7));
  folding.mark_full(*table, old_row, deleted(8)).mark_full(*table, old_row, deleted(8));
  const std::vector<Step>& steps = folding.steps();
  BOOST_REQUIRE_EQUAL(steps.size(), 2u);
  for (std::size_t i : {0, 1}) {
    BOOST_TEST(steps[i].times == 2u);
    BOOST_TEST(steps[i].alone->new_row[2].integer == static_cast<std::int64_t>(7 + i));
  }
}

BOOST_AUTO_TEST_SUITE_END()
