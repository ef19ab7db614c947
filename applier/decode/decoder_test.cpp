// SPDX-License-Identifier: PostgreSQL
#include "applier/decode/decoder.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/decoding.hpp"

using namespace applier;
using namespace applier::testing;
using boost::test_tools::per_element;
using frame::Identity;
using frame::OldRow;
using Changes = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(decode_decoder)

BOOST_AUTO_TEST_CASE(reads_every_kind_of_change_in_order) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1).relation(2, 2, Identity::Full);
  frames.insert(1, {integer(1), text("one")})
      .update(1, {integer(1), unchanged()})
      .update(1, OldRow::Key, {integer(1)}, {integer(2), null()})
      .remove(1, OldRow::Key, {integer(2)})
      .update(2, OldRow::Full, {integer(3), text("x")}, {integer(3), text("y")})
      .remove(2, OldRow::Full, {integer(3), text("y")})
      .truncate({1, 2})
      .commit(100, 200);
  Decoding decoding;
  decoding.decode(frames);
  const Changes expected = {"insert t1 (1, 'one')",
                            "update t1 (1, unchanged)",
                            "update t1 [1] (2, NULL)",
                            "delete t1 [2]",
                            "update t2 [3, 'x'] (3, 'y')",
                            "delete t2 [3, 'y']",
                            "truncate t1",
                            "truncate t2"};
  BOOST_TEST(decoding.changes() == expected, per_element());
}

BOOST_AUTO_TEST_CASE(notes_the_end_of_each_whole_transaction) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1).insert(1, {integer(1), null()}).commit(100, 200, 5);
  frames.begin(300, 400).insert(1, {integer(2), null()}).insert(1, {integer(3), null()});
  Decoding decoding;
  decoding.decode(frames);
  BOOST_TEST(decoding.unit.transactions == 1u);
  BOOST_TEST(decoding.unit.whole_changes == 1u);
  BOOST_TEST(decoding.unit.changes.size() == 3u);
  BOOST_TEST(decoding.unit.position.commit_lsn.value == 100u);
  BOOST_TEST(decoding.unit.position.end_lsn.value == 200u);
  BOOST_TEST(decoding.unit.position.commit_time_us == 5);
  BOOST_TEST(decoding.decoder().inside_transaction());
  BOOST_TEST(decoding.decoder().begin().end_lsn == 400u);

  frames.commit(300, 400);
  decoding.decode(frames);
  BOOST_TEST(decoding.unit.transactions == 2u);
  BOOST_TEST(decoding.unit.whole_changes == 3u);
  BOOST_TEST(decoding.unit.position.end_lsn.value == 400u);
  BOOST_TEST(!decoding.decoder().inside_transaction());
}

BOOST_AUTO_TEST_CASE(tells_in_which_transaction_rows_came_or_went_untold) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1).commit(100, 200);
  frames.begin(300, 400).untold_relation(1, frame::Untold::Partitions).commit(300, 400);
  std::vector<std::pair<frame::Untold, Lsn>> told;
  Unit unit;
  Decoder decoder(Decoder::Source::Stream, Lsn{}, [&](Relation& relation) {
    told.emplace_back(relation.untold, relation.described_lsn);
  });
  decoder.decode(frames.payload(), unit);
  const decltype(told) expected = {{frame::Untold::Nothing, Lsn{100}},
                                   {frame::Untold::Partitions, Lsn{300}}};
  BOOST_TEST((told == expected));
}

// The target is that of the table as it was copied later.
BOOST_AUTO_TEST_CASE(reads_over_changes_of_a_shape_that_only_the_copy_has_seen) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1).insert(1, {integer(1), null()}).commit(100, 200);
  frames.begin(300, 400);
  Unit unit;
  Decoder decoder(Decoder::Source::Stream, Lsn{}, [](Relation& relation) {
    relation.copied_lsn = Lsn{300};
    relation.misfit = std::make_shared<const Error>("the target has other columns");
  });
  decoder.decode(frames.payload(), unit);
  BOOST_TEST(unit.changes.empty());
  frames.insert(1, {integer(1), null()});
  BOOST_CHECK_EXCEPTION(decoder.decode(frames.payload(), unit), Error, [](const Error& error) {
    return error.message() == "the target has other columns";
  });
}

// They were left out, because it was not published when somebody looked.
BOOST_AUTO_TEST_CASE(begins_again_at_the_first_change_that_has_no_target) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1).insert(1, {integer(1), null()}).truncate({1});
  frames.commit(100, 200).begin(300, 400);
  Unit unit;
  Decoder decoder(Decoder::Source::Stream, Lsn{},
                  [](Relation& relation) { relation.copied_lsn = Lsn{101}; });
  decoder.decode(frames.payload(), unit);
  BOOST_TEST(unit.changes.empty());
  frames.insert(1, {integer(1), null()});
  BOOST_CHECK_EXCEPTION(decoder.decode(frames.payload(), unit), Error,
                        [](const Error& error) { return error.remedy() == Remedy::Resume; });
}

BOOST_AUTO_TEST_CASE(lets_rows_point_into_payloads_that_the_unit_keeps) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1).insert(1, {integer(1), text("in the payload")});
  Decoding decoding;
  decoding.decode(frames);
  BOOST_REQUIRE_EQUAL(decoding.unit.payloads.size(), 1u);
  const std::string_view kept = decoding.unit.payloads[0].frames();
  const Value& value = decoding.unit.changes[0].new_row[1];
  BOOST_TEST((value.data > kept.data() && value.data + value.length <= kept.data() + kept.size()));
  BOOST_TEST(decoding.unit.bytes == kept.size());

  const Unit moved = std::move(decoding.unit);
  BOOST_TEST(shown(moved.changes[0].new_row[1]) == "'in the payload'");
}

BOOST_AUTO_TEST_CASE(keeps_no_payload_that_nothing_points_to) {
  FrameBuilder frames;
  Decoding decoding;
  decoding.decode(frames.hello().begin(100, 200).relation(1));
  decoding.decode(frames.commit(100, 200));
  BOOST_TEST(decoding.unit.payloads.empty());
  BOOST_TEST(decoding.unit.bytes == 0u);
  BOOST_TEST(decoding.unit.transactions == 1u);
}

BOOST_AUTO_TEST_CASE(drops_transactions_that_end_at_or_before_the_checkpoint) {
  FrameBuilder frames;
  frames.hello().begin(90, 99).relation(1).insert(1, {integer(1), null()}).commit(90, 99);
  frames.begin(91, 100).insert(1, {integer(2), null()}).truncate({1}).commit(91, 100);
  frames.begin(92, 101).insert(1, {integer(3), null()}).commit(92, 101);
  Decoding decoding(Decoder::Source::Stream, Lsn{100});
  decoding.decode(frames);
  BOOST_TEST(decoding.changes() == Changes{"insert t1 (3, NULL)"}, per_element());
  BOOST_TEST(decoding.unit.transactions == 1u);
  BOOST_TEST(decoding.unit.position.end_lsn.value == 101u);
}

BOOST_AUTO_TEST_CASE(leaves_the_unit_empty_where_all_was_applied) {
  FrameBuilder frames;
  frames.hello().begin(90, 99).relation(1).insert(1, {integer(1), null()}).commit(90, 99);
  Decoding decoding(Decoder::Source::Stream, Lsn{100});
  decoding.decode(frames);
  BOOST_TEST(decoding.unit.empty());
  BOOST_TEST(!decoding.decoder().inside_transaction());
}

BOOST_AUTO_TEST_CASE(drops_changes_that_committed_before_the_copy_of_their_table) {
  FrameBuilder frames;
  Decoding decoding;
  decoding.copied = {{1, Lsn{300}}, {2, Lsn{50}}};
  frames.hello().begin(299, 400).relation(1).relation(2);
  frames.insert(1, {integer(1), null()}).insert(2, {integer(2), null()}).truncate({1, 2});
  frames.commit(299, 400).begin(300, 500).insert(1, {integer(3), null()}).commit(300, 500);
  decoding.decode(frames);
  const Changes expected = {"insert t2 (2, NULL)", "truncate t2", "insert t1 (3, NULL)"};
  BOOST_TEST(decoding.changes() == expected, per_element());
  BOOST_TEST(decoding.unit.transactions == 2u);
}

BOOST_AUTO_TEST_CASE(takes_no_memory_for_what_it_drops) {
  FrameBuilder frames;
  Decoding decoding;
  decoding.copied = {{1, Lsn{300}}};
  frames.hello().begin(100, 200).relation(1);
  const void* first = decoding.unit.arena.array<std::byte>(1);
  decoding.unit.clear();
  decoding.decode(frames);
  for (int i = 0; i < 1000; ++i) {
    frames.insert(1, {integer(i), long_text(3)}).piece("abc");
    frames.update(1, OldRow::Key, {integer(i)}, {integer(-i), unchanged()});
    decoding.decode(frames);
  }
  BOOST_TEST(decoding.unit.payloads.empty());
  BOOST_TEST(decoding.unit.bytes == 0u);
  BOOST_TEST(decoding.unit.arena.array<std::byte>(1) == first);
}

BOOST_AUTO_TEST_CASE(keeps_a_replaced_description_for_the_changes_under_it) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1, 2).insert(1, {integer(1), text("old")});
  frames.relation(1, 3).insert(1, {integer(2), text("new"), text("column")}).commit(100, 200);
  Decoding decoding;
  decoding.decode(frames);
  const Changes expected = {"insert t1 (1, 'old')", "insert t1 (2, 'new', 'column')"};
  BOOST_TEST(decoding.changes() == expected, per_element());
  BOOST_REQUIRE_EQUAL(decoding.unit.relations.size(), 1u);
  BOOST_TEST(decoding.unit.relations[0].get() == decoding.unit.changes[0].relation);
  BOOST_TEST(decoding.unit.changes[0].relation != decoding.unit.changes[1].relation);
}

BOOST_AUTO_TEST_CASE(remembers_relations_from_transactions_that_it_dropped) {
  FrameBuilder frames;
  frames.hello().begin(90, 99).relation(1).insert(1, {integer(1), null()}).commit(90, 99);
  frames.begin(200, 300).insert(1, {integer(2), null()}).commit(200, 300);
  Decoding decoding(Decoder::Source::Stream, Lsn{100});
  decoding.decode(frames);
  BOOST_TEST(decoding.changes() == Changes{"insert t1 (2, NULL)"}, per_element());
}

BOOST_AUTO_TEST_CASE(passes_on_why_a_relation_cannot_be_applied) {
  Unit unit;
  Decoder decoder(Decoder::Source::Stream, {},
                  [](Relation& relation) { throw Error("no place for " + relation.name); });
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(7);
  BOOST_CHECK_EXCEPTION(decoder.decode(frames.payload(), unit), Error,
                        [](const Error& error) { return error.message() == "no place for t7"; });
}

BOOST_AUTO_TEST_CASE(reads_a_copy_without_hello_and_transactions) {
  FrameBuilder frames;
  frames.relation(1).insert(1, {integer(1), text("one")}).insert(1, {integer(2), null()});
  Decoding decoding(Decoder::Source::Copy);
  // A copy is applied whatever the stream says of the table.
  decoding.copied = {{1, Lsn{UINT64_MAX}}};
  decoding.decode(frames);
  const Changes expected = {"insert t1 (1, 'one')", "insert t1 (2, NULL)"};
  BOOST_TEST(decoding.changes() == expected, per_element());
}

BOOST_AUTO_TEST_SUITE_END()
