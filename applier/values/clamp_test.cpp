// SPDX-License-Identifier: PostgreSQL
#include "applier/values/clamp.hpp"

#include <cfloat>
#include <string>

#include <boost/test/unit_test.hpp>

#include "applier/testing/values.hpp"

using namespace applier;
using namespace applier::testing;
using frame::ValueKind;
using frame::Wire;

namespace {

Column column(Wire wire, const char* mysql_type = "") {
  Column column;
  column.wire = wire;
  column.mysql_type = mysql_type;
  return column;
}

constexpr std::int64_t kDayUs = 86'400'000'000;

}  // namespace

BOOST_AUTO_TEST_SUITE(values_clamp)

BOOST_AUTO_TEST_CASE(tells_a_value_of_another_kind_from_one_of_the_columns) {
  BOOST_TEST(fits(column(Wire::Decimal), text("1.50")));
  BOOST_TEST(fits(column(Wire::Decimal), integer(7)));
  BOOST_TEST(!fits(column(Wire::Decimal), text("NaN")));
  BOOST_TEST(!fits(column(Wire::Decimal), text("-Infinity")));
  BOOST_TEST(!fits(column(Wire::Decimal), binary("123456789")));
  BOOST_TEST(fits(column(Wire::Double), real(0)));
  BOOST_TEST(!fits(column(Wire::Double), text("NaN")));
  BOOST_TEST(!fits(column(Wire::Float), real(0)));
  BOOST_TEST(!fits(column(Wire::Date), text("infinity")));
  BOOST_TEST(!fits(column(Wire::Json), binary("{}")));
  BOOST_TEST(fits(column(Wire::Json), text("{}")));
  BOOST_TEST(!fits(column(Wire::Text), binary("\xff")));
}

BOOST_AUTO_TEST_CASE(lets_null_and_unchanged_stand_for_any_kind) {
  for (Wire wire : {Wire::Decimal, Wire::Double, Wire::Date, Wire::Json, Wire::Binary}) {
    BOOST_TEST(fits(column(wire), null()));
    BOOST_TEST(fits(column(wire), unchanged()));
  }
}

BOOST_AUTO_TEST_CASE(has_nothing_near_to_not_a_number) {
  Arena arena;
  for (Wire wire : {Wire::Decimal, Wire::Float, Wire::Double})
    BOOST_TEST(clamped(column(wire, "DECIMAL(8,2)"), text("NaN"), true, arena).is_null());
}

BOOST_AUTO_TEST_CASE(puts_the_ends_of_a_decimal_for_what_is_beyond_them) {
  Arena arena;
  const Column price = column(Wire::Decimal, "DECIMAL(8,2)");
  BOOST_TEST(clamped(price, text("Infinity"), true, arena).bytes() == "999999.99");
  BOOST_TEST(clamped(price, text("-Infinity"), true, arena).bytes() == "-999999.99");
  BOOST_TEST(clamped(price, binary("-1234567.5"), true, arena).bytes() == "-999999.99");
  const Column whole = column(Wire::Decimal, "DECIMAL(3,0)");
  BOOST_TEST(clamped(whole, text("Infinity"), true, arena).bytes() == "999");
}

BOOST_AUTO_TEST_CASE(cuts_decimals_toward_zero) {
  Arena arena;
  const Column price = column(Wire::Decimal, "DECIMAL(8,2)");
  BOOST_TEST(clamped(price, binary("1.999"), true, arena).bytes() == "1.99");
  BOOST_TEST(clamped(price, binary("-0.129"), true, arena).bytes() == "-0.12");
  BOOST_TEST(clamped(column(Wire::Decimal, "DECIMAL(3,0)"), binary("7.9"), true, arena).bytes() ==
             "7");
}

BOOST_AUTO_TEST_CASE(puts_the_largest_floats_for_the_infinities) {
  Arena arena;
  const Value low = clamped(column(Wire::Float), text("-Infinity"), true, arena);
  BOOST_TEST((low.kind == ValueKind::Float));
  BOOST_TEST(low.single == -FLT_MAX);
  const Value high = clamped(column(Wire::Double), text("Infinity"), true, arena);
  BOOST_TEST((high.kind == ValueKind::Double));
  BOOST_TEST(high.number == DBL_MAX);
}

BOOST_AUTO_TEST_CASE(puts_the_first_and_last_day_for_dates_beyond_them) {
  Arena arena;
  const Column day = column(Wire::Date, "DATE");
  BOOST_TEST(clamped(day, text("0044-03-15 BC"), true, arena).integer == -719'162);
  BOOST_TEST(clamped(day, text("-infinity"), true, arena).integer == -719'162);
  BOOST_TEST(clamped(day, text("infinity"), true, arena).integer == 2'932'896);
  BOOST_TEST(clamped(day, text("12345-01-01"), true, arena).integer == 2'932'896);
}

BOOST_AUTO_TEST_CASE(keeps_the_last_instant_below_what_mysql_would_round_over_the_end) {
  Arena arena;
  const std::int64_t end = 2'932'897 * kDayUs;
  const auto last = [&](const char* type) {
    return clamped(column(Wire::Datetime, type), text("infinity"), true, arena).integer;
  };
  BOOST_TEST(last("DATETIME(6)") == end - 1);
  BOOST_TEST(last("DATETIME(3)") == end - 1'000);
  BOOST_TEST(last("DATETIME(0)") == end - 1'000'000);
}

BOOST_AUTO_TEST_CASE(puts_a_replacement_character_for_each_byte_that_is_not_utf8) {
  Arena arena;
  const Column name = column(Wire::Text);
  const auto replaced = [&](std::string_view bytes) {
    return std::string(clamped(name, binary(bytes), true, arena).bytes());
  };
  BOOST_TEST(replaced("a\xff"
                      "b") ==
             "a\uFFFD"
             "b");
  BOOST_TEST(replaced("\xc3\xa9\xc3") == "\xc3\xa9\uFFFD");
  BOOST_TEST(replaced("\xed\xa0\x80") == "\uFFFD\uFFFD\uFFFD");
  BOOST_TEST(replaced("\xf0\x9f\x98\x80") == "\xf0\x9f\x98\x80");
}

BOOST_AUTO_TEST_CASE(passes_json_on_only_where_the_server_takes_it) {
  Arena arena;
  const Column document = column(Wire::Json, "JSON");
  BOOST_TEST(clamped(document, binary("[1e400]"), true, arena).bytes() == "[1e400]");
  BOOST_TEST(clamped(document, binary("[\"\\ud800\"]"), false, arena).is_null());
}

BOOST_AUTO_TEST_SUITE_END()
