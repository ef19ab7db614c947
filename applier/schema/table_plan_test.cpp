// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/table_plan.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/schema/table_ddl.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

std::shared_ptr<Relation> orders() {
  const auto relation = keyed(3);
  for (Column& column : relation->columns) column.source_name = column.name;
  relation->columns[2].mysql_type = "INT";
  relation->columns[2].wire = frame::Wire::Integer;
  return relation;
}

SourceTableSchema source() {
  SourceTableSchema source;
  source.comment = "it's";
  source.columns[1] = {"bigint", "nextval('t_c1_seq'::regclass)", true, 1, ""};
  source.columns[2] = {"text", "'new'::text", false, 1, "a \\ comment"};
  source.columns[3] = {"integer", "0", false, 1, ""};
  SourceIndex index;
  index.name = "t_c3";
  index.key = {{3, false}};
  source.indexes = {index};
  return source;
}

SchemaConfig everything() {
  SchemaConfig settings;
  settings.auto_increment = true;
  return settings;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_table_plan)

BOOST_AUTO_TEST_CASE(brings_all_that_is_wanted) {
  const auto relation = orders();
  const TablePlan plan = plan_table(*relation, source(), everything(), "");
  BOOST_TEST(create_table_text(*relation, plan) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NOT NULL AUTO_INCREMENT,\n"
             "  `c2` LONGTEXT NULL DEFAULT ('new') COMMENT 'a \\\\ comment',\n"
             "  `c3` INT NULL DEFAULT 0,\n"
             "  PRIMARY KEY (`c1`)\n"
             ") COMMENT = 'it''s'");
  BOOST_TEST(add_indexes_text(*relation, plan.indexes) ==
             "ALTER TABLE `shop`.`t`\n"
             "  ADD KEY `t_c3` (`c3`)");
  BOOST_TEST(plan.notes.empty());
}

BOOST_AUTO_TEST_CASE(brings_nothing_that_is_not_wanted) {
  const auto relation = orders();
  SchemaConfig nothing;
  nothing.indexes = nothing.defaults = nothing.comments = false;
  const TablePlan plan = plan_table(*relation, source(), nothing, "");
  BOOST_TEST(create_table_text(*relation, plan) == create_table_text(*relation));
  BOOST_TEST(plan.indexes.empty());
}

BOOST_AUTO_TEST_CASE(numbers_only_what_mysql_can) {
  const auto note = [](const Relation& relation, const SourceTableSchema& source) {
    const TablePlan plan = plan_table(relation, source, everything(), "");
    for (const TablePlan::Column& column : plan.columns) BOOST_TEST(!column.is_numbered);
    return plan.notes.empty() ? "" : plan.notes.front();
  };
  const auto relation = orders();
  SourceTableSchema by_twos = source();
  by_twos.columns[1].increment = 2;
  BOOST_TEST(note(*relation, by_twos) ==
             "column \"c1\" is not AUTO_INCREMENT: its sequence does not count by ones");
  BOOST_TEST(note(*in_region(orders(), "eu"), source()) ==
             "column \"c1\" is not AUTO_INCREMENT: MySQL numbers only what its primary key or "
             "replica identity begins with");
  relation->columns[0].mysql_type = "DECIMAL(20,0)";
  BOOST_TEST(note(*relation, source()) ==
             "column \"c1\" is not AUTO_INCREMENT: it is no integer of the source");
}

BOOST_AUTO_TEST_CASE(leaves_out_the_default_of_a_column_with_other_values) {
  const auto relation = orders();
  relation->columns[2].is_replaced = true;
  const TablePlan plan = plan_table(*relation, source(), SchemaConfig(), "");
  BOOST_TEST(plan.columns[2].default_sql == "");
  BOOST_REQUIRE_EQUAL(plan.notes.size(), 1u);
  BOOST_TEST(plan.notes[0] ==
             "default of column \"c3\" is left out: a rule replaces the values of the column");
}

BOOST_AUTO_TEST_CASE(cuts_comments_by_characters) {
  SourceTableSchema schema = source();
  std::string long_text;
  for (int i = 0; i < 1025; ++i) long_text += "\xc3\xa9";
  schema.columns[2].comment = long_text;
  schema.columns[3].comment = "smile \xf0\x9f\x98\x80";
  const TablePlan plan = plan_table(*orders(), schema, SchemaConfig(), "");
  BOOST_TEST(plan.columns[1].comment == long_text.substr(0, 2048));
  BOOST_TEST(plan.columns[2].comment == "smile \xef\xbf\xbd");
  BOOST_REQUIRE_EQUAL(plan.notes.size(), 1u);
  BOOST_TEST(plan.notes[0] ==
             "comment of column \"c2\" ends after 1024 characters: MySQL has room for no more");
}

BOOST_AUTO_TEST_SUITE_END()
