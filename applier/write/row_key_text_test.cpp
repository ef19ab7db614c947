// SPDX-License-Identifier: PostgreSQL
#include "applier/write/row_key_text.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/relations.hpp"
#include "applier/testing/values.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

std::string key_text(const Value& value) {
  return row_key_text(*keyed(), &value);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_row_key_text)

BOOST_AUTO_TEST_CASE(names_the_columns_of_the_key_in_its_order) {
  const auto table = keyed(3);
  table->identity = {0, 2};
  const Value key[] = {integer(5), text("x")};
  BOOST_TEST(row_key_text(*table, key) == "c1 = 5, c3 = 'x'");
}

BOOST_AUTO_TEST_CASE(shows_every_kind_of_value) {
  BOOST_TEST(key_text(null()) == "c1 = NULL");
  BOOST_TEST(key_text(integer(INT64_MIN)) == "c1 = -9223372036854775808");
  BOOST_TEST(key_text(unsigned_integer(UINT64_MAX)) == "c1 = 18446744073709551615");
  BOOST_TEST(key_text(boolean(true)) == "c1 = 1");
  BOOST_TEST(key_text(single(0.1f)) == "c1 = 0.1");
  BOOST_TEST(key_text(real(0.1)) == "c1 = 0.1");
  BOOST_TEST(key_text(binary(std::string_view("\x00\xff", 2))) == "c1 = 0x00ff");
  BOOST_TEST(key_text(text("")) == "c1 = ''");
}

BOOST_AUTO_TEST_SUITE_END()
