// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/row_hash.hpp"

#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "applier/testing/relations.hpp"
#include "applier/testing/values.hpp"

using namespace applier;
using namespace applier::testing;
using Attributes = std::vector<std::int32_t>;
using Positions = std::vector<std::uint16_t>;

namespace {

std::int64_t hash_of(const Value& value, const Relation& relation = *keyless(1)) {
  return row_hash(relation, {0}, &value).integer;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schema_row_hash)

// These numbers stand in tables: whoever changes them breaks the index of every one of those.
BOOST_AUTO_TEST_CASE(is_the_same_in_every_release) {
  const auto table = keyless(12);
  const Value row[] = {
      null(),        boolean(true),     integer(-1), unsigned_integer(UINT64_MAX),
      single(-0.0f), single(1e-45f),    real(0.1),   text(""),
      text("é"),     text("123456789"), binary(""),  binary(std::string_view("\0", 1))};
  const Positions all = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
  BOOST_TEST(row_hash(*table, all, row).integer == 6085208908048863936);
  BOOST_TEST(hash_of(null()) == -2152535657050944081);
  BOOST_TEST(hash_of(text("123456789")) == 525027006155270790);
}

BOOST_AUTO_TEST_CASE(tells_kinds_and_values_apart) {
  const Value values[] = {null(),
                          integer(0),
                          integer(1),
                          integer(-1),
                          unsigned_integer(UINT64_MAX),
                          single(0.0f),
                          single(-0.0f),
                          real(0.0),
                          real(-0.0),
                          text(""),
                          text("0"),
                          text("a"),
                          text(std::string_view("a\0", 2)),
                          binary(""),
                          binary("a"),
                          text("1")};
  for (const Value& left : values)
    for (const Value& right : values)
      BOOST_TEST((hash_of(left) == hash_of(right)) == (&left == &right),
                 shown(left) << " and " << shown(right));
}

BOOST_AUTO_TEST_CASE(tells_where_one_text_ends_and_the_next_begins) {
  const auto table = keyless(2);
  const Value one[] = {text("ab"), text("c")};
  const Value other[] = {text("a"), text("bc")};
  BOOST_TEST(row_hash(*table, {0, 1}, one).integer != row_hash(*table, {0, 1}, other).integer);
  BOOST_TEST(row_hash(*table, {0, 1}, one).integer != row_hash(*table, {1, 0}, one).integer);
}

// Small decimals travel as integers, which is nobody's business but the frame's.
BOOST_AUTO_TEST_CASE(takes_a_decimal_for_its_digits) {
  const auto table = keyless(1);
  table->columns[0].wire = frame::Wire::Decimal;
  BOOST_TEST(hash_of(integer(-12), *table) == hash_of(text("-12"), *table));
  BOOST_TEST(hash_of(text("1.0"), *table) != hash_of(text("1.00"), *table));
}

BOOST_AUTO_TEST_CASE(reads_back_what_it_wrote_into_the_comment) {
  const auto table = keyless(3);
  table->columns[2].attnum = 17;
  table->hashed_attributes = attributes_to_hash(*table);
  BOOST_TEST((table->hashed_attributes == Attributes{1, 2, 17}));
  BOOST_TEST(
      row_hash_definition(*table) ==
      "`wal2mysql_row` BIGINT NULL INVISIBLE COMMENT 'wal2mysql: hash of attributes 1,2,17'");
  BOOST_TEST(
      (attributes_in_comment("wal2mysql: hash of attributes 1,2,17") == Attributes{1, 2, 17}));
  BOOST_TEST((hashed_positions(*table) == Positions{0, 1, 2}));
}

BOOST_AUTO_TEST_CASE(reads_nothing_out_of_other_comments) {
  for (const char* comment :
       {"", "mine", "wal2mysql: hash of attributes ", "wal2mysql: hash of attributes 1,",
        "wal2mysql: hash of attributes 1, 2", "wal2mysql: hash of attributes 1,2 and more",
        "wal2mysql: hash of attributes 99999999999"})
    BOOST_TEST(attributes_in_comment(comment).empty(), comment);
}

BOOST_AUTO_TEST_CASE(hashes_as_many_attributes_as_a_comment_can_list) {
  const auto table = keyless(1017);
  table->hashed_attributes = attributes_to_hash(*table);
  BOOST_TEST(table->hashed_attributes.size() > 200u);
  const std::string definition = row_hash_definition(*table);
  const std::size_t comment = definition.find('\'') + 1;
  BOOST_TEST(definition.size() - 1 - comment <= 1024u);
}

BOOST_AUTO_TEST_CASE(hashes_nothing_that_only_the_target_has) {
  BOOST_TEST((attributes_to_hash(*marking(keyless(2))) == Attributes{1, 2}));
}

BOOST_AUTO_TEST_CASE(leaves_the_name_to_a_column_of_the_source) {
  const auto table = keyless(2);
  table->columns[1].name = "WAL2MySQL_row";
  BOOST_TEST(attributes_to_hash(*table).empty());
}

BOOST_AUTO_TEST_CASE(does_without_the_hash_once_an_attribute_of_it_is_gone) {
  const auto table = keyless(3);
  table->hashed_attributes = {1, 2};
  BOOST_TEST((hashed_positions(*table) == Positions{0, 1}));
  table->columns.erase(table->columns.begin());
  BOOST_TEST(hashed_positions(*table).empty());
}

BOOST_AUTO_TEST_SUITE_END()
