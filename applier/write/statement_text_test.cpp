// SPDX-License-Identifier: PostgreSQL
#include "applier/write/statement_text.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;
using frame::Wire;

namespace {

const std::uint16_t kSecond[] = {1};
const std::uint16_t kSecondAndThird[] = {1, 2};

std::shared_ptr<Relation> composite() {
  const auto table = keyed(4);
  table->columns[3].mysql_type = "INT";
  table->identity = {0, 3};
  return table;
}

std::shared_ptr<Relation> named_by(const char* mysql_type, Wire wire) {
  const auto table = keyed(2);
  table->columns[0].mysql_type = mysql_type;
  table->columns[0].wire = wire;
  return table;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_statement_text)

BOOST_AUTO_TEST_CASE(inserts_one_row_or_many) {
  BOOST_TEST(insert_text(*keyed(), 1) == "INSERT INTO `shop`.`t` (`c1`, `c2`) VALUES (?,?)");
  BOOST_TEST(insert_text(*keyed(), 3) ==
             "INSERT INTO `shop`.`t` (`c1`, `c2`) VALUES (?,?),(?,?),(?,?)");
  BOOST_TEST(insert_text(*keyed(1), 2) == "INSERT INTO `shop`.`t` (`c1`) VALUES (?),(?)");
}

BOOST_AUTO_TEST_CASE(deletes_rows_by_their_keys) {
  BOOST_TEST(delete_text(*keyed(), 1) == "DELETE FROM `shop`.`t` WHERE `c1` IN (?)");
  BOOST_TEST(delete_text(*keyed(), 3) == "DELETE FROM `shop`.`t` WHERE `c1` IN (?,?,?)");
  BOOST_TEST(delete_text(*composite(), 2) ==
             "DELETE FROM `shop`.`t` WHERE (`c1`, `c4`) IN ((?,?),(?,?))");
  BOOST_TEST(delete_text(*composite(), 1) == "DELETE FROM `shop`.`t` WHERE `c1` = ? AND `c4` = ?");
}

BOOST_AUTO_TEST_CASE(reads_some_columns_of_one_row_by_its_key) {
  BOOST_TEST(select_text(*keyed(3), kSecond) == "SELECT `c2` FROM `shop`.`t` WHERE `c1` = ?");
  BOOST_TEST(select_text(*composite(), kSecondAndThird) ==
             "SELECT `c2`, `c3` FROM `shop`.`t` WHERE `c1` = ? AND `c4` = ?");
}

BOOST_AUTO_TEST_CASE(updates_one_row_by_its_key) {
  BOOST_TEST(update_text(*keyed(3), kSecondAndThird) ==
             "UPDATE `shop`.`t` SET `c2` = ?, `c3` = ? WHERE `c1` = ?");
  BOOST_TEST(update_text(*composite(), kSecond) ==
             "UPDATE `shop`.`t` SET `c2` = ? WHERE `c1` = ? AND `c4` = ?");
}

BOOST_AUTO_TEST_CASE(updates_many_rows_by_joining_their_keys_and_values) {
  BOOST_TEST(update_rows_text(*keyed(), kSecond, 2) ==
             "UPDATE (VALUES ROW(CAST(? AS SIGNED),?),ROW(CAST(? AS SIGNED),?)) v(c0,c1) "
             "STRAIGHT_JOIN `shop`.`t` t ON t.`c1` = v.c0 "
             "SET t.`c2` = v.c1");
  BOOST_TEST(
      update_rows_text(*composite(), kSecondAndThird, 1) ==
      "UPDATE (VALUES ROW(CAST(? AS SIGNED),?,?,?)) v(c0,c1,c2,c3) STRAIGHT_JOIN `shop`.`t` t "
      "ON t.`c1` = v.c0 AND t.`c4` = v.c1 SET t.`c2` = v.c2, t.`c3` = v.c3");
}

BOOST_AUTO_TEST_CASE(joins_an_ascii_key_as_ascii_so_that_its_index_serves) {
  const auto table = named_by("CHAR(36) CHARACTER SET ascii COLLATE ascii_bin", Wire::Uuid);
  BOOST_TEST(update_rows_text(*table, kSecond, 1) ==
             "UPDATE (VALUES ROW(?,?)) v(c0,c1) STRAIGHT_JOIN `shop`.`t` t "
             "ON t.`c1` = CONVERT(v.c0 USING ascii) SET t.`c2` = v.c1");
}

BOOST_AUTO_TEST_CASE(finds_rows_by_the_hash_of_a_long_text) {
  const auto table = named_by("LONGTEXT", Wire::Text);
  BOOST_TEST(select_text(*table, kSecond) ==
             "SELECT `c2` FROM `shop`.`t` WHERE `wal2mysql_key_1` = UNHEX(SHA2(?, 256))");
  BOOST_TEST(update_text(*table, kSecond) ==
             "UPDATE `shop`.`t` SET `c2` = ? WHERE `wal2mysql_key_1` = UNHEX(SHA2(?, 256))");
  BOOST_TEST(delete_text(*table, 2) ==
             "DELETE FROM `shop`.`t` WHERE `wal2mysql_key_1` IN "
             "(UNHEX(SHA2(?, 256)),UNHEX(SHA2(?, 256)))");
  BOOST_TEST(update_rows_text(*table, kSecond, 1) ==
             "UPDATE (VALUES ROW(?,?)) v(c0,c1) STRAIGHT_JOIN `shop`.`t` t "
             "ON t.`wal2mysql_key_1` = UNHEX(SHA2(v.c0, 256)) SET t.`c2` = v.c1");
}

BOOST_AUTO_TEST_CASE(compares_decimals_as_decimals) {
  const auto table = named_by("DECIMAL(38,10)", Wire::Decimal);
  BOOST_TEST(select_text(*table, kSecond) ==
             "SELECT `c2` FROM `shop`.`t` WHERE `c1` = CAST(? AS DECIMAL(38,10))");
  BOOST_TEST(update_text(*table, kSecond) ==
             "UPDATE `shop`.`t` SET `c2` = ? WHERE `c1` = CAST(? AS DECIMAL(38,10))");
  BOOST_TEST(delete_text(*table, 2) ==
             "DELETE FROM `shop`.`t` WHERE `c1` IN "
             "(CAST(? AS DECIMAL(38,10)),CAST(? AS DECIMAL(38,10)))");
}

BOOST_AUTO_TEST_CASE(names_one_row_of_a_keyless_table_by_all_columns_and_null_safely) {
  for (Flavour flavour : {Flavour::MySql, Flavour::MariaDb}) {
    BOOST_TEST(delete_equal_text(*keyless(), Search::Everywhere, flavour) ==
               "DELETE FROM `shop`.`t` WHERE `c1` <=> ? AND `c2` <=> ? LIMIT ?");
    BOOST_TEST(update_equal_text(*keyless(), Search::Everywhere, flavour) ==
               "UPDATE `shop`.`t` SET `c1` = ?, `c2` = ? WHERE `c1` <=> ? AND `c2` <=> ? LIMIT ?");
  }
}

BOOST_AUTO_TEST_CASE(keeps_the_hash_of_a_row_without_key_and_searches_by_it) {
  const auto table = keyless();
  table->hashed_attributes = {1, 2};
  BOOST_TEST(insert_text(*table, 2) ==
             "INSERT INTO `shop`.`t` (`c1`, `c2`, `wal2mysql_row`) VALUES (?,?,?),(?,?,?)");
  BOOST_TEST(delete_equal_text(*table, Search::ByHash, Flavour::MySql) ==
             "DELETE FROM `shop`.`t` WHERE `wal2mysql_row` = ? AND `c1` <=> ? AND `c2` <=> ? "
             "LIMIT ?");
  BOOST_TEST(update_equal_text(*table, Search::ByHash, Flavour::MySql) ==
             "UPDATE `shop`.`t` SET `c1` = ?, `c2` = ?, `wal2mysql_row` = ? "
             "WHERE `wal2mysql_row` = ? AND `c1` <=> ? AND `c2` <=> ? LIMIT ?");
  BOOST_TEST(update_equal_text(*table, Search::Everywhere, Flavour::MySql) ==
             "UPDATE `shop`.`t` SET `c1` = ?, `c2` = ?, `wal2mysql_row` = ? "
             "WHERE `c1` <=> ? AND `c2` <=> ? LIMIT ?");
}

BOOST_AUTO_TEST_CASE(compares_json_as_json_where_it_is_more_than_text) {
  const auto table = keyless();
  table->columns[1].mysql_type = "JSON";
  table->columns[1].wire = Wire::Json;
  BOOST_TEST(delete_equal_text(*table, Search::Everywhere, Flavour::MySql) ==
             "DELETE FROM `shop`.`t` WHERE `c1` <=> ? AND `c2` <=> CAST(? AS JSON) LIMIT ?");
  BOOST_TEST(delete_equal_text(*table, Search::Everywhere, Flavour::MariaDb) ==
             "DELETE FROM `shop`.`t` WHERE `c1` <=> ? AND `c2` <=> ? LIMIT ?");
}

BOOST_AUTO_TEST_CASE(probes_for_a_row_without_changing_it) {
  BOOST_TEST(probe_text(*composite()) ==
             "UPDATE `shop`.`t` SET `c1` = `c1` WHERE `c1` = ? AND `c4` = ?");
}

BOOST_AUTO_TEST_CASE(empties_a_table_inside_the_transaction) {
  BOOST_TEST(truncate_text(*keyed()) == "DELETE FROM `shop`.`t`");
}

BOOST_AUTO_TEST_CASE(quotes_every_name) {
  const auto table = keyed(2);
  table->target = {"a`b", "c d"};
  table->columns[0].name = "e`f";
  table->columns[1].name = "select";
  BOOST_TEST(insert_text(*table, 1) == "INSERT INTO `a``b`.`c d` (`e``f`, `select`) VALUES (?,?)");
  BOOST_TEST(select_text(*table, kSecond) == "SELECT `select` FROM `a``b`.`c d` WHERE `e``f` = ?");
  BOOST_TEST(update_text(*table, kSecond) ==
             "UPDATE `a``b`.`c d` SET `select` = ? WHERE `e``f` = ?");
  BOOST_TEST(update_rows_text(*table, kSecond, 1) ==
             "UPDATE (VALUES ROW(CAST(? AS SIGNED),?)) v(c0,c1) STRAIGHT_JOIN `a``b`.`c d` t ON "
             "t.`e``f` = v.c0 "
             "SET t.`select` = v.c1");
}

// Else one that is NULL is a text, and so are those beside it.
BOOST_AUTO_TEST_CASE(says_the_types_of_values_that_it_joins) {
  using Case = std::pair<Wire, const char*>;
  for (const auto& [wire, operand] :
       {Case(Wire::Boolean, "CAST(? AS SIGNED)"), Case(Wire::Unsigned, "CAST(? AS UNSIGNED)"),
        Case(Wire::Float, "CAST(? AS FLOAT)"), Case(Wire::Double, "CAST(? AS DOUBLE)"),
        Case(Wire::Binary, "CAST(? AS BINARY)"), Case(Wire::Date, "CAST(? AS DATE)"),
        Case(Wire::Time, "CAST(? AS TIME(6))"), Case(Wire::Datetime, "CAST(? AS DATETIME(6))"),
        Case(Wire::Decimal, "?"), Case(Wire::Json, "?"), Case(Wire::Uuid, "?")}) {
    const auto table = keyed();
    table->columns[1].wire = wire;
    BOOST_TEST(
        update_rows_text(*table, kSecond, 1)
            .starts_with(std::string("UPDATE (VALUES ROW(CAST(? AS SIGNED),") + operand + "))"));
  }
}

BOOST_AUTO_TEST_SUITE_END()
