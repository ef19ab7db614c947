// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/index_plan.hpp"

#include <boost/test/unit_test.hpp>
#include <fmt/format.h>

#include "applier/schema/table_ddl.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

// c1 BIGINT (the key), c2 INT, c3 VARCHAR(100), c4 LONGTEXT, c5 JSON, c6 INT
std::shared_ptr<Relation> table() {
  const auto relation = keyed(6);
  const char* types[] = {
      "BIGINT", "INT", "VARCHAR(100) COLLATE utf8mb4_0900_bin", "LONGTEXT COLLATE utf8mb4_0900_bin",
      "JSON",   "INT"};
  for (std::size_t i = 0; i < 6; ++i) {
    relation->columns[i].mysql_type = types[i];
    relation->columns[i].source_name = relation->columns[i].name;
    relation->columns[i].wire = i == 2 || i == 3 ? frame::Wire::Text : frame::Wire::Integer;
  }
  return relation;
}

SourceIndex index(std::vector<std::int32_t> attnums, bool is_unique = true) {
  SourceIndex index;
  index.name = "i";
  index.is_unique = is_unique;
  for (const std::int32_t attnum : attnums) index.key.push_back({attnum, false});
  return index;
}

IndexPlan plan(const Relation& relation, std::vector<SourceIndex> indexes,
               const std::string& against_unique = "") {
  SourceTableSchema source;
  for (const Column& column : relation.columns) source.columns[column.attnum].type = "text";
  source.indexes = std::move(indexes);
  return plan_indexes(relation, source, against_unique);
}

// "UNIQUE (`c2`): why"
std::string planned(const Relation& relation, const SourceIndex& index,
                    const std::string& against_unique = "") {
  const IndexPlan found = plan(relation, {index}, against_unique);
  std::string text;
  for (const PlannedIndex& each : found.indexes) text += add_index_text(relation, each);
  for (const std::string& note : found.notes) text += "; " + note;
  return text;
}

template <typename Change>
SourceIndex changed(SourceIndex index, Change change) {
  change(index);
  return index;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_index_plan)

BOOST_AUTO_TEST_CASE(keeps_what_mysql_holds_as_it_is) {
  const auto relation = table();
  BOOST_TEST(planned(*relation, index({2})) == "ADD UNIQUE KEY `i` (`c2`)");
  BOOST_TEST(planned(*relation, index({3, 2})) == "ADD UNIQUE KEY `i` (`c3`, `c2`)");
  BOOST_TEST(planned(*relation, index({6, 2}, false)) == "ADD KEY `i` (`c6`, `c2`)");
  SourceIndex descending = index({2, 6}, false);
  descending.key[1].is_descending = true;
  descending.method = "hash";
  BOOST_TEST(planned(*relation, descending) == "ADD KEY `i` (`c2`, `c6` DESC)");
}

BOOST_AUTO_TEST_CASE(makes_nothing_unique_that_is_not_so_everywhere) {
  const struct {
    SourceIndex index;
    const char* planned;
  } cases[] = {
      {changed(index({2}), [](auto& i) { i.is_partial = true; }),
       "ADD KEY `i` (`c2`); index \"i\" is not unique here: it is for some of the rows only"},
      {index({2, 0}),
       "ADD KEY `i` (`c2`); index \"i\" is not unique here: it goes on with an expression"},
      {changed(index({2}), [](auto& i) { i.nulls_not_distinct = true; }),
       "ADD KEY `i` (`c2`); index \"i\" is not unique here: it takes NULLs for equal, and MySQL "
       "does not"},
      {changed(index({2}), [](auto& i) { i.is_deferrable = true; }),
       "ADD KEY `i` (`c2`); index \"i\" is not unique here: it is deferrable, and MySQL checks "
       "every row at once"},
      {index({4}),
       "ADD KEY `i` (`c4`(255)); index \"i\" is not unique here: \"c4\" is longer than an index "
       "of MySQL; a rule can give it a type such as VARCHAR(255)"},
  };
  for (const auto& each : cases) BOOST_TEST(planned(*table(), each.index) == each.planned);
}

BOOST_AUTO_TEST_CASE(leaves_out_what_mysql_has_no_index_of) {
  const struct {
    SourceIndex index;
    const char* why;
  } cases[] = {
      {index({0, 2}), "it is over an expression"},
      {index({5}, false), "MySQL has no index of JSON"},
      {index({7}, false), "a column of it is not replicated"},
      {changed(index({4}, false), [](auto& i) { i.method = "gin"; }),
       "MySQL has no indexes of its kind"},
      {changed(index({2}), [](auto& i) { i.is_exclusion = true; }),
       "MySQL has no constraints that exclude overlapping values"},
      {changed(index({2}), [](auto& i) { i.is_valid = false; }), "it is not valid on the source"},
      {index(std::vector<std::int32_t>(17, 2), false), "an index of MySQL has 16 columns at most"},
  };
  for (const auto& each : cases)
    BOOST_TEST(planned(*table(), each.index) ==
               fmt::format("; index \"i\" is left out: {}", each.why));
}

BOOST_AUTO_TEST_CASE(makes_nothing_unique_that_the_stream_does_not_keep_so) {
  const auto is_plain = [](const Relation& relation, const char* why) {
    BOOST_TEST(planned(relation, index({2})) ==
               fmt::format("ADD KEY `i` (`c2`); index \"i\" is not unique here: {}", why));
  };
  is_plain(*marking(table()), "deleted rows stay, and their values may come again");
  is_plain(*in_region(table(), "eu"), "rows of other tables may be in the target, too");
  const auto relation = table();
  relation->columns[1].is_replaced = true;
  is_plain(*relation, "a rule replaces the values of \"c2\"");
  relation->columns[1].is_replaced = false;
  relation->columns[1].policy = ValuePolicy::Clamp;
  BOOST_TEST(planned(*relation, index({2})) == "ADD UNIQUE KEY `i` (`c2`)");
  relation->columns[1].wire = frame::Wire::Date;
  is_plain(*relation, "the policy of \"c2\" makes different values equal");
  BOOST_TEST(planned(*table(), index({2}), "so it is") ==
             "ADD KEY `i` (`c2`); index \"i\" is not unique here: so it is");
}

BOOST_AUTO_TEST_CASE(makes_nothing_unique_whose_collation_takes_more_for_equal) {
  const auto relation = table();
  for (const char* collation : {"utf8mb4_0900_ai_ci", "utf8mb4_bin", "ascii_bin"}) {
    relation->columns[2].mysql_type = fmt::format("VARCHAR(100) COLLATE {}", collation);
    BOOST_TEST(planned(*relation, index({3})) ==
               "ADD KEY `i` (`c3`); index \"i\" is not unique here: the collation of \"c3\" takes "
               "different texts for equal");
  }
  // What PostgreSQL writes in ASCII does not end in blanks.
  SourceTableSchema source;
  source.columns[3].type = "inet";
  source.indexes = {index({3})};
  BOOST_TEST(plan_indexes(*relation, source, "").indexes[0].is_unique);
}

BOOST_AUTO_TEST_CASE(makes_prefixes_until_an_index_fits) {
  const auto relation = table();
  relation->columns[1] = relation->columns[2];
  relation->columns[1].attnum = 2;
  relation->columns[1].name = "c2";
  for (const std::size_t i : {1, 2})
    relation->columns[i].mysql_type = "VARCHAR(500) COLLATE utf8mb4_0900_bin";
  BOOST_TEST(planned(*relation, index({2}, false)) == "ADD KEY `i` (`c2`)");
  BOOST_TEST(planned(*relation, index({2, 3}, false)) == "ADD KEY `i` (`c2`(250), `c3`)");
  BOOST_TEST(planned(*relation, index({2, 3, 4, 1}, false)) ==
             "ADD KEY `i` (`c2`(250), `c3`(250), `c4`(255), `c1`)");
  relation->columns[1].mysql_type = "VARCHAR(768) COLLATE utf8mb4_0900_bin";
  BOOST_TEST(planned(*relation, index({2})) == "ADD UNIQUE KEY `i` (`c2`)");
  relation->columns[1].mysql_type = "VARCHAR(769) COLLATE utf8mb4_0900_bin";
  BOOST_TEST(planned(*relation, index({2}, false)) == "ADD KEY `i` (`c2`(384))");
}

BOOST_AUTO_TEST_CASE(repeats_no_key_that_the_table_is_created_with) {
  const auto relation = table();
  BOOST_TEST(planned(*relation, changed(index({1}), [](auto& i) { i.is_primary = true; })) == "");
  BOOST_TEST(planned(*relation, index({1})) == "");
  relation->identity = {1};
  BOOST_TEST(planned(*relation, changed(index({2}), [](auto& i) { i.is_identity = true; })) == "");
  const IndexPlan twice = plan(*relation, {index({6}, false), index({6}), index({6}, false)});
  BOOST_REQUIRE_EQUAL(twice.indexes.size(), 1u);
  BOOST_TEST(twice.indexes[0].is_unique);
}

BOOST_AUTO_TEST_CASE(gives_names_that_are_free) {
  const auto relation = table();
  const auto named = [](SourceIndex index, const char* name) {
    index.name = name;
    return index;
  };
  const std::string long_name(63, 'n');
  const IndexPlan found = plan(
      *relation, {named(index({2}), "primary"), named(index({6}), "a"), named(index({2, 6}), "A"),
                  named(index({6, 2}), "ends in a blank "), named(index({3}), long_name.c_str())});
  std::string names;
  for (const PlannedIndex& each : found.indexes) names += each.name + " ";
  BOOST_TEST(names == "primary_2 a A_2 index " + long_name + " ");
}

BOOST_AUTO_TEST_CASE(has_no_more_indexes_than_mysql) {
  std::vector<SourceIndex> many;
  const auto relation = keyed(80);
  for (std::size_t i = 0; i < 80; ++i) {
    relation->columns[i].source_name = relation->columns[i].name;
    relation->columns[i].mysql_type = "INT";
    many.push_back(index({static_cast<std::int32_t>(i + 1)}, false));
    many.back().name += std::to_string(i);
  }
  const IndexPlan found = plan(*relation, many);
  BOOST_TEST(found.indexes.size() == 62u);
  BOOST_TEST(found.notes.back() ==
             "index \"i79\" is left out: a table of MySQL has 64 indexes at most");
}

BOOST_AUTO_TEST_SUITE_END()
