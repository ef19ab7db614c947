// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/postponed_tables.hpp"

#include <boost/test/unit_test.hpp>

using namespace applier;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(copy_postponed_tables)

BOOST_AUTO_TEST_CASE(lets_a_table_be_copied_again_twice_at_once) {
  PostponedTables tables;
  BOOST_TEST(!tables.contains(1));
  for (int i = 0; i < 2; ++i) {
    BOOST_TEST((tables.note_altered(1) == 0s));
    BOOST_TEST(!tables.contains(1));
  }
}

BOOST_AUTO_TEST_CASE(leaves_a_table_alone_for_longer_each_time) {
  PostponedTables tables;
  const auto now = PostponedTables::Clock::now();
  tables.note_altered(1, now);
  tables.note_altered(1, now);
  BOOST_TEST((tables.note_altered(1, now) == 10s));
  BOOST_TEST(tables.contains(1, now + 9s));
  BOOST_TEST(!tables.contains(1, now + 10s));
  BOOST_TEST(!tables.contains(2, now));
  BOOST_TEST((tables.note_altered(1, now) == 20s));
  for (int i = 0; i < 40; ++i) tables.note_altered(1, now);
  BOOST_TEST(!tables.contains(1, now + 640s));
}

BOOST_AUTO_TEST_SUITE_END()
