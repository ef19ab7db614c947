// SPDX-License-Identifier: PostgreSQL
// Statements for tables with columns that only the target has.
#include <boost/test/unit_test.hpp>

#include "applier/testing/relations.hpp"
#include "applier/write/statement_text.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

const std::uint16_t kSecond[] = {1};
const std::uint16_t kMark[] = {2};

std::shared_ptr<Relation> flagged() {
  const auto table = marking(keyed());
  table->columns[2].name = "deleted";
  table->columns[2].origin = Origin::DeletionFlag;
  return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_statement_text_marking)

BOOST_AUTO_TEST_CASE(writes_columns_of_the_target_like_any_other) {
  BOOST_TEST(insert_text(*marking(keyed()), 1) ==
             "INSERT INTO `shop`.`t` (`c1`, `c2`, `deleted_at`) VALUES (?,?,?)");
}

BOOST_AUTO_TEST_CASE(changes_only_rows_that_are_not_deleted) {
  const auto table = marking(keyed());
  BOOST_TEST(update_text(*table, kMark) ==
             "UPDATE `shop`.`t` SET `deleted_at` = ? WHERE `c1` = ? AND `deleted_at` IS NULL");
  BOOST_TEST(update_rows_text(*table, kMark, 1) ==
             "UPDATE (VALUES ROW(CAST(? AS SIGNED),CAST(? AS DATETIME(6)))) v(c0,c1) STRAIGHT_JOIN "
             "`shop`.`t` t ON "
             "t.`c1` = v.c0 AND "
             "t.`deleted_at` IS NULL SET t.`deleted_at` = v.c1");
  BOOST_TEST(delete_text(*table, 2) ==
             "DELETE FROM `shop`.`t` WHERE `c1` IN (?,?) AND `deleted_at` IS NULL");
  BOOST_TEST(select_text(*table, kSecond) ==
             "SELECT `c2` FROM `shop`.`t` WHERE `c1` = ? AND `deleted_at` IS NULL");
  BOOST_TEST(probe_text(*table) ==
             "UPDATE `shop`.`t` SET `c1` = `c1` WHERE `c1` = ? AND `deleted_at` IS NULL");
  BOOST_TEST(update_text(*flagged(), kSecond) ==
             "UPDATE `shop`.`t` SET `c2` = ? WHERE `c1` = ? AND `deleted` IS NOT TRUE");
}

BOOST_AUTO_TEST_CASE(removes_deleted_rows_by_any_key) {
  BOOST_TEST(delete_marked_text(*marking(keyed()), kSecond, 2) ==
             "DELETE FROM `shop`.`t` WHERE `c2` IN (?,?) AND `deleted_at` IS NOT NULL");
  BOOST_TEST(delete_marked_text(*flagged(), kSecond, 1) ==
             "DELETE FROM `shop`.`t` WHERE `c2` IN (?) AND `deleted` IS TRUE");
}

BOOST_AUTO_TEST_CASE(truncates_the_rows_of_the_source) {
  BOOST_TEST(truncate_text(*keyed()) == "DELETE FROM `shop`.`t`");
  BOOST_TEST(truncate_text(*in_region(keyed(), "eu")) ==
             "DELETE FROM `shop`.`t` WHERE `region` = ?");
  BOOST_TEST(truncate_text(*marking(keyed())) ==
             "UPDATE `shop`.`t` SET `deleted_at` = ? WHERE `deleted_at` IS NULL");
  BOOST_TEST(truncate_text(*marking(in_region(keyed(), "eu"))) ==
             "UPDATE `shop`.`t` SET `deleted_at` = ? WHERE `region` = ? AND `deleted_at` IS NULL");
}

BOOST_AUTO_TEST_CASE(compares_rows_without_a_key_by_what_the_source_has_and_their_constants) {
  const auto table = marking(in_region(keyless(1), "eu"));
  BOOST_TEST(delete_equal_text(*table, Search::Everywhere, Flavour::MySql) ==
             "DELETE FROM `shop`.`t` WHERE `c1` <=> ? AND `region` <=> ? AND `deleted_at` IS NULL "
             "LIMIT ?");
  BOOST_TEST(update_equal_text(*table, Search::Everywhere, Flavour::MySql) ==
             "UPDATE `shop`.`t` SET `c1` = ?, `region` = ?, `deleted_at` = ? WHERE `c1` <=> ? AND "
             "`region` <=> ? AND `deleted_at` IS NULL LIMIT ?");
  BOOST_TEST(mark_equal_text(*table, Search::ByHash, Flavour::MySql) ==
             "UPDATE `shop`.`t` SET `deleted_at` = ? WHERE `wal2mysql_row` = ? AND `c1` <=> ? AND "
             "`region` <=> ? AND `deleted_at` IS NULL LIMIT ?");
}

BOOST_AUTO_TEST_SUITE_END()
