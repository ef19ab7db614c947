// SPDX-License-Identifier: PostgreSQL
// Replacement where deleted rows stay.
#include <boost/test/unit_test.hpp>

#include "applier/schedule/replacement.hpp"
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
Lines replaced(Add add) {
  Changes changes;
  add(changes);
  Lines lines;
  Arena arena;
  Replacement replacement(
      arena,
      [](const Relation&, const Value*, Value* row) {
        for (std::size_t i = 0; i < t.columns.size(); ++i)
          if (row[i].is_unchanged()) row[i] = text("kept");
      },
      [&](const std::vector<Step>& steps) {
        for (const Step& step : steps) lines.push_back(line(step));
      });
  for (const Change& change : changes.all()) replacement.add(change);
  replacement.finish();
  return lines;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_replacement_marking)

BOOST_AUTO_TEST_CASE(updates_deleted_rows_between_deletes_and_inserts) {
  const Lines lines = replaced([](auto& c) {
    c.insert(t, row(3, "c")).mark(t, {integer(1)}, deleted(7)).update(t, row(2, "b"));
    c.insert(t, row(4, "d")).mark(t, {integer(4)}, deleted(8));
  });
  const Lines expected = {
      "pass (3, 'c', NULL); pass (2, 'b', NULL); pass (4, 'd', NULL); delete [2]",
      "alone update [1] (unchanged, unchanged, 7)", "insert (4, 'd', 8)",
      "insert (3, 'c', NULL); insert (2, 'b', NULL)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(moves_a_row_to_its_last_key_and_deletes_it) {
  const Lines lines = replaced([](auto& c) {
    c.update_key(t, {integer(1)}, {integer(2), unchanged(), null()});
    c.mark(t, {integer(2)}, deleted(7));
  });
  BOOST_TEST(lines == (Lines{"pass (2, unchanged, NULL)", "alone update [1] (2, unchanged, 7)"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(leaves_no_deleted_row_whose_place_is_taken) {
  BOOST_TEST(replaced([](auto& c) {
               c.mark(t, {integer(1)}, deleted(7)).insert(t, row(1, "b"));
             }) == (Lines{"pass (1, 'b', NULL); delete [1]", "insert (1, 'b', NULL)"}),
             per_element());
  BOOST_TEST(replaced([](auto& c) {
               c.insert(t, row(1, "a")).mark(t, {integer(1)}, deleted(7));
               c.update_key(t, {integer(2)}, row(1, "b"));
             }) == (Lines{"pass (1, 'a', NULL); pass (1, 'b', NULL); delete [2]",
                          "insert (1, 'b', NULL)"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(deletes_again_what_took_the_place) {
  const Lines lines = replaced([](auto& c) {
    c.mark(t, {integer(1)}, deleted(7)).insert(t, row(1, "b")).mark(t, {integer(1)}, deleted(8));
  });
  BOOST_TEST(lines == (Lines{"pass (1, 'b', NULL); delete [1]", "insert (1, 'b', 8)"}),
             per_element());
}

BOOST_AUTO_TEST_SUITE_END()
