// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/key_width.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

// The types of a key's columns after a constant of 64 characters has joined it.
std::vector<std::string> shortened(const std::vector<std::string>& types) {
  const auto table = keyed(types.size());
  table->primary_key.clear();
  for (std::size_t i = 0; i < types.size(); ++i) {
    table->columns[i].mysql_type = types[i];
    table->primary_key.push_back(static_cast<std::uint16_t>(i));
  }
  in_region(table, "eu");
  shorten_key(*table, table->primary_key);
  std::vector<std::string> after;
  for (std::size_t i = 0; i < types.size(); ++i) after.push_back(table->columns[i].mysql_type);
  return after;
}

using Types = std::vector<std::string>;

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_key_width)

BOOST_AUTO_TEST_CASE(leaves_a_key_that_has_room) {
  const Types types = {"BIGINT", "VARCHAR(600) COLLATE utf8mb4_bin"};
  BOOST_TEST(shortened(types) == types);
}

BOOST_AUTO_TEST_CASE(takes_what_is_needed_from_the_longest_text) {
  BOOST_TEST(shortened({"VARCHAR(768) COLLATE utf8mb4_bin"}) ==
             Types{"VARCHAR(702) COLLATE utf8mb4_bin"});
  BOOST_TEST(shortened({"VARBINARY(3072)"}) == Types{"VARBINARY(2810)"});
  BOOST_TEST(shortened({"VARCHAR(20)", "VARCHAR(745)"}) == (Types{"VARCHAR(20)", "VARCHAR(681)"}));
}

BOOST_AUTO_TEST_CASE(takes_it_from_all_that_are_long) {
  const Types types = shortened({"VARCHAR(382)", "VARCHAR(382)"});
  BOOST_TEST(types == (Types{"VARCHAR(351)", "VARCHAR(350)"}));
}

BOOST_AUTO_TEST_CASE(leaves_what_is_no_text_and_what_the_target_alone_has) {
  const Types types = {"DECIMAL(65,30)", "CHAR(36) CHARACTER SET ascii", "LONGTEXT"};
  BOOST_TEST(shortened(types) == types);
}

BOOST_AUTO_TEST_SUITE_END()
