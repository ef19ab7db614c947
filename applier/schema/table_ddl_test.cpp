// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/table_ddl.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/relations.hpp"

using namespace applier;
using namespace applier::testing;

BOOST_AUTO_TEST_SUITE(schema_table_ddl)

BOOST_AUTO_TEST_CASE(makes_the_primary_key_not_null_and_leaves_the_rest_nullable) {
  const auto table = keyed();
  table->columns[1].not_null = true;
  BOOST_TEST(create_table_text(*table) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NOT NULL,\n"
             "  `c2` LONGTEXT NULL,\n"
             "  PRIMARY KEY (`c1`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(makes_no_key_where_there_is_none) {
  BOOST_TEST(create_table_text(*keyless()) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NULL,\n"
             "  `c2` LONGTEXT NULL\n"
             ")");
}

BOOST_AUTO_TEST_CASE(adds_a_hash_of_the_rows_that_have_no_key) {
  const auto table = keyless();
  table->columns[1].attnum = 4;
  table->hashed_attributes = {1, 4};
  BOOST_TEST(create_table_text(*table) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NULL,\n"
             "  `c2` LONGTEXT NULL,\n"
             "  `wal2mysql_row` BIGINT NULL INVISIBLE "
             "COMMENT 'wal2mysql: hash of attributes 1,4',\n"
             "  KEY `wal2mysql_row` (`wal2mysql_row`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(keeps_the_order_of_the_primary_keys_columns) {
  const auto table = keyed(3);
  table->columns[2].mysql_type = "INT";
  table->primary_key = {2, 0};
  table->identity = {0, 2};
  BOOST_TEST(create_table_text(*table) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NOT NULL,\n"
             "  `c2` LONGTEXT NULL,\n"
             "  `c3` INT NOT NULL,\n"
             "  PRIMARY KEY (`c3`, `c1`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(adds_a_unique_key_where_another_than_the_primary_names_the_rows) {
  const auto table = keyed();
  table->columns[1].mysql_type = "INT";
  table->identity = {1};
  BOOST_TEST(create_table_text(*table) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NOT NULL,\n"
             "  `c2` INT NOT NULL,\n"
             "  PRIMARY KEY (`c1`),\n"
             "  UNIQUE KEY `replica_identity` (`c2`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(makes_the_key_that_names_the_rows_the_primary_where_there_is_no_other) {
  const auto table = keyed();
  table->columns[1].mysql_type = "INT";
  table->primary_key = {};
  table->identity = {1};
  BOOST_TEST(create_table_text(*table) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NULL,\n"
             "  `c2` INT NOT NULL,\n"
             "  PRIMARY KEY (`c2`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(keys_a_long_text_by_its_hash) {
  const auto table = keyed();
  table->primary_key = table->identity = {0, 1};
  table->columns[1].attnum = 7;
  BOOST_TEST(create_table_text(*table) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NOT NULL,\n"
             "  `c2` LONGTEXT NOT NULL,\n"
             "  `wal2mysql_key_7` BINARY(32) GENERATED ALWAYS AS (UNHEX(SHA2(`c2`, 256))) STORED,\n"
             "  UNIQUE KEY `primary_key` (`c1`, `wal2mysql_key_7`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(begins_the_keys_with_the_constants_of_the_source_table) {
  const auto table = keyed();
  table->columns[1].mysql_type = "INT";
  table->identity = {1};
  BOOST_TEST(create_table_text(*marking(in_region(table, "eu"))) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NOT NULL,\n"
             "  `c2` INT NOT NULL,\n"
             "  `region` VARCHAR(64) NOT NULL,\n"
             "  `deleted_at` DATETIME(6) NULL,\n"
             "  PRIMARY KEY (`region`, `c1`),\n"
             "  UNIQUE KEY `replica_identity` (`region`, `c2`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(finds_the_rows_of_a_source_table_without_a_key_by_its_constants) {
  BOOST_TEST(create_table_text(*in_region(keyless(1), "eu")) ==
             "CREATE TABLE `shop`.`t` (\n"
             "  `c1` BIGINT NULL,\n"
             "  `region` VARCHAR(64) NOT NULL,\n"
             "  KEY `constants` (`region`)\n"
             ")");
}

BOOST_AUTO_TEST_CASE(quotes_every_name) {
  const auto table = keyed(1);
  table->target = {"a`b", "c`d"};
  table->columns[0].name = "e`f";
  BOOST_TEST(create_table_text(*table) ==
             "CREATE TABLE `a``b`.`c``d` (\n"
             "  `e``f` BIGINT NOT NULL,\n"
             "  PRIMARY KEY (`e``f`)\n"
             ")");
}

BOOST_AUTO_TEST_SUITE_END()
