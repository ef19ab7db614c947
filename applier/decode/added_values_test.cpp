// SPDX-License-Identifier: PostgreSQL
#include "applier/decode/added_values.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/decoding.hpp"

using namespace applier;
using namespace applier::testing;
using boost::test_tools::per_element;
using frame::Identity;
using frame::OldRow;
using Kind = AddedColumn::Kind;
using Lines = std::vector<std::string>;

namespace {

AddedColumn added(const char* name, Kind kind, const char* text = "", bool in_key = false) {
  return {name, kind, text, "", in_key, ""};
}

// Who wrote the row, when, and how.
TableRules audited() {
  TableRules rules;
  rules.added = {added("lsn", Kind::CommitLsn), added("at", Kind::CommitTime),
                 added("op", Kind::Operation)};
  return rules;
}

TableRules in_region() {
  TableRules rules;
  rules.added = {added("region", Kind::Constant, "eu", true)};
  return rules;
}

TableRules marked() {
  TableRules rules;
  rules.added = {added("source", Kind::Constant, "shop"), added("op", Kind::Operation)};
  rules.soft_delete_flag = "deleted";
  rules.soft_delete_time = "deleted_at";
  return rules;
}

// Of table 1 under these rules, in a transaction of LSN 100 and time 5.
template <typename Add>
Lines decoded(const TableRules& rules, Add add, Identity identity = Identity::Key) {
  FrameBuilder frames;
  frames.hello().begin(100, 200, 5).relation(1, 2, identity);
  add(frames);
  frames.commit(100, 200, 5);
  Decoding decoding;
  decoding.rules[1] = rules;
  decoding.decode(frames);
  return decoding.changes();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decode_added_values)

BOOST_AUTO_TEST_CASE(tells_what_wrote_a_row) {
  const Lines lines = decoded(audited(), [](FrameBuilder& f) {
    f.insert(1, {integer(1), text("one")}).update(1, {integer(1), unchanged()});
    f.update(1, OldRow::Key, {integer(1)}, {integer(2), null()})
        .remove(1, OldRow::Key, {integer(2)});
    f.truncate({1});
  });
  const Lines expected = {
      "insert t1 (1, 'one', 100, 5, 'insert')", "update t1 (1, unchanged, 100, 5, 'update')",
      "update t1 [1] (2, NULL, 100, 5, 'update')", "delete t1 [2]", "truncate t1"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(tells_the_position_as_text_where_the_column_is_text) {
  TableRules rules;
  rules.added = {{"lsn", Kind::CommitLsn, "", "VARCHAR(20)", false, ""}};
  BOOST_TEST(decoded(rules, [](FrameBuilder& f) {
               f.insert(1, {integer(1), null()});
             }) == Lines{"insert t1 (1, NULL, '0/64')"});
}

BOOST_AUTO_TEST_CASE(tells_of_a_copied_row_what_it_was_copied_as_of) {
  FrameBuilder frames;
  frames.relation(1).insert(1, {integer(1), text("one")});
  Decoding decoding(Decoder::Source::Copy);
  decoding.rules[1] = audited();
  decoding.copied[1] = Lsn{77};
  decoding.decode(frames);
  BOOST_TEST(decoding.changes() == Lines{"insert t1 (1, 'one', 77, NULL, 'copy')"}, per_element());
}

BOOST_AUTO_TEST_CASE(begins_every_key_with_the_constant_of_the_key) {
  const Lines lines = decoded(in_region(), [](FrameBuilder& f) {
    f.insert(1, {integer(1), text("one")}).remove(1, OldRow::Key, {integer(2)});
    f.update(1, OldRow::Key, {integer(1)}, {integer(2), null()});
  });
  const Lines expected = {"insert t1 (1, 'one', 'eu')", "delete t1 ['eu', 2]",
                          "update t1 ['eu', 1] (2, NULL, 'eu')"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(knows_of_a_whole_old_row_what_its_key_has) {
  TableRules rules = in_region();
  rules.added.push_back(added("op", Kind::Operation));
  const Lines lines = decoded(
      rules,
      [](FrameBuilder& f) {
        f.update(1, OldRow::Full, {integer(3), text("x")}, {integer(3), text("y")});
        f.remove(1, OldRow::Full, {integer(3), text("y")});
      },
      Identity::Full);
  const Lines expected = {"update t1 [3, 'x', 'eu', unchanged] (3, 'y', 'eu', 'update')",
                          "delete t1 [3, 'y', 'eu', unchanged]"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(says_what_a_delete_sets_where_deleted_rows_stay) {
  const Lines lines = decoded(marked(), [](FrameBuilder& f) {
    f.insert(1, {integer(1), text("one")}).remove(1, OldRow::Key, {integer(1)}).truncate({1});
  });
  const Lines expected = {"insert t1 (1, 'one', 'shop', 'insert', false, NULL)",
                          "delete t1 [1] (unchanged, unchanged, unchanged, 'delete', true, 5)",
                          "truncate t1 (unchanged, unchanged, unchanged, 'delete', true, 5)"};
  BOOST_TEST(lines == expected, per_element());
}

BOOST_AUTO_TEST_CASE(puts_the_pieces_of_long_values_where_they_belong) {
  const Lines lines = decoded(
      in_region(),
      [](FrameBuilder& f) {
        f.update(1, OldRow::Full, {integer(3), long_text(3)}, {integer(4), long_text(2)});
        f.piece("old").piece("ne");
      },
      Identity::Full);
  BOOST_TEST(lines == Lines{"update t1 [3, 'old', 'eu'] (4, 'ne', 'eu')"}, per_element());
}

BOOST_AUTO_TEST_CASE(adds_nothing_to_what_is_dropped) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1);
  frames.insert(1, {integer(1), long_text(3)}).piece("one").remove(1, OldRow::Key, {integer(1)});
  frames.truncate({1}).commit(100, 200);
  frames.begin(300, 400).insert(1, {integer(2), null()}).commit(300, 400);
  Decoding decoding;
  decoding.rules[1] = marked();
  decoding.copied[1] = Lsn{300};
  decoding.decode(frames);
  BOOST_TEST(decoding.changes() == Lines{"insert t1 (2, NULL, 'shop', 'insert', false, NULL)"},
             per_element());
}

BOOST_AUTO_TEST_CASE(makes_a_number_of_a_constant_that_is_one) {
  Column column;
  column.constant = "18446744073709551615";
  column.wire = frame::Wire::Unsigned;
  BOOST_TEST(shown(constant_value(column)) == "18446744073709551615");
  column.constant = "-5";
  column.wire = frame::Wire::Integer;
  BOOST_TEST(shown(constant_value(column)) == "-5");
  column.wire = frame::Wire::Text;
  BOOST_TEST(shown(constant_value(column)) == "'-5'");
}

BOOST_AUTO_TEST_SUITE_END()
