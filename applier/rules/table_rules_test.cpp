// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/table_rules.hpp"

#include <boost/test/unit_test.hpp>

using namespace applier;
using Kind = AddedColumn::Kind;

namespace {

TableRule rule(const std::string& table, const char* target = "", const char* where = "") {
  TableRule rule;
  rule.table = table;
  rule.target = target;
  rule.where = where;
  return rule;
}

ColumnRule renamed(const char* column, const char* name, const char* where = "") {
  ColumnRule rule;
  rule.column = column;
  rule.rename = name;
  rule.where = where;
  return rule;
}

AddedColumn added(const char* name, Kind kind, const char* text) {
  return {name, kind, text, "", false, ""};
}

std::string target_of(const RulesConfig& rules, const char* schema, const char* table) {
  const auto target = rules_of(rules, schema, table).target;
  return target ? target->database + "/" + target->table : "";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_table_rules)

BOOST_AUTO_TEST_CASE(says_nothing_of_tables_that_no_rule_matches) {
  const RulesConfig rules{{rule("public.orders", "a.b"), rule("x_*.*", "c.{1}{2}")}};
  for (const char* table : {"order", "Orders", "orders2"})
    BOOST_TEST(target_of(rules, "public", table) == "");
  BOOST_TEST(target_of(rules, "x", "orders") == "");
  BOOST_TEST(target_of({}, "public", "orders") == "");
}

BOOST_AUTO_TEST_CASE(puts_captures_of_schema_and_table_into_the_target) {
  const RulesConfig rules{{rule("tenant_*.order_*", "{1}.orders_{2}"),
                           rule("odd\\.schema.a\\*", "x\\.y.\\{z"), rule("a.b", "c.d")}};
  BOOST_TEST(target_of(rules, "tenant_7", "order_x.y{1}") == "7/orders_x.y{1}");
  BOOST_TEST(target_of(rules, "odd.schema", "a*") == "x.y/{z");
  BOOST_TEST(target_of(rules, "odd.schema", "ab") == "");
  BOOST_TEST(target_of(rules, "a", "b") == "c/d");
}

BOOST_AUTO_TEST_CASE(lets_later_rules_win_in_what_they_say) {
  RulesConfig rules{{rule("public.orders", "a.exact", "f:1"), rule("public.*", "b.{1}", "f:2"),
                     rule("*.orders", "", "f:3")}};
  rules.tables[0].many_to_one = true;
  rules.tables[0].soft_delete_flag = "gone";
  rules.tables[2].many_to_one = false;
  rules.tables[2].soft_delete_flag = "deleted";
  rules.tables[1].soft_delete_time = "at";
  const TableRules merged = rules_of(rules, "public", "orders");
  BOOST_TEST((merged.target == TargetName{"b", "orders"}));
  BOOST_TEST(merged.target_where == "f:2");
  BOOST_TEST(!merged.many_to_one);
  BOOST_TEST(merged.soft_delete_flag == "deleted");
  BOOST_TEST(merged.soft_delete_time == "at");
}

BOOST_AUTO_TEST_CASE(wants_all_conditions) {
  RulesConfig rules{{rule("public.*"), rule("*.orders"), rule("public.orders")}};
  rules.tables[0].condition = "a OR b";
  BOOST_TEST(rules_of(rules, "public", "other").condition == "a OR b");
  rules.tables[1].condition = "c -- of all";
  rules.tables[2].condition = "d";
  BOOST_TEST(rules_of(rules, "public", "orders").condition ==
             "((a OR b\n) AND (c -- of all\n)\n) AND (d\n)");
}

BOOST_AUTO_TEST_CASE(puts_captures_into_the_names_of_columns) {
  RulesConfig rules{{rule("tenant_*.order_*")}};
  rules.tables[0].columns = {renamed("legacy_*", "{3}_of_{1}", "f:3"), renamed("*_at", "at_{3}")};
  const TableRules merged = rules_of(rules, "tenant_{3}", "order_x");
  BOOST_TEST(column_rules_of(merged, "legacy_id").rename.text == "id_of_{3}");
  BOOST_TEST(column_rules_of(merged, "legacy_id").rename.where == "f:3");
  BOOST_TEST(column_rules_of(merged, "legacy_made_at").rename.text == "at_legacy_made");
  BOOST_TEST(column_rules_of(merged, "id").rename.text == "");
}

BOOST_AUTO_TEST_CASE(lets_later_column_rules_win_in_what_they_say) {
  RulesConfig rules{{rule("*.*"), rule("public.t")}};
  ColumnRule drop{"secret_*", "", "", "", true, "f:1"};
  ColumnRule type{"*", "", "TEXT", "lower({c})", std::nullopt, "f:2"};
  ColumnRule keep{"secret_a", "", "INT", "", false, "f:3"};
  rules.tables[0].columns = {drop, type};
  rules.tables[1].columns = {keep};
  const ColumnRules a = column_rules_of(rules_of(rules, "public", "t"), "secret_a");
  BOOST_TEST(!a.drop);
  BOOST_TEST(a.type.text == "INT");
  BOOST_TEST(a.type.where == "f:3");
  BOOST_TEST(a.expression.text == "lower({c})");
  BOOST_TEST(a.expression.where == "f:2");
  const ColumnRules b = column_rules_of(rules_of(rules, "public", "t"), "secret_b");
  BOOST_TEST(b.drop);
  BOOST_TEST(b.drop_where == "f:1");
}

BOOST_AUTO_TEST_CASE(puts_captures_into_constants_and_not_into_expressions) {
  RulesConfig rules{{rule("t_*.*"), rule("*.orders")}};
  rules.tables[0].added = {added("tenant", Kind::Constant, "{1}"),
                           added("tags", Kind::Computed, "'{1}'::int[]")};
  rules.tables[1].added = {added("TENANT", Kind::Constant, "all"),
                           added("op", Kind::Operation, "")};
  const TableRules one = rules_of(rules, "t_5", "items");
  BOOST_REQUIRE_EQUAL(one.added.size(), 2u);
  BOOST_TEST(one.added[0].text == "5");
  BOOST_TEST(one.added[1].text == "'{1}'::int[]");
  const TableRules both = rules_of(rules, "t_5", "orders");
  BOOST_REQUIRE_EQUAL(both.added.size(), 3u);
  BOOST_TEST(both.added[0].text == "all");
  BOOST_TEST((both.added[2].kind == Kind::Operation));
}

// Thousands of tables with a rule each: only patterns are tried one by one.
BOOST_AUTO_TEST_CASE(finds_exact_names_among_thousands_without_trying_them) {
  constexpr std::size_t kTables = 5000;
  RulesConfig rules;
  for (std::size_t i = 0; i < kTables; ++i) {
    const std::string number = std::to_string(i);
    rules.tables.push_back(rule("public.table_" + number, ("target.t" + number).c_str()));
  }
  rules.tables.push_back(rule("public.*", "", "f:9"));
  const RuleIndex index(rules);
  BOOST_TEST(index.tried() == 1u);
  for (std::size_t i = 0; i < kTables; ++i) {
    const std::string number = std::to_string(i);
    const auto matches = index.matches("public", "table_" + number);
    BOOST_REQUIRE_EQUAL(matches.size(), 2u);
    BOOST_REQUIRE_EQUAL(matches[0].position, i);
    BOOST_REQUIRE_EQUAL(index.rules_of("public", "table_" + number).target->table, "t" + number);
  }
  BOOST_TEST(index.matches("other", "table_1").empty());
}

BOOST_AUTO_TEST_SUITE_END()
