// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/column_fit.hpp"

#include <boost/test/unit_test.hpp>

using namespace applier;
using frame::Wire;

namespace {

Column column_of(const char* type, Wire wire) {
  Column column;
  column.mysql_type = type;
  column.wire = wire;
  return column;
}

bool keeps(const char* type, Wire wire, const char* data_type, int precision = 0,
           const char* column_type = "") {
  return keeps_values(column_of(type, wire), {"c", data_type, precision, column_type, ""});
}

bool is_told_apart(const char* type, const char* collation, Wire wire = Wire::Text) {
  return tells_apart(column_of(type, wire), {"c", "varchar", 0, "varchar(9)", collation});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_column_fit)

BOOST_AUTO_TEST_CASE(takes_a_column_of_the_same_type) {
  BOOST_TEST(keeps("BIGINT UNSIGNED", Wire::Unsigned, "bigint"));
  BOOST_TEST(keeps("ENUM('a','b','it''s')", Wire::Text, "enum", 0, "enum('it''s','b','c','a')"));
  BOOST_TEST(keeps("INTEGER", Wire::Decimal, "int"));  // by a rule
  BOOST_TEST(keeps("DATETIME(6)", Wire::Datetime, "datetime", 6));
  BOOST_TEST(keeps("JSON", Wire::Json, "json"));
}

// MySQL refuses what does not fit these.
BOOST_AUTO_TEST_CASE(takes_a_column_that_keeps_or_refuses_values) {
  BOOST_TEST(keeps("BIGINT", Wire::Integer, "int"));
  BOOST_TEST(keeps("INT", Wire::Integer, "decimal"));
  BOOST_TEST(keeps("TINYINT(1)", Wire::Boolean, "bit", 0, "bit(8)"));
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
  BOOST_TEST(!keeps("INT", Wire::Integer, "bit", 0, "bit(32)"));
  BOOST_TEST(!keeps("DECIMAL(9,2)", Wire::Decimal, "double"));
  BOOST_TEST(!keeps("LONGTEXT", Wire::Text, "json"));
  BOOST_TEST(!keeps("LONGTEXT", Wire::Text, "char"));
  BOOST_TEST(!keeps("LONGBLOB", Wire::Binary, "binary"));
  BOOST_TEST(!keeps("BINARY(16)", Wire::Binary, "binary", 0, "binary(20)"));
  BOOST_TEST(!keeps("DOUBLE", Wire::Double, "double", 0, "double(10,2)"));
  BOOST_TEST(!keeps("DATETIME(6)", Wire::Datetime, "timestamp", 6));
  BOOST_TEST(!keeps("ENUM('1','2')", Wire::Text, "enum", 0, "enum('2','3')"));
}

BOOST_AUTO_TEST_CASE(takes_an_enum_for_the_operation_but_for_no_other_text) {
  Column column = column_of("VARCHAR(6) COLLATE utf8mb4_bin", Wire::Text);
  const TargetColumn target{"c", "enum", 0, "enum('insert','update')", ""};
  BOOST_TEST(!keeps_values(column, target));
  column.origin = Origin::Operation;
  BOOST_TEST(keeps_values(column, target));
}

BOOST_AUTO_TEST_CASE(tells_texts_apart_by_bytes_without_padding) {
  BOOST_TEST(is_told_apart("VARCHAR(9) COLLATE utf8mb4_0900_bin", "utf8mb4_0900_bin"));
  BOOST_TEST(is_told_apart("VARCHAR(9) COLLATE utf8mb4_nopad_bin", "latin1_nopad_bin"));
  BOOST_TEST(!is_told_apart("VARCHAR(9) COLLATE utf8mb4_0900_bin", "utf8mb4_bin"));
  BOOST_TEST(!is_told_apart("VARCHAR(9) COLLATE utf8mb4_0900_bin", "utf8mb4_0900_ai_ci"));
  BOOST_TEST(is_told_apart("VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin", "ascii_bin"));
  BOOST_TEST(
      !is_told_apart("VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin", "ascii_general_ci"));
  BOOST_TEST(is_told_apart("CHAR(36)", "utf8mb4_general_ci", Wire::Uuid));
}

BOOST_AUTO_TEST_SUITE_END()
