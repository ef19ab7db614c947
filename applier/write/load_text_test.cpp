// SPDX-License-Identifier: PostgreSQL
#include "applier/write/load_text.hpp"

#include <limits>

#include <boost/test/unit_test.hpp>

#include "applier/testing/values.hpp"
#include "applier/write/parameter_column.hpp"

using namespace applier;
using namespace applier::testing;
using namespace std::string_literals;
using frame::Wire;

namespace {

std::string loaded(Wire wire, const Value& value) {
  ParameterColumn column(wire);
  column.resize(1);
  column.set(0, value);
  MYSQL_BIND bind;
  column.bind_row(0, bind);
  std::string text;
  append_loaded(bind, text);
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_load_text)

BOOST_AUTO_TEST_CASE(null_is_told_from_the_text_that_looks_like_it) {
  BOOST_TEST(loaded(Wire::Text, null()) == "\\N");
  BOOST_TEST(loaded(Wire::Integer, null()) == "\\N");
  BOOST_TEST(loaded(Wire::Text, text("\\N")) == "\\\\N");
  BOOST_TEST(loaded(Wire::Text, text("N")) == "N");
  BOOST_TEST(loaded(Wire::Text, text("")) == "");
}

BOOST_AUTO_TEST_CASE(what_ends_a_field_or_a_line_is_escaped) {
  BOOST_TEST(loaded(Wire::Text, text("a\tb\nc\\d")) == "a\\\tb\\\nc\\\\d");
  BOOST_TEST(loaded(Wire::Text, text("a\r\"'ä")) == "a\r\"'ä");
  const std::string zero = "a\0b"s;
  BOOST_TEST(loaded(Wire::Text, text(zero)) == "a\\0b");
}

BOOST_AUTO_TEST_CASE(whole_numbers_have_their_digits) {
  BOOST_TEST(loaded(Wire::Integer, integer(std::numeric_limits<std::int64_t>::min())) ==
             "-9223372036854775808");
  BOOST_TEST(loaded(Wire::Boolean, boolean(true)) == "1");
  BOOST_TEST(loaded(Wire::Decimal, text("-0.10")) == "-0.10");
}

BOOST_AUTO_TEST_CASE(floating_numbers_have_digits_that_read_back_as_the_same) {
  BOOST_TEST(loaded(Wire::Double, real(0.1)) == "0.1");
  BOOST_TEST(loaded(Wire::Double, real(-0.0)) == "-0");
  BOOST_TEST(loaded(Wire::Float, single(0.1F)) == "0.10000000149011612");
}

BOOST_AUTO_TEST_CASE(times_are_written_in_full) {
  BOOST_TEST(loaded(Wire::Date, integer(0)) == "1970-01-01");
  BOOST_TEST(loaded(Wire::Time, integer(86'400'000'000)) == "24:00:00");
  BOOST_TEST(loaded(Wire::Time, integer(1)) == "00:00:00.000001");
  BOOST_TEST(loaded(Wire::Datetime, integer(-1)) == "1969-12-31 23:59:59.999999");
  BOOST_TEST(loaded(Wire::Datetime, integer(0)) == "1970-01-01 00:00:00");
}

BOOST_AUTO_TEST_SUITE_END()
