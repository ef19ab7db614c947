// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/own_rows.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

BOOST_AUTO_TEST_SUITE(schema_own_rows)

BOOST_AUTO_TEST_CASE(says_nothing_where_all_rows_are_the_tables_own) {
  BOOST_TEST(own_rows_text(*keyed()) == "");
}

BOOST_AUTO_TEST_CASE(names_the_constants_of_the_key) {
  BOOST_TEST(own_rows_text(*in_region(keyed(), "eu")) == "`region` = 'eu'");
  BOOST_TEST(own_rows_text(*in_region(keyless(), "eu")) == "`region` = 'eu'");
}

BOOST_AUTO_TEST_CASE(tells_different_constants_apart) {
  const auto table = in_region(keyed(), "a' AND `region` = 'b");
  BOOST_TEST(own_rows_text(*table) == "`region` = 'a'' AND `region` = ''b'");
}

BOOST_AUTO_TEST_CASE(refuses_other_constants_than_the_rows_were_copied_with) {
  BOOST_CHECK_NO_THROW(check_own_rows("", *keyed()));
  BOOST_CHECK_NO_THROW(check_own_rows("`region` = 'eu'", *in_region(keyed(), "eu")));
  BOOST_CHECK_EXCEPTION(check_own_rows("", *in_region(keyed(), "eu")), Error,
                        [](const Error& error) {
                          return error.detail() ==
                                 "It has all rows, and now is to have the rows where `region` = "
                                 "'eu'.";
                        });
  BOOST_CHECK_THROW(check_own_rows("`region` = 'us'", *in_region(keyed(), "eu")), Error);
  BOOST_CHECK_THROW(check_own_rows("`region` = 'us'", *keyed()), Error);
}

BOOST_AUTO_TEST_SUITE_END()
