// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/plugin_rules.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"
#include "applier/testing/config_file.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

const std::string kRules = R"toml([[rules]]
table = "shop_*.*"
where = "region = '{1}' AND note <> 'a\"b\\c'"
target = "shop.{2}"
[[rules.columns]]
column = "secret_*"
drop = true
[[rules.columns]]
column = "email"
expression = "left(email, 3)"
type = "VARCHAR(9)"
[[rules.columns]]
column = "*_at"
type = "TEXT"
[[rules.columns]]
column = "id"
type = "BIGINT"
[[rules.columns]]
add = "full_name"
expression = "a ||\n\tb"
[[rules.columns]]
add = "tenant"
value = "x"
[[rules]]
table = "public.*"
target = "p.{1}"
)toml";

struct Rules {
  explicit Rules(const std::string& text) : config(loaded(kLeast + text)), index(config.rules) {}

  Config config;
  RuleIndex index;
};

std::string option(const PluginOptions& options, const std::string& name) {
  for (const auto& [key, value] : options)
    if (key == name) return value;
  return "";
}

// By their places, from 1.
ColumnNumbers numbered(std::initializer_list<const char*> names) {
  ColumnNumbers columns;
  for (const char* name : names) columns[name].insert(static_cast<std::int32_t>(columns.size()));
  return columns;
}

Relation described(const char* schema, const char* table,
                   std::initializer_list<const char*> names) {
  Relation relation;
  relation.schema = schema;
  relation.name = table;
  for (const char* name : names) {
    Column& column = relation.columns.emplace_back();
    column.source_name = name;
    column.attnum = static_cast<std::int32_t>(relation.columns.size());
  }
  return relation;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_plugin_rules)

BOOST_AUTO_TEST_CASE(tells_of_each_table_by_its_exact_names) {
  const Rules rules(kRules);
  const PluginRules told(
      rules.index,
      {{{"shop_1", "person"}, numbered({"id", "email", "secret_key", "secret_word", "made_at"})},
       {{"public", "t"}, numbered({"id"})}});
  const PluginOptions options = told.added_to({{"target", "mysql-9.7.4"}});
  BOOST_TEST(options.size() == 3u);
  BOOST_TEST(option(options, "rules") ==
             R"json({"tables":[{"schema":"shop_1","name":"person",)json"
             R"json("where":"region = '{1}' AND note <> 'a\"b\\c'",)json"
             R"json("drop":["secret_key","secret_word"],)json"
             R"json("replace":[{"column":"email","expression":"left(email, 3)"}],)json"
             R"json("compute":[{"name":"full_name","expression":"a ||\u000a\u0009b"}],)json"
             R"json("may_lack":true}]})json");
  BOOST_TEST(option(options, "text_columns") ==
             R"names("shop_1"."person"."email","shop_1"."person"."made_at")names");
}

BOOST_AUTO_TEST_CASE(adds_no_option_where_there_is_nothing_to_tell) {
  const Rules rules(kRules);
  const PluginRules told(rules.index, {{{"public", "t"}, numbered({"id"})}, {{"other", "t"}, {}}});
  BOOST_TEST(told.added_to({}).empty());
  BOOST_TEST((told.find({"public", "t"}) == nullptr));
}

BOOST_AUTO_TEST_CASE(adds_to_the_columns_that_policies_make_text) {
  const Rules rules("[[rules]]\ntable = 'a.b'\n[[rules.columns]]\ncolumn = 'c'\ntype = 'TEXT'\n");
  const ToldOfTable told = told_of(rules.index.rules_of("a", "b"), numbered({"c"}));
  BOOST_TEST(option(with_rules({{"text_columns", "*.*.*"}}, {"a", "b"}, told), "text_columns") ==
             R"(*.*.*,"a"."b"."c")");
  BOOST_TEST(option(with_rules({}, {"a", "b"}, told), "rules") == "");
}

BOOST_AUTO_TEST_CASE(tells_of_a_table_with_nothing_but_its_name_in_json) {
  const Rules rules("[[rules]]\ntable = 'a\\.\"b.c'\nwhere = 'd'\n");
  const ToldOfTable told = told_of(rules.index.rules_of("a.\"b", "c"), {});
  BOOST_TEST(option(with_rules({}, {"a.\"b", "c"}, told), "rules") ==
             R"({"tables":[{"schema":"a.\"b","name":"c","where":"d"}]})");
}

BOOST_AUTO_TEST_CASE(sends_nothing_else_of_a_column_that_is_dropped) {
  const Rules rules(R"([[rules]]
table = "a.b"
[[rules.columns]]
column = "*"
expression = "1"
type = "TEXT"
[[rules]]
table = "a.*"
[[rules.columns]]
column = "c"
drop = true
)");
  const ToldOfTable told = told_of(rules.index.rules_of("a", "b"), numbered({"c"}));
  BOOST_TEST(told.dropped.size() == 1u);
  BOOST_TEST(told.dropped.at(0).where.ends_with(":16"));
  BOOST_TEST(told.replaced.empty());
  BOOST_TEST(told.texts.empty());
}

// A table or a column that got its name after the stream began, or had it before.
BOOST_AUTO_TEST_CASE(knows_which_descriptions_were_made_without_the_rules) {
  const Rules rules(kRules);
  const PluginRules told(rules.index,
                         {{{"shop_1", "person"}, numbered({"id", "email", "secret_key"})},
                          {{"public", "t"}, numbered({"id"})}});
  BOOST_TEST(told.covers(described("shop_1", "person", {"id", "email"})));
  BOOST_TEST(told.covers(described("shop_1", "person", {"id", "more"})));
  BOOST_TEST(told.covers(described("public", "t", {"id", "secret_key"})));
  BOOST_TEST(told.covers(described("public", "u", {"email"})));
  BOOST_TEST(told.covers(described("other", "t", {"email"})));
  BOOST_TEST(!told.covers(described("shop_1", "people", {"id"})));
  BOOST_TEST(!told.covers(described("shop_1", "person", {"id", "secret_word"})));
  BOOST_TEST(!told.covers(described("shop_1", "person", {"id", "seen_at"})));
}

// What has a rule by one name must not get past it by another.
BOOST_AUTO_TEST_CASE(refuses_what_has_lost_its_rule_by_a_rename) {
  const Rules rules(R"toml([[rules]]
table = "a.b"
[[rules.columns]]
column = "secret*"
drop = true
[[rules.columns]]
column = "email"
expression = "'***'"
[[rules.columns]]
column = "note"
type = "TEXT"
[[rules]]
table = "a.c"
target = "a.d"
)toml");
  ColumnNumbers columns = numbered({"id", "secret", "email", "note"});
  merge(columns, {{"secret_2", {2}}, {"email", {7}}});
  const PluginRules told(rules.index, {{{"a", "b"}, columns}});
  const SourceTable table{"a", "b"};
  const auto check = [&](std::initializer_list<const char*> names) {
    told.check_renames(described("a", "b", names), table);
  };
  check({"id"});
  check({"id", "secret", "email", "note"});
  check({"id", "secret_2", "email", "text"});
  check({"i", "secret", "email", "note", "more"});
  BOOST_CHECK_THROW(check({"id", "public"}), Error);
  BOOST_CHECK_THROW(check({"id", "secret", "mail"}), Error);
  BOOST_CHECK_THROW(check({"id", "note", "email", "secret"}), Error);
  BOOST_CHECK_THROW(check({"id", "secret", "email", "note", "x", "y", "z"}), Error);
  told.check_renames(described("a", "c", {"id", "email"}), table);
  told.check_renames(described("x", "y", {"id"}), {"a", "c"});
  BOOST_CHECK_THROW(told.check_renames(described("a", "x", {"id"}), table), Error);
}

BOOST_AUTO_TEST_SUITE_END()
