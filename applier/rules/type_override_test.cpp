// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/type_override.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/rules/mysql_type.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;
using frame::Wire;

namespace {

// The second column of a table is of a type of the plugin's, and a rule gives it another.
std::shared_ptr<Relation> table_of(Wire wire, const char* own) {
  auto relation = keyed();
  relation->columns[1].wire = wire;
  relation->columns[1].mysql_type = own;
  return relation;
}

Column overridden(Wire wire, const char* own, const char* wanted) {
  const auto relation = table_of(wire, own);
  override_type(*relation, 1, {wanted, "shop.toml:7"});
  return relation->columns[1];
}

void check_refused(Relation& relation, const char* wanted, const char* detail) {
  BOOST_CHECK_EXCEPTION(
      override_type(relation, 1, {wanted, "shop.toml:7"}), Error, [&](const Error& error) {
        BOOST_TEST(
            error.message() ==
            fmt::format("shop.toml:7: column \"c2\" of table \"public.t\" cannot be {}", wanted));
        BOOST_TEST(error.detail().find(detail) != std::string::npos, error.detail());
        return !error.hint().empty();
      });
}

void check_lossy(Wire wire, const char* own, const char* wanted) {
  check_refused(*table_of(wire, own), wanted, "could be changed in silence");
}

constexpr const char* kText = "LONGTEXT COLLATE utf8mb4_0900_bin";

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_type_override)

BOOST_AUTO_TEST_CASE(reads_types_as_create_table_has_them) {
  BOOST_TEST(parse_mysql_type("varchar( 40 )").text() == "VARCHAR(40)");
  BOOST_TEST(parse_mysql_type(" Decimal(12 , 2)").text() == "DECIMAL(12,2)");
  BOOST_TEST(parse_mysql_type("bigint unsigned").text() == "BIGINT UNSIGNED");
  BOOST_TEST(parse_mysql_type("char(3) character set ascii collate ascii_bin").text() ==
             "CHAR(3) CHARACTER SET ascii COLLATE ascii_bin");
  BOOST_TEST(parse_mysql_type("text COLLATE utf8mb4_general_ci").text() ==
             "TEXT COLLATE utf8mb4_general_ci");
  for (const char* wrong :
       {"", " ", "VARCHAR(", "VARCHAR()", "VARCHAR(1", "DECIMAL(1,)", "INT NULL", "INT COMMENT 'x'",
        "CHARACTER SET ascii)", "INT UNSIGNED SIGNED", "`INT`", "VARCHAR(99999999999)"})
    BOOST_CHECK_THROW(parse_mysql_type(wrong), Error);
}

BOOST_AUTO_TEST_CASE(takes_every_type_whose_values_are_kept_or_refused) {
  struct Possible {
    Wire wire;
    const char* own;
    const char* wanted;
  };
  const Possible possible[] = {
      {Wire::Boolean, "TINYINT(1)", "BIT(1)"},
      {Wire::Boolean, "TINYINT(1)", "BOOLEAN"},
      {Wire::Integer, "BIGINT", "TINYINT"},
      {Wire::Integer, "BIGINT", "INT UNSIGNED"},
      {Wire::Integer, "SMALLINT", "DECIMAL(5,0)"},
      {Wire::Integer, "INT", "DOUBLE"},
      {Wire::Unsigned, "BIGINT UNSIGNED", "BIGINT"},
      {Wire::Unsigned, "BIT(5)", "BIT(8)"},
      {Wire::Unsigned, "BIT(5)", "TINYINT UNSIGNED"},
      {Wire::Float, "FLOAT", "DOUBLE"},
      {Wire::Decimal, "DECIMAL(65,30)", "DECIMAL(20,4)"},
      {Wire::Decimal, "DECIMAL(15,2)", "DOUBLE"},
      {Wire::Decimal, "DECIMAL(18,0)", "BIGINT"},
      {Wire::Date, "DATE", "DATETIME"},
      {Wire::Time, "TIME(3)", "TIME(6)"},
      {Wire::Datetime, "DATETIME(6)", "TIMESTAMP(6)"},
      {Wire::Datetime, "DATETIME(0)", "TIMESTAMP"},
      {Wire::Binary, "LONGBLOB", "VARBINARY(255)"},
      {Wire::Binary, "VECTOR(3)", "LONGBLOB"},
      {Wire::Uuid, "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin", "UUID"},
      {Wire::Json, "JSON", "JSON"},
  };
  for (const auto& [wire, own, wanted] : possible) {
    const Column column = overridden(wire, own, wanted);
    BOOST_TEST(column.mysql_type == wanted);
    BOOST_TEST((column.wire == wire), wanted);
  }
}

BOOST_AUTO_TEST_CASE(refuses_types_that_would_change_values_in_silence) {
  const char* uuid = "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin";
  check_lossy(Wire::Integer, "BIGINT", "DOUBLE");
  check_lossy(Wire::Integer, "INT", "FLOAT");
  check_lossy(Wire::Integer, "INT", "YEAR");
  check_lossy(Wire::Integer, "INT", "BIT(8)");
  check_lossy(Wire::Integer, "INT", "BOOLEAN_");
  check_lossy(Wire::Integer, "INT",
              "VARCHAR(20)");  // the plugin would have been told, and sent text
  check_lossy(Wire::Unsigned, "BIGINT UNSIGNED", "BIT(8)");
  check_lossy(Wire::Float, "FLOAT", "FLOAT(7,4)");
  check_lossy(Wire::Double, "DOUBLE", "FLOAT");
  check_lossy(Wire::Double, "DOUBLE", "DECIMAL(65,30)");
  check_lossy(Wire::Decimal, "DECIMAL(16,2)", "DOUBLE");
  check_lossy(Wire::Decimal, "DECIMAL(65,30)", "DOUBLE");
  check_lossy(Wire::Decimal, "DECIMAL(18,1)", "BIGINT");
  check_lossy(Wire::Decimal, "DECIMAL(18,1)", "DECIMAL(20,1) UNSIGNED");
  check_lossy(Wire::Text, kText, "CHAR(5)");
  check_lossy(Wire::Text, kText, "INT");
  check_lossy(Wire::Text, kText, "JSON");
  check_lossy(Wire::Text, kText, "VARBINARY(5)");
  check_lossy(Wire::Binary, "LONGBLOB", "BINARY(5)");
  check_lossy(Wire::Binary, "LONGBLOB", "TEXT");
  check_lossy(Wire::Date, "DATE", "TIMESTAMP");
  check_lossy(Wire::Time, "TIME(6)", "TIME(3)");
  check_lossy(Wire::Datetime, "DATETIME(6)", "DATETIME");
  check_lossy(Wire::Datetime, "DATETIME(6)", "DATE");
  check_lossy(Wire::Uuid, uuid, "BINARY(15)");
  check_lossy(Wire::Uuid, uuid, "BINARY");
  check_lossy(Wire::Json, "JSON", "INT");
}

BOOST_AUTO_TEST_CASE(binds_a_uuid_as_the_bytes_that_it_is) {
  const Column column =
      overridden(Wire::Uuid, "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin", "binary(16)");
  BOOST_TEST(column.mysql_type == "BINARY(16)");
  BOOST_TEST((column.wire == Wire::Binary));
}

BOOST_AUTO_TEST_CASE(keeps_the_collation_that_the_plugin_chose) {
  BOOST_TEST(overridden(Wire::Text, kText, "VARCHAR(40)").mysql_type ==
             "VARCHAR(40) COLLATE utf8mb4_0900_bin");
  BOOST_TEST(
      overridden(Wire::Text, "LONGTEXT CHARACTER SET ascii COLLATE ascii_bin", "TEXT").mysql_type ==
      "TEXT CHARACTER SET ascii COLLATE ascii_bin");
  BOOST_TEST(overridden(Wire::Text, "CHAR(5) COLLATE utf8mb4_nopad_bin", "CHAR(9)").mysql_type ==
             "CHAR(9) COLLATE utf8mb4_nopad_bin");
  BOOST_TEST(overridden(Wire::Text, kText, "TEXT COLLATE utf8mb4_general_ci").mysql_type ==
             "TEXT COLLATE utf8mb4_general_ci");
}

BOOST_AUTO_TEST_CASE(takes_text_of_enums_and_of_all_that_is_sent_as_text) {
  BOOST_TEST(
      overridden(Wire::Text, "ENUM('a','b') COLLATE utf8mb4_0900_bin", "VARCHAR(9)").mysql_type ==
      "VARCHAR(9)");
  for (const char* type :
       {"VARCHAR(9)", "tinytext", "TEXT", "MEDIUMTEXT", "LONGTEXT COLLATE x_bin"})
    BOOST_TEST(is_text_type(type), type);
  for (const char* type : {"CHAR(9)", "BINARY(16)", "JSON", "INT"})
    BOOST_TEST(!is_text_type(type), type);
}

BOOST_AUTO_TEST_CASE(refuses_in_keys_what_mysql_finds_no_rows_by) {
  const auto table = table_of(Wire::Text, "VARCHAR(768) COLLATE utf8mb4_0900_bin");
  table->primary_key = table->identity = {1};
  check_refused(*table, "TEXT", "in a key");
  check_refused(*table, "VARCHAR(9) COLLATE utf8mb4_bin", "compared byte by byte");
  override_type(*table, 1, {"VARCHAR(9) CHARACTER SET ascii COLLATE ascii_bin", ""});
  const auto times = table_of(Wire::Datetime, "DATETIME(6)");
  times->primary_key = {1};
  check_refused(*times, "TIMESTAMP(6)", "in a key");
  const auto whole_rows = keyless();
  whole_rows->columns[1].mysql_type = kText;
  check_refused(*whole_rows, "TEXT COLLATE utf8mb4_bin", "no key");
  override_type(*whole_rows, 1, {"VARCHAR(9)", ""});
}

BOOST_AUTO_TEST_SUITE_END()
