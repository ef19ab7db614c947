// SPDX-License-Identifier: PostgreSQL
#include "applier/write/errors.hpp"

#include <boost/test/unit_test.hpp>

using applier::Error;
using applier::Remedy;
using applier::target_error;

namespace {

std::string detail_of(const std::string& said) {
  return target_error("m", 1292, said).detail();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_errors)

BOOST_AUTO_TEST_CASE(says_what_was_done_and_what_the_server_said) {
  const Error error = target_error("the target refused a change", 1062, "Duplicate entry");
  BOOST_TEST(error.message() == "the target refused a change");
  BOOST_TEST(error.detail() == "Error 1062: Duplicate entry");
  BOOST_TEST(!error.hint().empty());
}

BOOST_AUTO_TEST_CASE(connects_again_after_what_passes) {
  for (unsigned number :
       {1040u, 1053u, 1290u, 1317u, 1836u, 1927u, 2002u, 2003u, 2006u, 2013u, 2055u, 4031u})
    BOOST_TEST((target_error("m", number, "s").remedy() == Remedy::Reconnect), number);
}

BOOST_AUTO_TEST_CASE(writes_again_after_deadlocks_and_lock_waits) {
  for (unsigned number : {1205u, 1213u})
    BOOST_TEST((target_error("it failed", number, "").remedy() == Remedy::Redo), number);
}

BOOST_AUTO_TEST_CASE(keeps_the_order_of_the_source_after_a_duplicate_and_says_what_else_it_may_be) {
  const Error error = target_error("it failed", 1062, "");
  BOOST_TEST((error.remedy() == Remedy::Reorder));
  BOOST_TEST(!error.hint().empty());
}

BOOST_AUTO_TEST_CASE(halts_at_what_a_person_must_put_right_and_says_how) {
  for (unsigned number : {1044u, 1045u, 1071u, 1118u, 1142u, 1153u, 1406u, 2026u, 2059u}) {
    const Error error = target_error("m", number, "s");
    BOOST_TEST((error.remedy() == Remedy::Halt), number);
    BOOST_TEST(!error.hint().empty(), number);
  }
}

BOOST_AUTO_TEST_CASE(halts_at_what_it_does_not_know) {
  const Error error = target_error("m", 9999, "something new");
  BOOST_TEST((error.remedy() == Remedy::Halt));
  BOOST_TEST(error.detail() == "Error 9999: something new");
  BOOST_TEST(error.hint().empty());
}

BOOST_AUTO_TEST_CASE(leaves_the_value_out_of_what_the_server_said) {
  BOOST_TEST(detail_of("Incorrect datetime value: '0000-00-00' for column 'c' at row 3") ==
             "Error 1292: Incorrect datetime value: '…' for column 'c' at row 3");
  BOOST_TEST(detail_of("Incorrect integer value: 'x' for column `d`.`t`.`c` at row 1") ==
             "Error 1292: Incorrect integer value: '…' for column `d`.`t`.`c` at row 1");
  BOOST_TEST(detail_of("Truncated incorrect DOUBLE value: 'secret'") ==
             "Error 1292: Truncated incorrect DOUBLE value: '…'");
}

BOOST_AUTO_TEST_CASE(leaves_a_value_out_whatever_is_in_it) {
  for (const std::string value : {"it's", "' for column 'x", "value: 'secret", "", "'", "''",
                                  "value: '' for column value: '", "secret"}) {
    BOOST_TEST(detail_of("Incorrect string value: '" + value + "' for column 'c' at row 1") ==
                   "Error 1292: Incorrect string value: '…' for column 'c' at row 1",
               value);
    BOOST_TEST(detail_of("Truncated incorrect DECIMAL value: '" + value + "'") ==
                   "Error 1292: Truncated incorrect DECIMAL value: '…'",
               value);
  }
}

BOOST_AUTO_TEST_CASE(leaves_the_value_of_a_key_out_and_names_the_key) {
  for (const std::string value :
       {"secret", "", "'", "it's", "a-b", "' for key 'x", "value: 'secret' for column 'c'"})
    BOOST_TEST(detail_of("Duplicate entry '" + value + "' for key 'customer.email'") ==
                   "Error 1292: Duplicate entry '…' for key 'customer.email'",
               value);
  BOOST_TEST(detail_of("Duplicate entry 'secret and very lo") == "Error 1292: Duplicate entry '…");
}

BOOST_AUTO_TEST_CASE(leaves_out_values_wherever_else_the_server_quotes_them) {
  BOOST_TEST(detail_of("Invalid utf8mb4 character string: 'secret'") ==
             "Error 1292: Invalid utf8mb4 character string: '…'");
  BOOST_TEST(detail_of("Cannot convert string 'secret' from binary to utf8mb4") ==
             "Error 1292: Cannot convert string '…' from binary to utf8mb4");
  BOOST_TEST(detail_of("Cannot convert 'utf8mb4' character 0xE697A5 from 'utf8mb4' to 'ascii'") ==
             "Error 1292: Cannot convert '… from 'utf8mb4' to 'ascii'");
  BOOST_TEST(detail_of("Illegal double '1e999' value found during parsing") ==
             "Error 1292: Illegal double '…' value found during parsing");
  BOOST_TEST(detail_of("BIGINT UNSIGNED value is out of range in '(1 - 2)'") ==
             "Error 1292: BIGINT UNSIGNED value is out of range in '…'");
  BOOST_TEST(detail_of("Table has no partition for value 4711") ==
             "Error 1292: Table has no partition for value …");
}

BOOST_AUTO_TEST_CASE(keeps_what_has_no_value) {
  for (const std::string said :
       {"Out of range value for column 'c' at row 1", "Data too long for column 'c' at row 1",
        "Column 'c' cannot be null", "Check constraint 'c' is violated."})
    BOOST_TEST(detail_of(said) == "Error 1292: " + said);
}

BOOST_AUTO_TEST_CASE(leaves_a_value_out_that_the_server_cut_off) {
  BOOST_TEST(detail_of("Incorrect string value: 'secret and very lo") ==
             "Error 1292: Incorrect string value: '…");
}

BOOST_AUTO_TEST_SUITE_END()
