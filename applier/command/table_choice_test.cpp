// SPDX-License-Identifier: PostgreSQL
#include "applier/command/table_choice.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

using namespace applier;
using boost::test_tools::per_element;
using Names = std::set<std::string>;

namespace {

const Names kNames = {"public.orders", "public.order_items", "public.audit_log", "sales.orders"};

std::string refusal(const std::string& pattern) {
  try {
    chosen_tables(kNames, {pattern});
  } catch (const Error& error) {
    return error.message() + ": " + error.detail();
  }
  return {};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(command_table_choice)

BOOST_AUTO_TEST_CASE(takes_an_asterisk_for_any_run_of_characters) {
  BOOST_TEST(fits_pattern("public.orders", "public.orders"));
  BOOST_TEST(fits_pattern("public.orders", "*.orders"));
  BOOST_TEST(fits_pattern("public.orders", "p*.o*r*"));
  BOOST_TEST(fits_pattern("public.orders", "public.orders*"));
  BOOST_TEST(!fits_pattern("public.orders", "public.order"));
  BOOST_TEST(!fits_pattern("public.orders", "public.order_"));
  BOOST_TEST(!fits_pattern("public.orders", ""));
}

BOOST_AUTO_TEST_CASE(lets_the_last_pattern_that_fits_decide) {
  BOOST_TEST(chosen_tables(kNames, {"public.*", "!public.audit_*"}) ==
                 (Names{"public.orders", "public.order_items"}),
             per_element());
  BOOST_TEST(chosen_tables(kNames, {"*", "!public.*", "public.audit_log"}) ==
                 (Names{"sales.orders", "public.audit_log"}),
             per_element());
}

BOOST_AUTO_TEST_CASE(names_what_is_like_a_table_that_is_not_there) {
  BOOST_TEST(refusal("public.ordres") ==
             "the stream has no table \"public.ordres\": It has \"public.orders\", "
             "\"sales.orders\".");
  BOOST_TEST(refusal("orders") ==
             "the stream has no table \"orders\": It has \"public.orders\", \"sales.orders\".");
  BOOST_TEST(refusal("shop.customers") == "the stream has no table \"shop.customers\": ");
  BOOST_TEST(refusal("shop.*") == "the stream has no table \"shop.*\": ");
}

BOOST_AUTO_TEST_SUITE_END()
