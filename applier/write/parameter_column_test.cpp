// SPDX-License-Identifier: PostgreSQL
#include "applier/write/parameter_column.hpp"

#include <cmath>
#include <limits>

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/testing/values.hpp"

using namespace applier;
using namespace applier::testing;
using frame::Wire;

namespace {

constexpr std::int64_t kSecondUs = 1'000'000;
constexpr std::int64_t kDayUs = 86'400 * kSecondUs;
constexpr std::int64_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int64_t kLastDay = 2'932'896;  // 9999-12-31

// What the server would be told of one value.
std::string shown_bind(const MYSQL_BIND& bind) {
  if (*bind.is_null) return "NULL";
  const auto* time = static_cast<const MYSQL_TIME*>(bind.buffer);
  switch (bind.buffer_type) {
    case MYSQL_TYPE_LONGLONG:
      return bind.is_unsigned ? std::to_string(*static_cast<const std::uint64_t*>(bind.buffer))
                              : std::to_string(*static_cast<const std::int64_t*>(bind.buffer));
    case MYSQL_TYPE_FLOAT:
      return fmt::format("{}", *static_cast<const float*>(bind.buffer));
    case MYSQL_TYPE_DOUBLE:
      return fmt::format("{}", *static_cast<const double*>(bind.buffer));
    case MYSQL_TYPE_DATE:
      return fmt::format("{:04}-{:02}-{:02}", time->year, time->month, time->day);
    case MYSQL_TYPE_TIME:
      return fmt::format("{} {:02}:{:02}:{:02}.{:06}", time->day, time->hour, time->minute,
                         time->second, time->second_part);
    case MYSQL_TYPE_DATETIME:
      return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:06}", time->year, time->month,
                         time->day, time->hour, time->minute, time->second, time->second_part);
    default:
      BOOST_TEST(bind.buffer_length == *bind.length);
      return {static_cast<const char*>(bind.buffer), *bind.length};
  }
}

std::string bound(Wire wire, const Value& value) {
  ParameterColumn column(wire);
  column.resize(1);
  column.set(0, value);
  MYSQL_BIND bind;
  column.bind_row(0, bind);
  return shown_bind(bind);
}

void check_refused(Wire wire, const Value& value) {
  ParameterColumn column(wire);
  column.resize(1);
  BOOST_CHECK_EXCEPTION(column.set(0, value), Error, [&](const Error& error) {
    const std::string said = error.message() + error.detail() + error.hint();
    return error.message() == "a value cannot be held by its MySQL type" &&
           said.find("secret") == std::string::npos && !error.hint().empty();
  });
}

constexpr Wire kWires[] = {Wire::Boolean,  Wire::Integer, Wire::Unsigned, Wire::Float, Wire::Double,
                           Wire::Decimal,  Wire::Text,    Wire::Binary,   Wire::Date,  Wire::Time,
                           Wire::Datetime, Wire::Uuid,    Wire::Json};

}  // namespace

BOOST_AUTO_TEST_SUITE(write_parameter_column)

BOOST_AUTO_TEST_CASE(binds_null_of_every_kind) {
  for (Wire wire : kWires) BOOST_TEST(bound(wire, null()) == "NULL");
}

BOOST_AUTO_TEST_CASE(refuses_an_unchanged_or_unfinished_value_of_every_kind) {
  for (Wire wire : kWires) {
    check_refused(wire, unchanged());
    check_refused(wire, long_text(5));
    check_refused(wire, long_binary(5));
  }
}

BOOST_AUTO_TEST_CASE(refuses_the_text_of_what_mysql_cannot_hold) {
  for (Wire wire : {Wire::Boolean, Wire::Integer, Wire::Unsigned, Wire::Float, Wire::Double,
                    Wire::Binary, Wire::Date, Wire::Time, Wire::Datetime, Wire::Uuid})
    check_refused(wire, text("secret"));
  for (Wire wire : {Wire::Text, Wire::Json, Wire::Decimal, Wire::Integer, Wire::Datetime})
    check_refused(wire, binary("secret"));
}

BOOST_AUTO_TEST_CASE(binds_integers_of_every_size) {
  BOOST_TEST(bound(Wire::Integer, integer(INT64_MIN)) == "-9223372036854775808");
  BOOST_TEST(bound(Wire::Integer, integer(INT64_MAX)) == "9223372036854775807");
  BOOST_TEST(bound(Wire::Unsigned, integer(0)) == "0");
  BOOST_TEST(bound(Wire::Unsigned, unsigned_integer(UINT64_MAX)) == "18446744073709551615");
  BOOST_TEST(bound(Wire::Boolean, boolean(true)) == "1");
  BOOST_TEST(bound(Wire::Boolean, boolean(false)) == "0");
  check_refused(Wire::Integer, unsigned_integer(UINT64_MAX));
}

BOOST_AUTO_TEST_CASE(refuses_a_negative_number_for_an_unsigned_column) {
  check_refused(Wire::Unsigned, integer(-1));
}

BOOST_AUTO_TEST_CASE(binds_finite_floats_and_refuses_the_others) {
  BOOST_TEST(bound(Wire::Float, single(0.1f)) == "0.1");
  BOOST_TEST(bound(Wire::Double, real(-0.0)) == "-0");
  BOOST_TEST(bound(Wire::Double, real(std::numeric_limits<double>::max())) ==
             "1.7976931348623157e+308");
  BOOST_TEST(bound(Wire::Double, real(5e-324)) == "5e-324");
  for (double number : {INFINITY * 1.0, -INFINITY * 1.0, NAN * 1.0}) {
    check_refused(Wire::Double, real(number));
    check_refused(Wire::Float, single(static_cast<float>(number)));
  }
  check_refused(Wire::Float, real(1.0));
  check_refused(Wire::Double, single(1.0f));
  check_refused(Wire::Double, integer(1));
}

BOOST_AUTO_TEST_CASE(binds_decimals_as_text_and_refuses_what_is_no_number) {
  BOOST_TEST(bound(Wire::Decimal, integer(-42)) == "-42");
  BOOST_TEST(bound(Wire::Decimal, integer(INT64_MIN)) == "-9223372036854775808");
  BOOST_TEST(bound(Wire::Decimal, text("-0.10")) == "-0.10");
  const std::string digits(65, '9');
  BOOST_TEST(bound(Wire::Decimal, text(digits)) == digits);
  for (const char* other : {"NaN", "Infinity", "-Infinity", ""})
    check_refused(Wire::Decimal, text(other));
  check_refused(Wire::Decimal, real(1.0));
}

BOOST_AUTO_TEST_CASE(binds_text_bytes_and_json_as_they_are) {
  const std::string with_zero("a\0b", 3);
  BOOST_TEST(bound(Wire::Text, text(with_zero)) == with_zero);
  BOOST_TEST(bound(Wire::Text, text("")) == "");
  BOOST_TEST(bound(Wire::Binary, binary(with_zero)) == with_zero);
  BOOST_TEST(bound(Wire::Json, text("{\"a\": 1}")) == "{\"a\": 1}");
}

BOOST_AUTO_TEST_CASE(binds_a_uuid_as_its_text) {
  const unsigned char bytes[] = {0x00, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77,
                                 0x88, 0x99, 0xaa, 0xbb, 0xcc, 0xdd, 0xee, 0xff};
  const std::string_view uuid(reinterpret_cast<const char*>(bytes), 16);
  BOOST_TEST(bound(Wire::Uuid, binary(uuid)) == "00112233-4455-6677-8899-aabbccddeeff");
  check_refused(Wire::Uuid, binary(uuid.substr(1)));
  check_refused(Wire::Uuid, binary(""));
}

BOOST_AUTO_TEST_CASE(binds_dates_from_the_year_1_to_the_year_9999) {
  BOOST_TEST(bound(Wire::Date, integer(0)) == "1970-01-01");
  BOOST_TEST(bound(Wire::Date, integer(-1)) == "1969-12-31");
  BOOST_TEST(bound(Wire::Date, integer(11016)) == "2000-02-29");
  BOOST_TEST(bound(Wire::Date, integer(kFirstDay)) == "0001-01-01");
  BOOST_TEST(bound(Wire::Date, integer(kLastDay)) == "9999-12-31");
  for (std::int64_t days : {kFirstDay - 1, kLastDay + 1, INT64_MIN, INT64_MAX})
    check_refused(Wire::Date, integer(days));
}

BOOST_AUTO_TEST_CASE(binds_times_from_midnight_to_midnight) {
  BOOST_TEST(bound(Wire::Time, integer(0)) == "0 00:00:00.000000");
  BOOST_TEST(bound(Wire::Time, integer(1)) == "0 00:00:00.000001");
  BOOST_TEST(bound(Wire::Time, integer(kDayUs - 1)) == "0 23:59:59.999999");
  // 24:00:00: the hour travels in one byte, whole days in a field of their own.
  BOOST_TEST(bound(Wire::Time, integer(kDayUs)) == "1 00:00:00.000000");
  for (std::int64_t time : {std::int64_t{-1}, kDayUs + 1, INT64_MIN, INT64_MAX})
    check_refused(Wire::Time, integer(time));
}

BOOST_AUTO_TEST_CASE(binds_datetimes_before_and_after_the_epoch) {
  BOOST_TEST(bound(Wire::Datetime, integer(0)) == "1970-01-01 00:00:00.000000");
  BOOST_TEST(bound(Wire::Datetime, integer(-1)) == "1969-12-31 23:59:59.999999");
  BOOST_TEST(bound(Wire::Datetime, integer(-kDayUs)) == "1969-12-31 00:00:00.000000");
  BOOST_TEST(bound(Wire::Datetime, integer(-kDayUs - 1)) == "1969-12-30 23:59:59.999999");
  BOOST_TEST(bound(Wire::Datetime, integer(1'000'000'000 * kSecondUs + 5)) ==
             "2001-09-09 01:46:40.000005");
}

BOOST_AUTO_TEST_CASE(binds_datetimes_from_the_year_1_to_the_year_9999) {
  BOOST_TEST(bound(Wire::Datetime, integer(kFirstDay * kDayUs)) == "0001-01-01 00:00:00.000000");
  BOOST_TEST(bound(Wire::Datetime, integer((kLastDay + 1) * kDayUs - 1)) ==
             "9999-12-31 23:59:59.999999");
  for (std::int64_t time : {kFirstDay * kDayUs - 1, (kLastDay + 1) * kDayUs, INT64_MIN, INT64_MAX})
    check_refused(Wire::Datetime, integer(time));
}

BOOST_AUTO_TEST_CASE(tells_mysql_the_type_of_every_kind) {
  const std::pair<Wire, enum_field_types> types[] = {
      {Wire::Boolean, MYSQL_TYPE_LONGLONG},  {Wire::Integer, MYSQL_TYPE_LONGLONG},
      {Wire::Unsigned, MYSQL_TYPE_LONGLONG}, {Wire::Float, MYSQL_TYPE_FLOAT},
      {Wire::Double, MYSQL_TYPE_DOUBLE},     {Wire::Decimal, MYSQL_TYPE_STRING},
      {Wire::Text, MYSQL_TYPE_STRING},       {Wire::Binary, MYSQL_TYPE_BLOB},
      {Wire::Date, MYSQL_TYPE_DATE},         {Wire::Time, MYSQL_TYPE_TIME},
      {Wire::Datetime, MYSQL_TYPE_DATETIME}, {Wire::Uuid, MYSQL_TYPE_STRING},
      {Wire::Json, MYSQL_TYPE_STRING}};
  for (const auto& [wire, type] : types) {
    ParameterColumn column(wire);
    column.resize(1);
    column.set(0, null());
    MYSQL_BIND bind;
    column.bind_row(0, bind);
    BOOST_TEST(bind.buffer_type == type);
    BOOST_TEST(static_cast<bool>(bind.is_unsigned) == (wire == Wire::Unsigned));
    column.bind_array(bind);
    BOOST_TEST(bind.buffer_type == type);
  }
}

BOOST_AUTO_TEST_CASE(keeps_the_rows_of_a_column_apart) {
  ParameterColumn decimals(Wire::Decimal);
  decimals.resize(4);
  const std::string digits = "1.50";
  decimals.set(0, integer(1));
  decimals.set(1, null());
  decimals.set(2, text(digits));
  decimals.set(3, integer(-9));
  std::vector<std::string> rows;
  for (std::size_t row = 0; row < 4; ++row) {
    MYSQL_BIND bind;
    decimals.bind_row(row, bind);
    rows.push_back(shown_bind(bind));
  }
  const std::vector<std::string> expected = {"1", "NULL", "1.50", "-9"};
  BOOST_TEST(rows == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(forgets_what_a_row_had_when_it_is_set_again) {
  ParameterColumn column(Wire::Text);
  column.resize(1);
  column.set(0, null());
  column.set(0, text("x"));
  MYSQL_BIND bind;
  column.bind_row(0, bind);
  BOOST_TEST(shown_bind(bind) == "x");
  column.set(0, null());
  column.bind_row(0, bind);
  BOOST_TEST(shown_bind(bind) == "NULL");
}

#ifdef LIBMARIADB

BOOST_AUTO_TEST_CASE(binds_all_rows_of_a_column_as_one_array) {
  ParameterColumn integers(Wire::Integer);
  integers.resize(3);
  integers.set(0, integer(5));
  integers.set(1, null());
  integers.set(2, integer(7));
  MYSQL_BIND bind;
  integers.bind_array(bind);
  BOOST_TEST(static_cast<const std::int64_t*>(bind.buffer)[0] == 5);
  BOOST_TEST(static_cast<const std::int64_t*>(bind.buffer)[2] == 7);
  BOOST_TEST(bind.u.indicator[0] == kIndicatorValue);
  BOOST_TEST(bind.u.indicator[1] == kIndicatorNull);

  ParameterColumn dates(Wire::Date);
  dates.resize(2);
  dates.set(0, integer(0));
  dates.set(1, integer(1));
  dates.bind_array(bind);
  BOOST_TEST(static_cast<MYSQL_TIME* const*>(bind.buffer)[1]->day == 2u);

  ParameterColumn texts(Wire::Text);
  texts.resize(2);
  texts.set(0, null());
  texts.set(1, text("abc"));
  texts.bind_array(bind);
  BOOST_TEST((static_cast<const char* const*>(bind.buffer)[0] != nullptr));
  BOOST_TEST(bind.length[0] == 0u);
  BOOST_TEST(std::string(static_cast<const char* const*>(bind.buffer)[1], bind.length[1]) == "abc");
}

#endif

BOOST_AUTO_TEST_CASE(tells_the_bytes_that_are_bound) {
  ParameterColumn texts(Wire::Text);
  texts.resize(2);
  texts.set(0, text("four"));
  texts.set(1, null());
  BOOST_TEST(texts.bytes(0) == "four");
  BOOST_TEST(texts.bytes(1) == "");
  ParameterColumn decimals(Wire::Decimal);
  decimals.resize(1);
  decimals.set(0, integer(-12));
  BOOST_TEST(decimals.bytes(0) == "-12");
  ParameterColumn numbers(Wire::Integer);
  numbers.resize(1);
  numbers.set(0, integer(1));
  BOOST_TEST(numbers.bytes(0) == "");
}

BOOST_AUTO_TEST_SUITE_END()
