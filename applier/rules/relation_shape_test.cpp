// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/relation_shape.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"
#include "applier/testing/config_file.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

Config with_rules_of(const std::string& rules) {
  Config config = loaded(kLeast + rules);
  config.target.database = "shop";
  return config;
}

// public.t with columns c1 and c2, as the source describes it.
std::shared_ptr<Relation> described() {
  auto relation = keyed();
  for (Column& column : relation->columns) column.source_name = column.name;
  relation->columns[1].mysql_type = "LONGTEXT COLLATE utf8mb4_0900_bin";
  return relation;
}

std::string columns_of(const Relation& relation) {
  std::string text;
  for (const Column& column : relation.columns)
    text += column.source_name + ">" + column.name + " " + column.mysql_type + "; ";
  return text;
}

std::string shaped(const std::string& rules) {
  const Config config = with_rules_of(rules);
  const auto relation = described();
  RelationShape(config).apply(*relation);
  return columns_of(*relation);
}

template <typename Act>
void check_refused_as(Act act, const std::string& words) {
  BOOST_CHECK_EXCEPTION(act(), Error, [&](const Error& error) {
    BOOST_TEST(error.message().find(words) != std::string::npos, error.message());
    return !error.hint().empty();
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_relation_shape)

BOOST_AUTO_TEST_CASE(leaves_a_table_without_rules_as_it_is) {
  BOOST_TEST(shaped("") == "c1>c1 BIGINT; c2>c2 LONGTEXT COLLATE utf8mb4_0900_bin; ");
  BOOST_TEST(shaped("[[rules]]\ntable = 'public.u'\n[[rules.columns]]\ncolumn = 'c1'\n"
                    "rename = 'x'\n") == "c1>c1 BIGINT; c2>c2 LONGTEXT COLLATE utf8mb4_0900_bin; ");
}

BOOST_AUTO_TEST_CASE(gives_columns_their_names_and_types) {
  BOOST_TEST(shaped(R"toml([[rules]]
table = "*.t"
[[rules.columns]]
column = "c*"
rename = "{1}_column_{2}"
[[rules.columns]]
column = "c2"
type = "varchar(9)"
)toml") == "c1>public_column_1 BIGINT; c2>public_column_2 VARCHAR(9) COLLATE utf8mb4_0900_bin; ");
}

BOOST_AUTO_TEST_CASE(takes_computed_columns_by_their_own_rule) {
  const Config config = with_rules_of(R"toml([[rules]]
table = "public.t"
[[rules.columns]]
column = "*"
rename = "x_{1}"
[[rules.columns]]
add = "length"
expression = "length(c2)"
type = "BIGINT"
)toml");
  const auto relation = described();
  Column computed;
  computed.name = "length";
  computed.mysql_type = "INT";
  computed.wire = frame::Wire::Integer;
  relation->columns.push_back(computed);
  RelationShape(config).apply(*relation);
  BOOST_TEST(columns_of(*relation) ==
             "c1>x_c1 BIGINT; c2>x_c2 LONGTEXT COLLATE utf8mb4_0900_bin; >length BIGINT; ");
}

BOOST_AUTO_TEST_CASE(finds_policies_by_the_names_of_the_source) {
  const Config config = with_rules_of(R"toml([[rules]]
table = "public.t"
[[rules.columns]]
column = "c2"
rename = "c1"
type = "VARCHAR(9)"
[[rules.columns]]
column = "c1"
rename = "c2"
[[values.rules]]
table = "public.t"
column = "c2"
policy = "clamp"
)toml");
  const auto relation = described();
  RelationShape(config).apply(*relation);
  BOOST_TEST((relation->columns[0].policy == ValuePolicy::Error));
  BOOST_TEST((relation->columns[1].policy == ValuePolicy::Clamp));
  BOOST_TEST(relation->columns[1].length_max == 9u);
}

BOOST_AUTO_TEST_CASE(refuses_two_columns_of_one_name) {
  check_refused_as(
      [] {
        shaped("[[rules]]\ntable = 'public.t'\n[[rules.columns]]\ncolumn = 'c2'\nrename = 'C1'\n");
      },
      ":10: columns \"c1\" and \"c2\" of table \"public.t\" would both be \"C1\"");
  check_refused_as(
      [] {
        shaped("[[rules]]\ntable = 'public.t'\n[[rules.columns]]\ncolumn = 'c*'\nrename = 'x'\n");
      },
      ":10: columns \"c2\" and \"c1\" of table \"public.t\" would both be \"x\"");
}

BOOST_AUTO_TEST_CASE(refuses_names_that_mysql_has_not) {
  const std::string rule = "[[rules]]\ntable = 'public.t'\n[[rules.columns]]\ncolumn = 'c2'\n";
  check_refused_as(
      [&] { shaped(rule + "rename = 'x '\n"); },
      ":10: column \"c2\" of table \"public.t\" would be \"x \", which ends in a blank");
  check_refused_as([&] { shaped(rule + "rename = '" + std::string(65, 'x') + "'\n"); },
                   "is longer than 64 characters");
  shaped(rule + "rename = '" + std::string(64, 'x') + "'\n");
}

BOOST_AUTO_TEST_CASE(sends_tables_where_the_rules_say) {
  const Config config = with_rules_of(
      "[[rules]]\ntable = 'sales.*'\ntarget = 'shop.sales_{1}'\n"
      "[[rules]]\ntable = 'a.*'\ntarget = '{1}.t'\n");
  const RelationShape shape(config);
  BOOST_TEST((shape.target_of("public", "t") == TargetName{"shop", "t"}));
  BOOST_TEST((shape.target_of("other", "t") == TargetName{"other", "t"}));
  BOOST_TEST((shape.target_of("sales", "t") == TargetName{"shop", "sales_t"}));
  check_refused_as(
      [&] { shape.target_of("a", "MySQL"); },
      ":11: table \"a.MySQL\" would go to \"MySQL\".\"t\", a database which is reserved");
  check_refused_as(
      [&] { shape.target_of("a", "b "); },
      ":11: table \"a.b \" would go to \"b \".\"t\", and the name \"b \" ends in a blank");
}

BOOST_AUTO_TEST_SUITE_END()
