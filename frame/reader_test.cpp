// SPDX-License-Identifier: PostgreSQL
#include "frame/reader.hpp"

#include <bit>
#include <functional>
#include <limits>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "frame/testing/exact_bytes.hpp"
#include "frame/testing/packed.hpp"

using namespace std::string_literals;
using frame::Reader;
using frame::Value;
using frame::ValueKind;
using frame::testing::ExactBytes;
using frame::testing::packed;

namespace {

Value value_of(std::string_view bytes) {
  Reader reader(bytes);
  const Value value = reader.value();
  BOOST_TEST(reader.sound());
  BOOST_TEST(reader.at_end());
  return value;
}

std::string integer_bytes(std::int64_t number) {
  return packed([&](auto& packer) { packer.pack_int64(number); });
}

// One value of each tag of the specification, as short as the tag allows.
std::vector<std::string> values_of_every_tag() {
  return {
      "\x00"s,
      "\x7f"s,
      "\xe0"s,
      "\xff"s,  // fixint
      "\xa0"s,
      "\xa3"
      "abc"s,
      "\xbf"s + std::string(31, 'x'),  // fixstr
      "\xc0"s,
      "\xc2"s,
      "\xc3"s,
      "\xc4\x02"
      "ab"s,
      "\xc5\x00\x02"
      "ab"s,
      "\xc6\x00\x00\x00\x02"
      "ab"s,
      "\xc7\x00\x01"s,  // unchanged
      "\xca\x3f\x80\x00\x00"s,
      "\xcb\x3f\xf0\x00\x00\x00\x00\x00\x00"s,
      "\xcc\xff"s,
      "\xcd\xff\xff"s,
      "\xce\xff\xff\xff\xff"s,
      "\xcf\xff\xff\xff\xff\xff\xff\xff\xff"s,
      "\xd0\x80"s,
      "\xd1\x80\x00"s,
      "\xd2\x80\x00\x00\x00"s,
      "\xd3\x80\x00\x00\x00\x00\x00\x00\x00"s,
      "\xd6\x02\x00\x00\x01\x00"s,
      "\xd6\x03\x00\x00\x01\x00"s,  // long
      "\xd9\x01"
      "a"s,
      "\xda\x00\x01"
      "a"s,
      "\xdb\x00\x00\x00\x01"
      "a"s,
  };
}

// What a row cannot have and a later version may: containers, other extensions.
std::vector<std::string> values_to_skip() {
  return {
      "\x80"s,
      "\x81\x01\x02"s,
      "\x90"s,
      "\x92\x01\x91\x02"s,
      "\xc7\x03\x05"
      "abc"s,
      "\xc8\x00\x03\x05"
      "abc"s,
      "\xc9\x00\x00\x00\x03\x05"
      "abc"s,
      "\xd4\x05"
      "a"s,
      "\xd5\x05"
      "ab"s,
      "\xd6\x05"
      "abcd"s,
      "\xd7\x05"
      "abcdefgh"s,
      "\xd8\x05"s + std::string(16, 'x'),
      "\xdc\x00\x02\x01\xa1"
      "a"s,
      "\xdd\x00\x00\x00\x01\xc0"s,
      "\xde\x00\x01\x01\x91\xc0"s,
      "\xdf\x00\x00\x00\x01\xa1"
      "k\x90"s,
  };
}

}  // namespace

BOOST_AUTO_TEST_SUITE(frame_reader)

BOOST_AUTO_TEST_CASE(reads_integers_at_the_ends_of_every_width) {
  const std::int64_t numbers[] = {
      0,  1,   127, 128,  255,  256,    65535,  65536,     4294967295,  4294967296, INT64_MAX,
      -1, -32, -33, -128, -129, -32768, -32769, INT32_MIN, -2147483649, INT64_MIN};
  for (std::int64_t number : numbers) {
    const std::string bytes = integer_bytes(number);
    BOOST_TEST((value_of(bytes).kind == ValueKind::Integer));
    BOOST_TEST(value_of(bytes).integer == number);
    BOOST_TEST(Reader(bytes).integer() == number);
  }
}

BOOST_AUTO_TEST_CASE(reads_what_only_an_unsigned_number_holds_as_unsigned) {
  const std::string bytes = packed([](auto& packer) { packer.pack_uint64(UINT64_MAX); });
  BOOST_TEST((value_of(bytes).kind == ValueKind::Unsigned));
  BOOST_TEST(value_of(bytes).unsigned_integer == UINT64_MAX);
  BOOST_TEST(Reader(bytes).uint() == UINT64_MAX);
  Reader reader(bytes);
  reader.integer();
  BOOST_TEST(!reader.sound());
}

BOOST_AUTO_TEST_CASE(reads_floats_bit_by_bit) {
  for (double number : {0.0, -0.0, 1.5, -1e308, 5e-324, std::numeric_limits<double>::infinity(),
                        std::bit_cast<double>(0x7ff8dead'beef0001)}) {
    const Value value =
        value_of(packed([&](auto& packer) { frame::write_double(packer, number); }));
    BOOST_TEST((value.kind == ValueKind::Double));
    BOOST_TEST(std::bit_cast<std::uint64_t>(value.number) == std::bit_cast<std::uint64_t>(number));
  }
  for (float number : {0.0f, -0.0f, 1.5f, 1e-45f, std::bit_cast<float>(0x7fc0beef)}) {
    const Value value = value_of(packed([&](auto& packer) { frame::write_float(packer, number); }));
    BOOST_TEST((value.kind == ValueKind::Float));
    BOOST_TEST(std::bit_cast<std::uint32_t>(value.single) == std::bit_cast<std::uint32_t>(number));
  }
}

BOOST_AUTO_TEST_CASE(borrows_text_and_bytes_of_every_length_form_from_the_frame) {
  for (std::size_t length : {0u, 1u, 31u, 32u, 255u, 256u, 65535u, 65536u}) {
    const std::string content(length, 'x');
    const std::string text = packed([&](auto& packer) { frame::write_text(packer, content); });
    const std::string bytes = packed([&](auto& packer) { frame::write_binary(packer, content); });
    BOOST_TEST((value_of(text).kind == ValueKind::Text));
    BOOST_TEST((value_of(bytes).kind == ValueKind::Binary));
    BOOST_TEST((value_of(text).bytes() == content));
    BOOST_TEST((value_of(bytes).bytes() == content));
    BOOST_TEST(static_cast<const void*>(value_of(text).data) == text.data() + text.size() - length);
  }
}

BOOST_AUTO_TEST_CASE(tells_null_unchanged_and_long_apart) {
  BOOST_TEST(value_of("\xc0").is_null());
  BOOST_TEST(value_of(packed([](auto& p) { frame::write_unchanged(p); })).is_unchanged());
  const Value text =
      value_of(packed([](auto& p) { frame::write_long(p, frame::kExtLongText, 0x01020304); }));
  BOOST_TEST((text.kind == ValueKind::LongText));
  BOOST_TEST(text.length == 0x01020304u);
  const Value bytes =
      value_of(packed([](auto& p) { frame::write_long(p, frame::kExtLongBinary, 7); }));
  BOOST_TEST((bytes.kind == ValueKind::LongBinary));
  BOOST_TEST(bytes.length == 7u);
}

BOOST_AUTO_TEST_CASE(refuses_a_long_value_longer_than_postgresql_can_hold) {
  const auto longest = static_cast<std::uint32_t>(frame::kValueBytesMax);
  value_of(packed([&](auto& p) { frame::write_long(p, frame::kExtLongText, longest); }));
  const std::string longer =
      packed([&](auto& p) { frame::write_long(p, frame::kExtLongText, longest + 1); });
  Reader reader(longer);
  reader.value();
  BOOST_TEST(!reader.sound());
}

BOOST_AUTO_TEST_CASE(fails_where_any_value_is_cut_off) {
  for (const std::string& whole : values_of_every_tag()) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const ExactBytes cut(std::string_view(whole).substr(0, length));
      Reader reader(cut);
      BOOST_TEST(reader.value().is_null());
      BOOST_TEST(!reader.sound());
      BOOST_TEST(reader.offset() <= length);
    }
  }
}

BOOST_AUTO_TEST_CASE(fails_on_lengths_that_reach_past_the_end) {
  const std::string tags[] = {"\xbf",
                              "\xc4\xff",
                              "\xc5\xff\xff",
                              "\xd9\xff",
                              "\xda\xff\xff",
                              "\xc6\xff\xff\xff\xff",
                              "\xdb\xff\xff\xff\xff",
                              "\xdb\x00\x00\x00\x05"s,
                              "\xc6\x00\x00\x00\x05"s};
  for (const std::string& tag : tags) {
    const ExactBytes bytes(tag + "four");
    Reader values(bytes);
    BOOST_TEST(values.value().is_null());
    BOOST_TEST(!values.sound());
    Reader skips(bytes);
    skips.skip();
    BOOST_TEST(!skips.sound());
  }
}

BOOST_AUTO_TEST_CASE(fails_on_arrays_that_claim_more_elements_than_bytes) {
  for (const std::string& claim : {"\x92\xc0"s, "\xdc\xff\xff\xc0"s, "\xdd\xff\xff\xff\xff\xc0"s,
                                   "\xdd\x00\x00\x00\x02\xc0"s}) {
    const ExactBytes bytes(claim);
    Reader reader(bytes);
    BOOST_TEST(reader.array() == 0u);
    BOOST_TEST(!reader.sound());
  }
  const std::string honest = "\xdd\x00\x00\x00\x01\xc0"s;
  BOOST_TEST(Reader(honest).array() == 1u);
}

BOOST_AUTO_TEST_CASE(fails_on_tags_that_no_row_has) {
  for (const std::string& bytes : values_to_skip()) {
    Reader reader(bytes);
    BOOST_TEST(reader.value().is_null());
    BOOST_TEST(!reader.sound());
  }
  BOOST_TEST(!std::invoke([] {
    Reader reader("\xc1");
    reader.value();
    return reader.sound();
  }));
}

BOOST_AUTO_TEST_CASE(fails_on_extensions_of_the_wrong_size) {
  for (const std::string& bytes : {"\xc7\x01\x01x"s, "\xc7\x00\x02"s,
                                   "\xc7\x03\x02"
                                   "abc"s,
                                   "\xc7\x05\x03"
                                   "abcde"s,
                                   "\xc7\x00\xff"s}) {
    Reader reader(bytes);
    reader.value();
    BOOST_TEST(!reader.sound());
  }
}

BOOST_AUTO_TEST_CASE(fails_on_a_value_of_another_kind_than_asked_for) {
  using Read = std::function<void(Reader&)>;
  const std::pair<Read, std::vector<ValueKind>> reads[] = {
      {[](Reader& r) { r.integer(); }, {ValueKind::Integer}},
      {[](Reader& r) { r.boolean(); }, {ValueKind::Boolean}},
      {[](Reader& r) { r.text(); }, {ValueKind::Text}},
      {[](Reader& r) { r.binary(); }, {ValueKind::Binary}},
      {[](Reader& r) { r.array(); }, {}},
  };
  for (const std::string& bytes : values_of_every_tag()) {
    const ValueKind kind = value_of(bytes).kind;
    for (const auto& [read, kinds] : reads) {
      Reader reader(bytes);
      read(reader);
      BOOST_TEST(reader.sound() == (std::find(kinds.begin(), kinds.end(), kind) != kinds.end()));
    }
  }
}

BOOST_AUTO_TEST_CASE(fails_on_a_negative_number_where_none_may_be) {
  const std::string minus_one = integer_bytes(-1);
  Reader reader(minus_one);
  BOOST_TEST(reader.uint() == 0u);
  BOOST_TEST(!reader.sound());
}

BOOST_AUTO_TEST_CASE(fails_above_the_most_that_a_field_allows) {
  const std::string nine = integer_bytes(9);
  BOOST_TEST(Reader(nine).uint32(9) == 9u);
  Reader reader(nine);
  BOOST_TEST(reader.uint32(8) == 0u);
  BOOST_TEST(!reader.sound());
  const std::string wide = integer_bytes(std::int64_t{UINT32_MAX} + 1);
  Reader other(wide);
  BOOST_TEST(other.uint32() == 0u);
  BOOST_TEST(!other.sound());
}

BOOST_AUTO_TEST_CASE(answers_zeros_for_ever_after_and_keeps_the_first_reason) {
  const std::string bytes = "\xc1\x05\xa1xc3\x91\x01\xc4\x01x";
  Reader reader(bytes);
  reader.value();
  const std::string reason = reader.failure();
  const std::size_t offset = reader.offset();
  reader.fail("another reason");
  BOOST_TEST(reader.integer() == 0);
  BOOST_TEST(reader.uint() == 0u);
  BOOST_TEST(reader.uint32() == 0u);
  BOOST_TEST(!reader.boolean());
  BOOST_TEST(reader.text().empty());
  BOOST_TEST(reader.binary().empty());
  BOOST_TEST(reader.array() == 0u);
  BOOST_TEST(reader.value().is_null());
  reader.skip();
  BOOST_TEST(reader.failure() == reason);
  BOOST_TEST(reader.offset() == offset);
}

BOOST_AUTO_TEST_CASE(skips_just_one_value_of_every_tag) {
  std::vector<std::string> values = values_of_every_tag();
  for (const std::string& bytes : values_to_skip()) values.push_back(bytes);
  for (const std::string& bytes : values) {
    const std::string followed = bytes + "\x2a";
    Reader reader(followed);
    reader.skip();
    BOOST_TEST(reader.integer() == 42);
    BOOST_TEST(reader.sound());
    BOOST_TEST(reader.at_end());
  }
}

BOOST_AUTO_TEST_CASE(fails_where_a_skipped_value_is_cut_off) {
  std::vector<std::string> values = values_of_every_tag();
  for (const std::string& bytes : values_to_skip()) values.push_back(bytes);
  for (const std::string& whole : values) {
    for (std::size_t length = 0; length < whole.size(); ++length) {
      const ExactBytes cut(std::string_view(whole).substr(0, length));
      Reader reader(cut);
      reader.skip();
      BOOST_TEST(!reader.sound());
    }
  }
}

BOOST_AUTO_TEST_CASE(skips_a_million_levels_of_nesting_without_stack) {
  constexpr std::size_t kLevels = 1'000'000;
  for (const char* opening : {"\x91", "\x81\xc0"}) {
    std::string bytes;
    for (std::size_t i = 0; i < kLevels; ++i) bytes += opening;
    {
      const ExactBytes open(bytes);
      Reader reader(open);
      reader.skip();
      BOOST_TEST(!reader.sound());
    }
    bytes += "\xc0\x2a";
    Reader reader(bytes);
    reader.skip();
    BOOST_TEST(reader.integer() == 42);
    BOOST_TEST(reader.at_end());
  }
}

BOOST_AUTO_TEST_CASE(fails_on_containers_that_claim_to_be_endless) {
  for (const std::string& claim :
       {"\xdd\xff\xff\xff\xff"s, "\xdf\xff\xff\xff\xff"s, "\x8f"s, "\x9f"s}) {
    std::string bytes;
    for (int i = 0; i < 100; ++i) bytes += claim;
    const ExactBytes exact(bytes);
    Reader reader(exact);
    reader.skip();
    BOOST_TEST(!reader.sound());
  }
  const std::string unused = "\x91\xc1";
  Reader reader(unused);
  reader.skip();
  BOOST_TEST(!reader.sound());
}

BOOST_AUTO_TEST_CASE(is_at_the_end_of_nothing_and_reads_nothing_there) {
  Reader reader{std::string_view{}};
  BOOST_TEST(reader.at_end());
  BOOST_TEST(reader.sound());
  reader.skip();
  BOOST_TEST(!reader.sound());
}

BOOST_AUTO_TEST_SUITE_END()
