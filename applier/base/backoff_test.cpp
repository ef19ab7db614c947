// SPDX-License-Identifier: PostgreSQL
#include "applier/base/backoff.hpp"

#include <set>

#include <boost/test/unit_test.hpp>

using applier::Backoff;
using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(base_backoff)

BOOST_AUTO_TEST_CASE(doubles_up_to_its_most_with_half_of_it_left_to_chance) {
  for (int round = 0; round < 100; ++round) {
    Backoff backoff(200ms, 1500ms);
    for (auto pause : {200ms, 400ms, 800ms, 1500ms, 1500ms, 1500ms}) {
      const auto drawn = backoff.next();
      BOOST_TEST(drawn.count() >= pause.count() / 2);
      BOOST_TEST(drawn.count() <= pause.count());
    }
  }
}

BOOST_AUTO_TEST_CASE(begins_again_after_a_reset) {
  Backoff backoff(200ms, 10s);
  for (int i = 0; i < 20; ++i) backoff.next();
  backoff.reset();
  BOOST_TEST(backoff.next().count() <= 200);
  BOOST_TEST(backoff.next().count() <= 400);
}

BOOST_AUTO_TEST_CASE(does_not_overflow_however_often_it_is_asked) {
  Backoff backoff;
  for (int i = 0; i < 1000; ++i) {
    const auto pause = backoff.next();
    BOOST_REQUIRE_GE(pause.count(), 100);
    BOOST_REQUIRE_LE(pause.count(), 10'000);
  }
}

BOOST_AUTO_TEST_CASE(does_not_bring_several_appliers_back_in_step) {
  std::set<Backoff::Milliseconds::rep> pauses;
  for (int i = 0; i < 50; ++i) pauses.insert(Backoff(10s, 10s).next().count());
  BOOST_TEST(pauses.size() > 10u);
}

BOOST_AUTO_TEST_SUITE_END()
