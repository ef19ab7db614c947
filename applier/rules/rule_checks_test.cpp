// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/rule_checks.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"
#include "applier/rules/relation_shape.hpp"
#include "applier/testing/config_file.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

const SourceColumns kPublished = {{{"public", "orders"}, {{"id", {1}}, {"email", {2}}}},
                                  {{"public", "items"}, {{"id", {1}}, {"name", {2}}}}};

// What is wrong with rules for the published tables; empty: nothing.
std::string mistake_in(const std::string& text, const std::set<SourceTable>& known = {}) try {
  const Config config = loaded(kLeast + text);
  check_names_in_rules(config.rules, RuleIndex(config.rules), kPublished, known);
  return {};
} catch (const Error& error) {
  BOOST_TEST(!error.hint().empty());
  return error.message().substr(error.message().find("shop.toml") + 9);
}

std::string column_rule(const char* table, const char* column) {
  return std::string("[[rules]]\ntable = '") + table + "'\n[[rules.columns]]\ncolumn = '" + column +
         "'\nrename = 'x'\n";
}

// What is wrong with where the tables go.
std::string collision(const std::string& text, const std::vector<SourceTable>& tables,
                      bool target_knows_case = true) try {
  Config config = loaded(kLeast + text);
  config.target.database = "shop";
  const RelationShape shape(config);
  std::vector<PlacedTable> placed;
  for (const SourceTable& table : tables)
    placed.push_back({table, shape.target_of(table.schema, table.name)});
  check_targets(shape.rules(), placed, target_knows_case);
  return {};
} catch (const Error& error) {
  BOOST_TEST(!error.hint().empty());
  return error.message().substr(error.message().find("shop.toml") == std::string::npos
                                    ? 0
                                    : error.message().find("shop.toml") + 9);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_rule_checks)

BOOST_AUTO_TEST_CASE(takes_names_that_are_there_and_patterns_of_any_kind) {
  BOOST_TEST(mistake_in("") == "");
  BOOST_TEST(mistake_in(column_rule("public.orders", "email")) == "");
  BOOST_TEST(mistake_in(column_rule("public.*", "email")) == "");
  BOOST_TEST(mistake_in(column_rule("public.orders", "nothing_*")) == "");
  BOOST_TEST(mistake_in(column_rule("tenant_*.orders", "anything")) == "");
}

BOOST_AUTO_TEST_CASE(refuses_tables_that_are_not_published) {
  const std::string rule = "[[rules]]\ntable = 'public.ordes'\ntarget = 'a.b'\n";
  BOOST_TEST(mistake_in(rule) == ":8: table \"public.ordes\" is not published");
  BOOST_TEST(mistake_in(rule, {{"public", "ordes"}}) == "");  // once it was
}

BOOST_AUTO_TEST_CASE(refuses_columns_that_no_table_has) {
  BOOST_TEST(mistake_in(column_rule("public.orders", "emial")) ==
             ":10: table \"public.orders\" has no column \"emial\"");
  BOOST_TEST(mistake_in(column_rule("public.*", "emial")) ==
             ":10: no table that matches \"public.*\" has a column \"emial\"");
}

BOOST_AUTO_TEST_CASE(refuses_two_tables_for_one_target) {
  const std::string rules = "[[rules]]\ntable = 'a_*.t'\ntarget = 'all.t'\n";
  BOOST_TEST(collision(rules, {{"a_1", "t"}, {"public", "t"}}) == "");
  BOOST_TEST(collision(rules, {{"a_1", "t"}, {"a_2", "t"}}) ==
             ":8: tables \"a_1.t\" and \"a_2.t\" would both go to \"all\".\"t\"");
  BOOST_TEST(collision(rules, {{"a_1", "t"}, {"all", "t"}}) ==
             ":8: tables \"a_1.t\" and \"all.t\" would both go to \"all\".\"t\"");
  BOOST_TEST(collision("", {{"public", "t"}, {"shop", "t"}}) ==
             "tables \"public.t\" and \"shop.t\" would both go to \"shop\".\"t\"");
}

BOOST_AUTO_TEST_CASE(lets_tables_share_a_target_that_all_of_them_say_so) {
  const std::string rules = "[[rules]]\ntable = 'a_*.t'\ntarget = 'all.t'\nmany_to_one = true\n";
  BOOST_TEST(collision(rules, {{"a_1", "t"}, {"a_2", "t"}, {"a_3", "t"}}) == "");
  BOOST_TEST(collision(rules, {{"a_1", "t"}, {"a_2", "t"}, {"all", "t"}}) ==
             ":8: tables \"a_1.t\" and \"all.t\" would both go to \"all\".\"t\"");
}

BOOST_AUTO_TEST_CASE(refuses_targets_that_differ_only_in_case) {
  const std::vector<SourceTable> tables = {{"public", "t"}, {"public", "T"}};
  BOOST_TEST(collision("", tables) == "");
  BOOST_TEST(collision("", tables, false) ==
             "tables \"public.t\" and \"public.T\" would both go to \"shop\".\"T\"");
  BOOST_TEST(collision("[[rules]]\ntable = 'x.u'\ntarget = 'Shop.T'\nmany_to_one = true\n",
                       {{"public", "t"}, {"x", "u"}}) ==
             ":8: tables \"public.t\" and \"x.u\" would both go to \"Shop\".\"T\"");
}

BOOST_AUTO_TEST_SUITE_END()
