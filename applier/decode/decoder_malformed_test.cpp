// SPDX-License-Identifier: PostgreSQL
// What the plugin never sends, and a damaged connection or another version may.
#include <set>

#include <boost/test/unit_test.hpp>

#include "applier/schedule/fold.hpp"
#include "applier/testing/decoding.hpp"
#include "frame/testing/seed.hpp"

using namespace applier;
using namespace applier::testing;
using frame::Identity;
using frame::OldRow;

namespace {

void check_malformed(FrameBuilder& frames, const std::string& matter,
                     Decoder::Source source = Decoder::Source::Stream) {
  Decoding decoding(source);
  try {
    decoding.decode(frames);
    BOOST_ERROR("not refused: " << matter);
  } catch (const Error& error) {
    BOOST_TEST(error.message().starts_with("malformed frame at byte "), error.message());
    BOOST_TEST(error.message().find(matter) != std::string::npos, error.message());
    BOOST_TEST(!error.hint().empty());
  }
}

FrameBuilder opened(Identity identity = Identity::Key) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1, 2, identity);
  return frames;
}

// A transaction with every kind of frame, and where each frame of it ends.
struct Stream {
  std::string bytes;
  std::set<std::size_t> ends{0};
};

Stream every_frame() {
  FrameBuilder frames;
  Stream stream;
  const auto ended = [&] { stream.ends.insert(frames.bytes().size()); };
  frames.hello(), ended();
  frames.begin(100, 200), ended();
  frames.relation(1), ended();
  frames.relation(2, 3, Identity::Full), ended();
  frames.insert(1, {integer(1), text("one")}), ended();
  frames.update(1, OldRow::Key, {integer(1)}, {integer(2), long_text(3)}), ended();
  frames.piece("a"), ended();
  frames.piece("bc"), ended();
  frames.update(1, {integer(2), unchanged()}), ended();
  frames.insert(2, {integer(1), binary("two"), null()}), ended();
  frames.remove(2, OldRow::Full, {integer(1), binary("two"), real(0.5)}), ended();
  frames.remove(1, OldRow::Key, {integer(2)}), ended();
  frames.truncate({1, 2}), ended();
  frames.commit(100, 200), ended();
  stream.bytes = frames.bytes();
  return stream;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decode_decoder_malformed)

BOOST_AUTO_TEST_CASE(refuses_a_payload_that_is_cut_inside_of_a_frame) {
  const Stream stream = every_frame();
  for (std::size_t length = 0; length <= stream.bytes.size(); ++length) {
    Decoding decoding;
    bool refused = false;
    try {
      decoding.decode(payload_of(std::string_view(stream.bytes).substr(0, length)));
    } catch (const Error&) {
      refused = true;
    }
    BOOST_TEST(refused != stream.ends.contains(length), "length " << length);
  }
}

BOOST_AUTO_TEST_CASE(neither_crashes_nor_points_outside_whatever_is_damaged) {
  const std::string whole = every_frame().bytes;
  const std::uint32_t seed = frame::testing::seed();
  int refused = 0;
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    frame::testing::Chance chance(seed);
    for (int round = 0; round < 20'000; ++round) {
      std::string damaged = whole;
      for (std::size_t i = 1 + chance.below(3); i > 0; --i)
        damaged[chance.below(damaged.size())] = static_cast<char>(chance.bits());
      Decoding decoding;
      try {
        decoding.decode(payload_of(damaged));
        // All that the changes point to is read.
        for (const std::string& text : decoding.changes()) BOOST_REQUIRE(!text.empty());
        Fold fold(decoding.unit.arena);
        for (const Change& change : decoding.unit.changes) fold.add(change);
        BOOST_REQUIRE(fold.take().early.size() <= decoding.unit.changes.size());
      } catch (const Error&) {
        ++refused;
      }
    }
  }
  BOOST_TEST(refused > 10'000);
}

BOOST_AUTO_TEST_CASE(says_where_the_malformed_byte_is) {
  FrameBuilder frames;
  frames.hello();
  const std::size_t hello_bytes = frames.bytes().size();
  Decoding decoding;
  BOOST_CHECK_EXCEPTION(
      decoding.decode(payload_of(frames.bytes() + "\xc1")), Error, [&](const Error& error) {
        return error.message().starts_with("malformed frame at byte " +
                                           std::to_string(hello_bytes + 1) + " of " +
                                           std::to_string(hello_bytes + 1) + ": ");
      });
}

BOOST_AUTO_TEST_CASE(refuses_a_stream_that_does_not_open_with_hello) {
  FrameBuilder frames;
  check_malformed(frames.begin(100, 200), "does not open with a hello");
  check_malformed(frames.relation(1), "does not open with a hello");
}

BOOST_AUTO_TEST_CASE(refuses_a_second_hello) {
  FrameBuilder frames;
  check_malformed(frames.hello().hello(), "a second hello");
  check_malformed(frames.hello(), "a second hello", Decoder::Source::Copy);
}

BOOST_AUTO_TEST_CASE(refuses_protocol_versions_that_it_does_not_speak) {
  for (std::uint32_t version :
       {frame::kProtocolVersionMin - 1, frame::kProtocolVersionMax + 1, UINT32_MAX}) {
    FrameBuilder frames;
    Decoding decoding;
    BOOST_CHECK_EXCEPTION(decoding.decode(frames.hello(version)), Error, [&](const Error& error) {
      return error.message() ==
                 "the extension on the source speaks protocol version " + std::to_string(version) &&
             error.detail().find("the extension is 1.0.0") != std::string::npos &&
             !error.hint().empty();
    });
  }
}

BOOST_AUTO_TEST_CASE(refuses_transactions_that_overlap_and_changes_outside_of_one) {
  FrameBuilder frames;
  check_malformed(frames.hello().begin(100, 200).begin(300, 400), "transactions overlap");
  check_malformed(frames.hello().relation(1), "stands outside of one");
  check_malformed(frames.hello().commit(100, 200), "stands outside of one");
  check_malformed(frames.hello().begin(100, 200).commit(100, 200).commit(100, 200),
                  "stands outside of one");
  check_malformed(frames.begin(100, 200), "transactions overlap", Decoder::Source::Copy);
}

BOOST_AUTO_TEST_CASE(refuses_the_commit_of_another_transaction) {
  FrameBuilder frames;
  check_malformed(frames.hello().begin(100, 200).commit(101, 200), "of another transaction");
}

BOOST_AUTO_TEST_CASE(refuses_changes_of_relations_that_were_not_described) {
  FrameBuilder frames = opened();
  check_malformed(frames.insert(2, {integer(1), null()}), "was not described");
  frames = opened();
  check_malformed(frames.truncate({1, 2}), "was not described");
}

BOOST_AUTO_TEST_CASE(refuses_rows_with_other_columns_than_their_relation) {
  for (const FrameBuilder::Row& row :
       {FrameBuilder::Row{}, FrameBuilder::Row{integer(1)}, FrameBuilder::Row(3, integer(1))}) {
    FrameBuilder frames = opened();
    check_malformed(frames.insert(1, row), "not the values its relation has");
    frames = opened();
    check_malformed(frames.update(1, row), "not the values its relation has");
    frames = opened(Identity::Full);
    check_malformed(frames.remove(1, OldRow::Full, row), "not the values its relation has");
  }
  FrameBuilder frames = opened();
  check_malformed(frames.remove(1, OldRow::Key, {integer(1), integer(2)}), "its relation has");
}

BOOST_AUTO_TEST_CASE(refuses_old_rows_that_name_a_row_otherwise_than_their_relation_does) {
  FrameBuilder frames = opened(Identity::Full);
  check_malformed(frames.remove(1, OldRow::Key, {}), "a key of a relation that has none");
  frames = opened(Identity::Nothing);
  check_malformed(frames.update(1, OldRow::Key, {}, {integer(1), null()}),
                  "a key of a relation that has none");
  frames = opened(Identity::Key);
  check_malformed(frames.remove(1, OldRow::Full, {integer(1), null()}),
                  "a whole row where a key names it");
  frames = opened(Identity::Key);
  check_malformed(frames.update(1, OldRow::Full, {integer(1), null()}, {integer(1), text("after")}),
                  "a whole row where a key names it");
}

BOOST_AUTO_TEST_CASE(refuses_all_but_relations_and_inserts_in_a_copy) {
  constexpr auto kCopy = Decoder::Source::Copy;
  FrameBuilder frames;
  check_malformed(frames.commit(100, 200), "in a copy", kCopy);
  check_malformed(frames.relation(1).update(1, {integer(1), null()}), "in a copy", kCopy);
  check_malformed(frames.relation(1).remove(1, OldRow::Key, {integer(1)}), "in a copy", kCopy);
  check_malformed(frames.relation(1).truncate({1}), "in a copy", kCopy);
}

BOOST_AUTO_TEST_SUITE_END()
