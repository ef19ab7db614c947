// SPDX-License-Identifier: PostgreSQL
#include "applier/values/text_columns.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

using namespace applier;

namespace {

const ValueRule kTableText{"public.t", "", ValuePolicy::Text, "f:3"};
const ValueRule kColumnText{"Odd \"one\".t", "c", ValuePolicy::Text, "f:6"};
const ValueRule kColumnNull{"public.t", "c", ValuePolicy::Null, "f:9"};

}  // namespace

BOOST_AUTO_TEST_SUITE(values_text_columns)

BOOST_AUTO_TEST_CASE(tells_the_plugin_nothing_where_no_column_is_text) {
  BOOST_TEST(text_columns_option({}) == "");
  BOOST_TEST(text_columns_option({ValuePolicy::Null, {kColumnNull}}) == "");
}

BOOST_AUTO_TEST_CASE(names_columns_tables_and_everything_as_the_plugin_wants_them) {
  BOOST_TEST(text_columns_option({ValuePolicy::Text, {}}) == "*.*.*");
  BOOST_TEST(text_columns_option({ValuePolicy::Error, {kTableText, kColumnNull, kColumnText}}) ==
             R"("public"."t".*,"Odd ""one"""."t"."c")");
}

BOOST_AUTO_TEST_CASE(refuses_a_rule_that_would_take_text_back_and_says_where) {
  const auto names_the_line = [](const Error& error) {
    return error.message().starts_with("f:9: policy \"null\"");
  };
  BOOST_CHECK_EXCEPTION(check_text_rules({ValuePolicy::Text, {kColumnNull}}), Error,
                        names_the_line);
  BOOST_CHECK_EXCEPTION(check_text_rules({ValuePolicy::Error, {kTableText, kColumnNull}}), Error,
                        names_the_line);
}

BOOST_AUTO_TEST_CASE(lets_text_come_after_another_policy) {
  BOOST_CHECK_NO_THROW(check_text_rules({ValuePolicy::Error, {kColumnNull, kTableText}}));
  BOOST_CHECK_NO_THROW(check_text_rules({ValuePolicy::Null, {kColumnText, kColumnNull}}));
}

BOOST_AUTO_TEST_SUITE_END()
