// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/row_key.hpp"

#include <deque>
#include <map>

#include <boost/test/unit_test.hpp>

#include "applier/testing/values.hpp"
#include "frame/testing/seed.hpp"

using namespace applier;
using namespace applier::testing;

namespace {

std::vector<Value> one_of_each_kind() {
  return {null(),       unchanged(),  boolean(false), boolean(true),
          integer(0),   integer(1),   integer(-1),    unsigned_integer(UINT64_MAX),
          single(0.0f), single(1.0f), real(0.0),      real(1.0),
          text(""),     text("a"),    text("A"),      text("a "),
          binary("a"),  text("1"),    binary("")};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_row_key)

BOOST_AUTO_TEST_CASE(tells_all_kinds_and_values_apart) {
  const std::vector<Value> values = one_of_each_kind();
  for (std::size_t i = 0; i < values.size(); ++i)
    for (std::size_t j = 0; j < values.size(); ++j)
      BOOST_TEST(same_value(values[i], values[j]) == (i == j), shown(values[i])
                                                                   << " and " << shown(values[j]));
}

BOOST_AUTO_TEST_CASE(compares_texts_by_their_bytes_wherever_they_stand) {
  const std::string one = "the same";
  const std::string two = "the same";
  BOOST_TEST(same_value(text(one), text(two)));
  const Value left[] = {integer(1), text(one)};
  const Value right[] = {integer(1), text(two)};
  BOOST_TEST(same_key(left, right, 2));
  BOOST_TEST(hash_key(left, 2) == hash_key(right, 2));
}

// -0 and 0 are equal numbers and different keys: an update may turn one into the other.
BOOST_AUTO_TEST_CASE(tells_zero_from_minus_zero) {
  BOOST_TEST(!same_value(real(0.0), real(-0.0)));
  BOOST_TEST(!same_value(single(0.0f), single(-0.0f)));
  BOOST_TEST(same_value(real(-0.0), real(-0.0)));
  BOOST_TEST(same_value(single(-0.0f), single(-0.0f)));
}

BOOST_AUTO_TEST_CASE(gives_equal_values_equal_hashes) {
  for (const Value& value : one_of_each_kind()) {
    const Value copy = value;
    BOOST_TEST(hash_key(&value, 1) == hash_key(&copy, 1));
  }
  // What the other bytes of the union hold does not count.
  Value stale = integer(-1);
  stale.kind = ValueKind::Float;
  stale.single = 1.5f;
  const Value fresh = single(1.5f);
  BOOST_TEST(same_value(stale, fresh));
  BOOST_TEST(hash_key(&stale, 1) == hash_key(&fresh, 1));
  Value stale_null = integer(5);
  stale_null.kind = ValueKind::Null;
  const Value fresh_null = null();
  BOOST_TEST(hash_key(&stale_null, 1) == hash_key(&fresh_null, 1));
}

BOOST_AUTO_TEST_CASE(gives_the_columns_of_a_key_their_order) {
  const Value key[] = {integer(1), integer(2)};
  const Value swapped[] = {integer(2), integer(1)};
  BOOST_TEST(!same_key(key, swapped, 2));
  BOOST_TEST(hash_key(key, 2) != hash_key(swapped, 2));
}

BOOST_AUTO_TEST_CASE(gives_a_key_another_hash_under_another_seed) {
  const Value key[] = {integer(1), text("a")};
  BOOST_TEST(hash_key(key, 2, 7) == hash_key(key, 2, 7));
  BOOST_TEST(hash_key(key, 2, 7) != hash_key(key, 2, 8));
  BOOST_TEST(hash_key(key, 2, 7) != hash_key(key, 1, 7));
}

BOOST_AUTO_TEST_CASE(gives_a_key_in_a_row_the_hash_of_the_key) {
  const Value row[] = {text("a"), null(), integer(1), unchanged()};
  const std::uint16_t positions[] = {2, 0};
  const Value key[] = {integer(1), text("a")};
  BOOST_TEST(hash_key_of_row(row, positions, 7) == hash_key(key, 2, 7));
  const std::uint16_t swapped[] = {0, 2};
  BOOST_TEST(hash_key_of_row(row, swapped, 7) != hash_key(key, 2, 7));
}

BOOST_AUTO_TEST_CASE(takes_from_the_old_key_what_a_row_has_as_unchanged) {
  const Value row[] = {unchanged(), integer(2)};
  const std::uint16_t positions[] = {0, 1};
  const Value old_key[] = {text("a"), integer(1)};
  const Value new_key[] = {text("a"), integer(2)};
  BOOST_TEST(hash_key_of_row(row, positions, 7, old_key) == hash_key(new_key, 2, 7));
}

BOOST_AUTO_TEST_CASE(hashes_loosely_what_a_collation_takes_for_one) {
  const auto alike = [](const Value& one, const Value& other) {
    return hash_loosely(7, one) == hash_loosely(7, other);
  };
  BOOST_TEST(alike(text("Straw berry"), text("sTRAW BERRY  ")));
  BOOST_TEST(alike(text(""), text("   ")));
  BOOST_TEST(alike(text("\u00e9t\u00e9"), text("\u00c9T\u00c9")));
  BOOST_TEST(alike(real(0.0), real(-0.0)));
  BOOST_TEST(alike(single(0.0f), single(-0.0f)));
  BOOST_TEST(!alike(text("a"), text("b")));
  BOOST_TEST(!alike(text(" a"), text("a")));
  BOOST_TEST(!alike(binary("a"), binary("A")));
  BOOST_TEST(!alike(binary("a"), binary("a ")));
  BOOST_TEST(!alike(integer(1), integer(2)));
  BOOST_TEST(!alike(real(1), real(-1)));
}

BOOST_AUTO_TEST_CASE(hashes_loosely_one_column_after_another) {
  const auto hash = [](const Value& one, const Value& other) {
    return hash_loosely(hash_loosely(7, one), other);
  };
  BOOST_TEST(hash(text("ab"), text("c")) != hash(text("a"), text("bc")));
  BOOST_TEST(hash(integer(1), integer(2)) != hash(integer(2), integer(1)));
  BOOST_TEST(hash_loosely(7, text("a")) != hash_loosely(8, text("a")));
}

BOOST_AUTO_TEST_CASE(finds_nothing_in_an_empty_index) {
  RowIndex index;
  index.reset(1);
  const Value key = integer(1);
  BOOST_TEST(index.find(&key) == RowIndex::kNone);
}

BOOST_AUTO_TEST_CASE(forgets_every_key_when_reset) {
  RowIndex index;
  index.reset(1);
  const Value keys[] = {integer(1), integer(2)};
  index.add(&keys[0], 7);
  BOOST_TEST(index.find(&keys[0]) == 7u);
  index.reset(2);
  BOOST_TEST(index.find(keys) == RowIndex::kNone);
  index.add(keys, 8);
  BOOST_TEST(index.find(keys) == 8u);
}

BOOST_AUTO_TEST_CASE(finds_what_a_map_finds) {
  const std::uint32_t seed = frame::testing::seed();
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    frame::testing::Chance chance(seed);
    RowIndex index;
    for (int round = 0; round < 20; ++round) {
      index.reset(2);
      std::map<std::pair<std::int64_t, std::string>, std::uint32_t> model;
      std::deque<std::string> texts;
      std::deque<std::array<Value, 2>> keys;
      for (int i = 0; i < 2000; ++i) {
        const auto number = static_cast<std::int64_t>(chance.below(40)) - 20;
        const std::string& name = texts.emplace_back(chance.below(40), 'x');
        const std::array<Value, 2>& key =
            keys.emplace_back(std::array{integer(number), text(name)});
        const auto found = model.find({number, name});
        BOOST_REQUIRE_EQUAL(index.find(key.data()),
                            found == model.end() ? RowIndex::kNone : found->second);
        if (found != model.end()) continue;
        const auto entry = static_cast<std::uint32_t>(model.size());
        model[{number, name}] = entry;
        index.add(key.data(), entry);
      }
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
