// SPDX-License-Identifier: PostgreSQL
// Long values, whose bytes follow their row in pieces.
#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

#include "applier/testing/decoding.hpp"

using namespace applier;
using namespace applier::testing;
using boost::test_tools::per_element;
using frame::OldRow;
using Changes = std::vector<std::string>;

namespace {

FrameBuilder opened(std::size_t columns = 2) {
  FrameBuilder frames;
  frames.hello().begin(100, 200).relation(1, columns);
  return frames;
}

void check_malformed(FrameBuilder& frames, const std::string& matter) {
  Decoding decoding;
  BOOST_CHECK_EXCEPTION(decoding.decode(frames), Error, [&](const Error& error) {
    BOOST_TEST_MESSAGE(error.message());
    return error.message().find(matter) != std::string::npos;
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(decode_decoder_pieces)

// Sanitizers have address space of their own.
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
BOOST_AUTO_TEST_CASE(refuses_a_length_that_memory_has_no_room_for) {
  FrameBuilder frames = opened();
  frames.insert(1, {integer(1), long_text(frame::kValueBytesMax)});
  Decoding decoding;
  rlimit before{};
  BOOST_REQUIRE_EQUAL(getrlimit(RLIMIT_AS, &before), 0);
  const rlimit narrow{rlim_t{1} << 30, before.rlim_max};
  BOOST_REQUIRE_EQUAL(setrlimit(RLIMIT_AS, &narrow), 0);
  std::string message;
  try {
    decoding.decode(frames);
  } catch (const Error& error) {
    message = error.message();
  }
  setrlimit(RLIMIT_AS, &before);
  BOOST_TEST(message.starts_with("there is no memory for a value of "), message);
}
#endif

BOOST_AUTO_TEST_CASE(puts_a_long_value_together_across_payloads) {
  FrameBuilder frames = opened();
  Decoding decoding;
  decoding.decode(frames.insert(1, {integer(1), long_text(10)}).piece("abc"));
  BOOST_TEST(!decoding.decoder().between_changes());
  decoding.decode(frames.piece("defg"));
  BOOST_TEST(!decoding.decoder().between_changes());
  decoding.decode(frames.piece("hij").insert(1, {integer(2), null()}).commit(100, 200));
  BOOST_TEST(decoding.decoder().between_changes());
  const Changes expected = {"insert t1 (1, 'abcdefghij')", "insert t1 (2, NULL)"};
  BOOST_TEST(decoding.changes() == expected, per_element());
}

BOOST_AUTO_TEST_CASE(fills_long_values_in_the_order_of_the_old_row_and_then_the_new) {
  FrameBuilder frames = opened(3);
  frames.relation(2, 3, frame::Identity::Full);
  frames.update(2, OldRow::Full, {long_text(2), null(), long_binary(3)},
                {long_text(1), long_binary(2), integer(5)});
  frames.piece("o").piece("1").piece("old").piece("n").piece("ew");
  Decoding decoding;
  decoding.decode(frames);
  BOOST_TEST(decoding.change(0) == "update t2 ['o1', NULL, b'old'] ('n', b'ew', 5)");
}

BOOST_AUTO_TEST_CASE(keeps_no_payload_of_pieces_alone_but_weighs_the_value) {
  FrameBuilder frames = opened();
  Decoding decoding;
  decoding.decode(frames.insert(1, {integer(1), long_binary(300'000)}));
  const std::size_t opening = decoding.unit.payloads[0].size();
  decoding.decode(frames.piece(std::string(200'000, 'x')));
  decoding.decode(frames.piece(std::string(100'000, 'y')));
  BOOST_TEST(decoding.unit.payloads.size() == 1u);
  BOOST_TEST(decoding.unit.bytes == opening + 300'000);
  const Value& value = decoding.unit.changes[0].new_row[1];
  BOOST_TEST((value.kind == ValueKind::Binary));
  BOOST_TEST((value.bytes() == std::string(200'000, 'x') + std::string(100'000, 'y')));
}

BOOST_AUTO_TEST_CASE(passes_over_the_pieces_of_a_transaction_that_was_applied) {
  FrameBuilder frames = opened();
  frames.insert(1, {long_text(3), long_text(4)}).piece("abc").piece("d").piece("efg");
  frames.commit(100, 200).begin(300, 400).insert(1, {integer(2), long_text(2)}).piece("ok");
  Decoding decoding(Decoder::Source::Stream, Lsn{200});
  decoding.decode(frames);
  BOOST_TEST(decoding.changes() == Changes{"insert t1 (2, 'ok')"}, per_element());
}

BOOST_AUTO_TEST_CASE(passes_over_the_pieces_of_a_table_whose_copy_has_them) {
  FrameBuilder frames = opened();
  frames.relation(2);
  frames.insert(1, {integer(1), long_text(3)}).piece("abc");
  frames.insert(2, {integer(2), long_text(3)}).piece("def").commit(100, 200);
  Decoding decoding;
  decoding.copied = {{1, Lsn{101}}};
  decoding.decode(frames);
  BOOST_TEST(decoding.changes() == Changes{"insert t2 (2, 'def')"}, per_element());
}

BOOST_AUTO_TEST_CASE(refuses_pieces_that_do_not_fit_their_value) {
  FrameBuilder longer = opened();
  check_malformed(longer.insert(1, {integer(1), long_text(3)}).piece("abcd"), "does not fit");
  FrameBuilder later = opened();
  check_malformed(later.insert(1, {integer(1), long_text(3)}).piece("ab").piece("cd"),
                  "does not fit");
  FrameBuilder empty = opened();
  check_malformed(empty.insert(1, {integer(1), long_text(3)}).piece(""), "does not fit");
  FrameBuilder none = opened();
  check_malformed(none.insert(1, {integer(1), text("short")}).piece("x"),
                  "a piece of no long value");
  FrameBuilder third = opened();
  check_malformed(third.insert(1, {integer(1), long_text(1)}).piece("x").piece("x"),
                  "a piece of no long value");
}

BOOST_AUTO_TEST_CASE(refuses_pieces_of_a_dropped_row_that_do_not_fit_either) {
  FrameBuilder frames = opened();
  frames.insert(1, {integer(1), long_text(3)}).piece("abcd");
  Decoding decoding(Decoder::Source::Stream, Lsn{200});
  BOOST_CHECK_THROW(decoding.decode(frames), Error);
}

BOOST_AUTO_TEST_CASE(refuses_any_frame_between_a_long_value_and_its_pieces) {
  const auto check = [](auto add) {
    FrameBuilder frames = opened();
    frames.insert(1, {integer(1), long_text(3)}).piece("ab");
    add(frames);
    check_malformed(frames, "between a long value and its pieces");
  };
  check([](FrameBuilder& frames) { frames.commit(100, 200); });
  check([](FrameBuilder& frames) { frames.insert(1, {integer(2), null()}); });
  check([](FrameBuilder& frames) { frames.relation(1); });
  check([](FrameBuilder& frames) { frames.truncate({1}); });
  check([](FrameBuilder& frames) { frames.begin(300, 400); });
}

BOOST_AUTO_TEST_CASE(refuses_a_long_value_without_length) {
  FrameBuilder frames = opened();
  check_malformed(frames.insert(1, {integer(1), long_text(0)}).commit(100, 200), "malformed frame");
}

BOOST_AUTO_TEST_SUITE_END()
