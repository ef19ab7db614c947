// SPDX-License-Identifier: PostgreSQL
#include "applier/decode/missing_values.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/decoding.hpp"

using namespace applier;
using namespace applier::testing;
using frame::OldRow;

namespace {

FrameBuilder begun() {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1);
  return frames;
}

// What is wrong, where.
std::string refusal(FrameBuilder& frames) {
  Decoding decoding;
  try {
    decoding.decode(frames);
  } catch (const Error& error) {
    return error.message() + " | " + error.detail() + " | " + error.context();
  }
  return "nothing";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decode_missing_values)

BOOST_AUTO_TEST_CASE(refuses_an_insert_of_which_a_value_was_not_logged) {
  FrameBuilder frames = begun();
  frames.insert(1, {integer(5), unchanged()});
  BOOST_TEST(
      refusal(frames) ==
      "the source did not log a value of a row that begins to be published | An UPDATE made "
      "the row pass the row filter and left column \"c2\", which is stored out of line, as it "
      "was. | key (c1 = 5), table \"public.t1\", transaction ending at 0/C8");
}

BOOST_AUTO_TEST_CASE(refuses_a_change_whose_key_was_not_logged) {
  FrameBuilder frames = begun();
  frames.update(1, OldRow::Key, {unchanged()}, {integer(5), text("x")});
  const std::string expected =
      "the source does not say which row was changed | The replica identity of one of the table's "
      "partitions lacks column \"c1\", which is in that of the table. | table \"public.t1\", "
      "transaction ending at 0/C8";
  BOOST_TEST(refusal(frames) == expected);
  FrameBuilder others = begun();
  others.remove(1, OldRow::Key, {unchanged()});
  BOOST_TEST(refusal(others) == expected);
}

BOOST_AUTO_TEST_CASE(refuses_a_change_without_its_old_row) {
  FrameBuilder frames = begun();
  frames.relation(2, 2, frame::Identity::Nothing)
      .remove(2, OldRow::Full, {unchanged(), unchanged()});
  BOOST_TEST(refusal(frames) ==
             "the source does not say which row was changed | The table has no primary key and its "
             "replica identity does not name the row. | table \"public.t2\", transaction ending at "
             "0/C8");
  FrameBuilder full = begun();
  full.relation(3, 2, frame::Identity::Full)
      .update(3, OldRow::Full, {unchanged(), unchanged()}, {integer(1), null()});
  BOOST_TEST(refusal(full) ==
             "the source does not say which row was changed | The replica identity of one of the "
             "table's partitions lacks column \"c1\", which is in that of the table. | table "
             "\"public.t3\", transaction ending at 0/C8");
}

BOOST_AUTO_TEST_CASE(lets_updates_leave_values_as_they_are) {
  FrameBuilder frames = begun();
  frames.update(1, {integer(5), unchanged()})
      .update(1, OldRow::Key, {integer(5)}, {integer(6), unchanged()});
  BOOST_TEST(refusal(frames) == "nothing");
}

// It has been copied since.
BOOST_AUTO_TEST_CASE(does_not_ask_for_values_of_changes_that_are_left_out) {
  FrameBuilder frames = begun();
  frames.insert(1, {integer(5), unchanged()}).remove(1, OldRow::Key, {unchanged()});
  Decoding decoding;
  decoding.copied[1] = Lsn{101};
  decoding.decode(frames);
  BOOST_TEST(decoding.unit.changes.empty());
}

BOOST_AUTO_TEST_SUITE_END()
