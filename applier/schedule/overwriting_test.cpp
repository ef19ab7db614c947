// SPDX-License-Identifier: PostgreSQL
// Folding and replacing where rows that the target had before the copy make way for new ones.
#include <boost/test/unit_test.hpp>

#include "applier/schedule/replacement.hpp"
#include "applier/testing/folding.hpp"

using namespace applier;
using namespace applier::testing;
using boost::test_tools::per_element;
using Lines = std::vector<std::string>;

namespace {

const std::shared_ptr<Relation> kTable = [] {
  auto relation = keyed(2);
  relation->overwrites = true;
  return relation;
}();
const Relation& t = *kTable;

Changes::Row row(std::int64_t key, const char* words) {
  return {integer(key), text(words)};
}

template <typename Add>
Lines folded(Add add) {
  Folding folding;
  add(folding);
  return folding.lines();
}

template <typename Add>
Lines replaced(Add add) {
  Changes changes;
  add(changes);
  Lines lines;
  Arena arena;
  Replacement replacement(
      arena, [](const Relation&, const Value*, Value*) {},
      [&](const std::vector<Step>& steps) {
        for (const Step& step : steps) lines.push_back(line(step));
      });
  for (const Change& change : changes.all()) replacement.add(change);
  replacement.finish();
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_overwriting)

BOOST_AUTO_TEST_CASE(passes_a_row_that_is_inserted_and_deleted_again) {
  const auto changes = [](auto& c) { c.insert(t, row(1, "a")).remove(t, {integer(1)}); };
  BOOST_TEST(folded(changes) == Lines{"pass (1, 'a')"}, per_element());
  BOOST_TEST(replaced(changes) == Lines{"pass (1, 'a')"}, per_element());
}

BOOST_AUTO_TEST_CASE(inserts_a_row_that_comes_back) {
  BOOST_TEST(folded([](auto& c) {
               c.insert(t, row(1, "a")).remove(t, {integer(1)}).insert(t, row(1, "b"));
             }) == Lines{"insert (1, 'b')"},
             per_element());
}

// The row is the source's own: it has to be there.
BOOST_AUTO_TEST_CASE(deletes_a_row_of_before_the_unit_once) {
  const auto changes = [](auto& c) {
    c.remove(t, {integer(1)}).insert(t, row(1, "a")).remove(t, {integer(1)});
  };
  BOOST_TEST(folded(changes) == Lines{"delete [1]"}, per_element());
  BOOST_TEST(replaced(changes) == (Lines{"delete [1]", "pass (1, 'a')"}), per_element());
}

BOOST_AUTO_TEST_CASE(puts_what_is_replaced_behind_what_has_passed) {
  BOOST_TEST(replaced([](auto& c) {
               c.update(t, row(2, "b")).insert(t, row(1, "a")).remove(t, {integer(1)});
             }) == (Lines{"delete [2]", "pass (1, 'a')", "insert (2, 'b')"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(knows_which_updates_take_another_key) {
  Changes changes;
  changes.update(t, row(1, "a")).update_key(t, {integer(1)}, row(1, "b"));
  changes.update_key(t, {integer(1)}, row(2, "b")).insert(t, row(1, "a"));
  Lines moves;
  for (const Change& change : changes.all())
    if (key_changes(change)) moves.push_back(line(change));
  BOOST_TEST(moves == Lines{"update [1] (2, 'b')"}, per_element());
}

BOOST_AUTO_TEST_SUITE_END()
