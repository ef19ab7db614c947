// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/added_column.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

using namespace applier;
using frame::Wire;
using Kind = AddedColumn::Kind;

namespace {

AddedColumn added(Kind kind, const char* text = "", const char* type = "") {
  return {"x", kind, text, type, false, "shop.toml:7"};
}

AddedColumn constant(const char* text, const char* type = "") {
  return added(Kind::Constant, text, type);
}

AddedColumn in_key(AddedColumn column) {
  column.in_key = true;
  return column;
}

void check_refused(const AddedColumn& column, const std::string& words) {
  BOOST_CHECK_EXCEPTION(added_column(column), Error, [&](const Error& error) {
    BOOST_TEST_INFO(error.message());
    BOOST_TEST(error.message().starts_with("shop.toml:7: added column \"x\" "));
    return error.message().find(words) != std::string::npos && !error.hint().empty();
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_added_column)

BOOST_AUTO_TEST_CASE(has_a_type_of_its_own) {
  BOOST_TEST(added_column(constant("eu")).mysql_type ==
             "VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  BOOST_TEST(added_column(added(Kind::CommitLsn)).mysql_type == "BIGINT UNSIGNED");
  BOOST_TEST(added_column(added(Kind::CommitTime)).mysql_type == "DATETIME(6)");
  BOOST_TEST(added_column(added(Kind::Operation)).mysql_type ==
             "VARCHAR(6) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
}

BOOST_AUTO_TEST_CASE(is_bound_as_its_type_wants_it) {
  BOOST_TEST((added_column(constant("-5", "INT")).wire == Wire::Integer));
  BOOST_TEST((added_column(constant("5", "int unsigned")).wire == Wire::Unsigned));
  BOOST_TEST((added_column(constant("{}", "json")).wire == Wire::Json));
  BOOST_TEST((added_column(constant("1.5", "DECIMAL(9,2)")).wire == Wire::Text));
  BOOST_TEST((added_column(added(Kind::CommitLsn, "", "varchar(20)")).wire == Wire::Text));
  BOOST_TEST((added_column(added(Kind::CommitTime, "", "TIMESTAMP(6)")).wire == Wire::Datetime));
}

BOOST_AUTO_TEST_CASE(keeps_a_collation_that_is_given_and_adds_none_to_what_is_no_text) {
  for (const char* type : {"VARCHAR(9) COLLATE utf8mb4_0900_bin", "CHAR(2) CHARACTER SET ascii",
                           "DECIMAL(9,2)", "DATE"})
    BOOST_TEST(added_column(constant("1", type)).mysql_type == type);
}

BOOST_AUTO_TEST_CASE(has_a_number_as_mysql_shows_it) {
  BOOST_TEST(added_column(constant("007", "SMALLINT")).constant == "7");
  BOOST_TEST(added_column(constant("18446744073709551615", "BIGINT UNSIGNED")).constant ==
             "18446744073709551615");
}

BOOST_AUTO_TEST_CASE(refuses_types_that_cannot_hold_its_values) {
  check_refused(constant("eu", "FOO"), "the type FOO");
  check_refused(constant("eu", "VARCHAR(20"), "is no type of MySQL");
  check_refused(added(Kind::CommitTime, "", "INT"), "the type INT");
  check_refused(added(Kind::CommitTime, "", "DATETIME(3)"), "the type DATETIME(3)");
  check_refused(added(Kind::CommitLsn, "", "INT"), "the type INT");
  check_refused(added(Kind::CommitLsn, "", "VARCHAR(16)"), "the type VARCHAR(16)");
  check_refused(added(Kind::Operation, "", "DATE"), "the type DATE");
  check_refused(added(Kind::Operation, "", "CHAR(5)"), "the type CHAR(5)");
}

BOOST_AUTO_TEST_CASE(refuses_values_that_its_type_cannot_hold) {
  for (const char* text : {"", "eu", "1.5", "99999999999999999999"})
    check_refused(constant(text, "BIGINT"), "is a whole number");
  check_refused(constant("-1", "INT UNSIGNED"), "is a whole number");
  check_refused(constant("Zürich", "VARCHAR(5)"), "too long for VARCHAR(5)");
  BOOST_CHECK_NO_THROW(added_column(constant("Zürich", "VARCHAR(6)")));
}

BOOST_AUTO_TEST_CASE(refuses_in_a_key_what_would_not_tell_rows_apart) {
  check_refused(in_key(added(Kind::Operation)), "cannot be in a key");
  check_refused(in_key(constant("a", "TEXT")), "with the type TEXT");
  check_refused(in_key(constant("eu ")), "a blank at the end");
  BOOST_CHECK_NO_THROW(added_column(in_key(constant("eu"))));
}

BOOST_AUTO_TEST_SUITE_END()
