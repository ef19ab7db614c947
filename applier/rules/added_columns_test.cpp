// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/added_columns.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/base/error.hpp"
#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;
using frame::Wire;
using Kind = AddedColumn::Kind;
using Positions = std::vector<std::uint16_t>;

namespace {

AddedColumn added(const char* name, Kind kind, const char* text = "", const char* type = "") {
  return {name, kind, text, type, false, "shop.toml:7"};
}

AddedColumn in_key(AddedColumn column) {
  column.in_key = true;
  return column;
}

const AddedColumn kRegion = in_key(added("region", Kind::Constant, "eu"));

TableRules rules(std::vector<AddedColumn> columns) {
  TableRules rules;
  rules.added = std::move(columns);
  return rules;
}

void check_refused(const TableRules& rules, const char* words) {
  const auto table = keyed();
  BOOST_CHECK_EXCEPTION(add_columns(rules, *table), Error, [&](const Error& error) {
    BOOST_TEST_MESSAGE(error.message());
    return error.message().find(words) != std::string::npos && !error.hint().empty();
  });
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_added_columns)

BOOST_AUTO_TEST_CASE(leaves_a_table_alone_without_rules) {
  const auto table = keyed();
  add_columns({}, *table);
  BOOST_TEST(table->columns.size() == 2u);
  BOOST_TEST(table->carried() == 2u);
  BOOST_TEST(!table->deletion_mark);
  BOOST_TEST(table->shared_target == 0u);
}

BOOST_AUTO_TEST_CASE(appends_columns_in_their_order) {
  TableRules wanted = rules({added("lsn", Kind::CommitLsn), added("at", Kind::CommitTime),
                             added("total", Kind::Computed, "a + b"), added("op", Kind::Operation),
                             added("n", Kind::Constant, "x")});
  wanted.soft_delete_flag = "deleted";
  wanted.soft_delete_time = "deleted_at";
  const auto table = keyed();
  add_columns(wanted, *table);
  std::string columns;
  for (const Column& column : table->columns)
    columns += column.name + " " + column.mysql_type + "\n";
  BOOST_TEST(columns ==
             "c1 BIGINT\nc2 LONGTEXT\nlsn BIGINT UNSIGNED\nat DATETIME(6)\n"
             "op VARCHAR(6) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin\n"
             "n VARCHAR(64) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin\n"
             "deleted TINYINT(1)\ndeleted_at DATETIME(6)\n");
  BOOST_TEST(table->carried() == 2u);
  BOOST_TEST((table->identity == Positions{0}));
  BOOST_TEST(*table->deletion_mark == 7u);
}

BOOST_AUTO_TEST_CASE(tells_deleted_rows_by_the_flag_where_there_is_no_time) {
  TableRules wanted;
  wanted.soft_delete_flag = "deleted";
  const auto table = keyed();
  add_columns(wanted, *table);
  BOOST_TEST(*table->deletion_mark == 2u);
  BOOST_TEST((table->columns[2].origin == Origin::DeletionFlag));
}

BOOST_AUTO_TEST_CASE(begins_the_keys_with_the_constants_that_are_in_them) {
  const auto table = keyed(3);
  table->identity = {1};
  add_columns(rules({added("n", Kind::Constant, "x"), kRegion,
                     in_key(added("shard", Kind::Constant, "007", "smallint unsigned"))}),
              *table);
  BOOST_TEST((table->key_constants == Positions{4, 5}));
  BOOST_TEST((table->primary_key == Positions{4, 5, 0}));
  BOOST_TEST((table->identity == Positions{4, 5, 1}));
  BOOST_TEST(table->columns[5].constant == "7");
  BOOST_TEST((table->columns[5].wire == Wire::Unsigned));
}

BOOST_AUTO_TEST_CASE(makes_no_key_where_there_is_none) {
  const auto table = keyless();
  add_columns(rules({kRegion}), *table);
  BOOST_TEST((table->key_constants == Positions{2}));
  BOOST_TEST(table->primary_key.empty());
  BOOST_TEST(table->identity.empty());
}

BOOST_AUTO_TEST_CASE(gives_one_number_to_all_tables_of_one_target) {
  TableRules wanted = rules({kRegion});
  wanted.many_to_one = true;
  const auto table = keyed();
  const auto other = keyed();
  const auto elsewhere = keyed();
  other->id = 2;
  elsewhere->target.database = "sh";
  elsewhere->target.table = "opt";
  for (const auto& each : {table, other, elsewhere}) add_columns(wanted, *each);
  BOOST_TEST(table->shared_target > UINT32_MAX);
  BOOST_TEST(table->shared_target == other->shared_target);
  BOOST_TEST(table->shared_target != elsewhere->shared_target);
}

BOOST_AUTO_TEST_CASE(refuses_names_that_are_there) {
  check_refused(rules({added("C2", Kind::Operation)}), "has a column \"c2\"");
  check_refused(rules({added("x", Kind::Operation), added("X", Kind::CommitLsn)}), "\"x\"");
  TableRules wanted;
  wanted.soft_delete_flag = wanted.soft_delete_time = "deleted";
  check_refused(wanted, "has a column \"deleted\"");
}

BOOST_AUTO_TEST_CASE(refuses_to_share_a_target_without_a_constant_in_the_key) {
  TableRules wanted = rules({added("region", Kind::Constant, "eu")});
  wanted.many_to_one = true;
  check_refused(wanted, "no constant in the key");
}

BOOST_AUTO_TEST_SUITE_END()
