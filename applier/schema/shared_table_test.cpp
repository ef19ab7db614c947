// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/shared_table.hpp"

#include <boost/test/unit_test.hpp>

using namespace applier;
using frame::Wire;

namespace {

bool keeps(const char* type, Wire wire, const char* data_type, int precision = 0) {
  Column column;
  column.mysql_type = type;
  column.wire = wire;
  return keeps_values(column, {data_type, precision});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_shared_table)

BOOST_AUTO_TEST_CASE(takes_a_column_of_the_same_type) {
  BOOST_TEST(keeps("BIGINT UNSIGNED", Wire::Unsigned, "bigint"));
  BOOST_TEST(keeps("ENUM('a','b')", Wire::Text, "enum"));
  BOOST_TEST(keeps("DATETIME(6)", Wire::Datetime, "datetime", 6));
  BOOST_TEST(keeps("JSON", Wire::Json, "json"));
}

// MySQL refuses what does not fit these.
BOOST_AUTO_TEST_CASE(takes_a_column_that_keeps_or_refuses_values) {
  BOOST_TEST(keeps("BIGINT", Wire::Integer, "int"));
  BOOST_TEST(keeps("INT", Wire::Integer, "decimal"));
  BOOST_TEST(keeps("FLOAT", Wire::Float, "double"));
  BOOST_TEST(keeps("NUMERIC(9,2)", Wire::Decimal, "decimal"));
  BOOST_TEST(keeps("LONGTEXT COLLATE utf8mb4_bin", Wire::Text, "varchar"));
  BOOST_TEST(keeps("JSON", Wire::Json, "longtext"));
  BOOST_TEST(keeps("DATETIME(3)", Wire::Datetime, "datetime", 6));
}

// MySQL would round, or make another value of it, without a word.
BOOST_AUTO_TEST_CASE(refuses_a_column_that_would_change_values) {
  BOOST_TEST(!keeps("DATETIME(6)", Wire::Datetime, "datetime", 3));
  BOOST_TEST(!keeps("TIME(6)", Wire::Time, "time"));
  BOOST_TEST(!keeps("TIME(6)", Wire::Time, "datetime", 6));
  BOOST_TEST(!keeps("DOUBLE", Wire::Double, "float"));
  BOOST_TEST(!keeps("DOUBLE", Wire::Double, "bigint"));
  BOOST_TEST(!keeps("BIGINT", Wire::Integer, "double"));
  BOOST_TEST(!keeps("DECIMAL(9,2)", Wire::Decimal, "double"));
  BOOST_TEST(!keeps("LONGTEXT", Wire::Text, "json"));
}

BOOST_AUTO_TEST_SUITE_END()
