// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/pattern.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"

using namespace applier;

namespace {

// "a|b": the captures; "-": no match.
std::string matched(const char* pattern, const char* name) {
  const std::optional<Captures> captures = Pattern(pattern).match(name);
  if (!captures) return "-";
  std::string text;
  for (const std::string& capture : *captures) text += capture + "|";
  return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_pattern)

BOOST_AUTO_TEST_CASE(matches_a_name_without_asterisks_exactly) {
  BOOST_TEST(matched("orders", "orders") == "");
  for (const char* other : {"order", "orders_", "Orders", "xorders", ""})
    BOOST_TEST(matched("orders", other) == "-");
  BOOST_TEST(Pattern("orders").asterisks() == 0u);
  BOOST_TEST(Pattern("orders").name() == "orders");
}

BOOST_AUTO_TEST_CASE(lets_an_asterisk_stand_for_any_run) {
  BOOST_TEST(matched("*", "orders") == "orders|");
  BOOST_TEST(matched("*", "") == "|");
  BOOST_TEST(matched("order_*", "order_2024") == "2024|");
  BOOST_TEST(matched("order_*", "order_") == "|");
  BOOST_TEST(matched("order_*", "order") == "-");
  BOOST_TEST(matched("*_log", "audit_log") == "audit|");
  BOOST_TEST(matched("a*a", "a") == "-");
  BOOST_TEST(matched("a*a", "aa") == "|");
  BOOST_TEST(matched("größe_*", "größe_ü.x") == "ü.x|");
}

BOOST_AUTO_TEST_CASE(gives_each_asterisk_as_little_as_it_can) {
  BOOST_TEST(matched("*_*", "a_b_c") == "a|b_c|");
  BOOST_TEST(matched("t_*_*_x", "t_1_2_3_x") == "1|2_3|");
  BOOST_TEST(matched("**", "ab") == "|ab|");
  BOOST_TEST(matched("*ab*ab", "xabyabzab") == "x|yabz|");
  BOOST_TEST(matched("*ab*ab", "abab") == "||");
  BOOST_TEST(matched("*ab*ab", "aba") == "-");
}

BOOST_AUTO_TEST_CASE(takes_the_meaning_of_characters_behind_a_backslash) {
  BOOST_TEST(matched("a\\*b", "a*b") == "");
  BOOST_TEST(matched("a\\*b", "axb") == "-");
  BOOST_TEST(matched("a\\\\*", "a\\b") == "b|");
  BOOST_TEST(matched("a\\.b", "a.b") == "");
  BOOST_CHECK_THROW(Pattern("a\\b"), Error);
  BOOST_CHECK_THROW(Pattern("a\\"), Error);
  BOOST_CHECK_THROW(Pattern(""), Error);
}

BOOST_AUTO_TEST_CASE(puts_captures_into_templates) {
  const Captures captures = {"eu", "orders"};
  BOOST_TEST(Template("{2}_of_{1}").expanded(captures) == "orders_of_eu");
  BOOST_TEST(Template("{1}{1}").expanded(captures) == "eueu");
  BOOST_TEST(Template("plain").expanded({}) == "plain");
  BOOST_TEST(Template("a\\{1\\.\\\\}").expanded(captures) == "a{1.\\}");
  BOOST_TEST(Template("{12}").highest() == 12u);
  BOOST_TEST(Template("x").highest() == 0u);
  for (const char* wrong : {"{", "{}", "{0}", "{a}", "{1", "{ 1}", "{1 }", "{+1}", "\\a"})
    BOOST_CHECK_THROW(Template{wrong}, Error);
}

// What a name has in it is not read as a template again.
BOOST_AUTO_TEST_CASE(puts_captures_in_part_by_part) {
  const std::string partly = Template("{1}_{3}\\{{2}").expanded_partly({"{9}", "a\\b.*"});
  BOOST_TEST(Template(partly).expanded({"x"}) == "{9}_x{a\\b.*");
  BOOST_TEST(Template(Template("{1}").expanded_partly({})).expanded({"x"}) == "x");
}

BOOST_AUTO_TEST_CASE(splits_names_at_the_only_dot) {
  BOOST_TEST(
      (split_at_dot("public.orders") == std::pair<std::string, std::string>("public", "orders")));
  BOOST_TEST(
      (split_at_dot("a\\.b.c\\.*") == std::pair<std::string, std::string>("a\\.b", "c\\.*")));
  for (const char* wrong : {"", ".", "a", "a.", ".b", "a.b.c", "a\\.b"})
    BOOST_CHECK_THROW(split_at_dot(wrong), Error);
}

BOOST_AUTO_TEST_SUITE_END()
