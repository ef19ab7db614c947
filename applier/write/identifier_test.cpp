// SPDX-License-Identifier: PostgreSQL
#include "applier/write/identifier.hpp"

#include <boost/test/unit_test.hpp>

using applier::quoted_identifier;

BOOST_AUTO_TEST_SUITE(write_identifier)

BOOST_AUTO_TEST_CASE(puts_any_name_between_backticks) {
  BOOST_TEST(quoted_identifier("t") == "`t`");
  BOOST_TEST(quoted_identifier("") == "``");
  BOOST_TEST(quoted_identifier("select") == "`select`");
  BOOST_TEST(quoted_identifier("a'b\"c\\d ü") == "`a'b\"c\\d ü`");
}

BOOST_AUTO_TEST_CASE(doubles_backticks_so_that_a_name_cannot_end_early) {
  BOOST_TEST(quoted_identifier("`") == "````");
  BOOST_TEST(quoted_identifier("t`; DROP TABLE u; -- ") == "`t``; DROP TABLE u; -- `");
}

BOOST_AUTO_TEST_CASE(quotes_database_and_table_each) {
  BOOST_TEST(applier::quoted_name({"a.b", "c`d"}) == "`a.b`.`c``d`");
}

BOOST_AUTO_TEST_SUITE_END()
