// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/rate_limit.hpp"

#include <boost/test/unit_test.hpp>

using namespace applier;
using namespace std::chrono_literals;

namespace {

const RateLimit::Clock::time_point kStart{1000s};

}  // namespace

BOOST_AUTO_TEST_SUITE(copy_rate_limit)

BOOST_AUTO_TEST_CASE(lets_no_more_pass_than_so_much_a_second) {
  RateLimit limit(100);
  BOOST_TEST((limit.take(50, kStart) == kStart + 500ms));
  BOOST_TEST((limit.take(100, kStart) == kStart + 1500ms));
  BOOST_TEST((limit.take(1000, kStart + 1s) == kStart + 11500ms));
}

BOOST_AUTO_TEST_CASE(saves_nothing_up_while_less_is_taken) {
  RateLimit limit(100);
  limit.take(10, kStart);
  BOOST_TEST((limit.take(10, kStart + 60s) == kStart + 60s + 100ms));
}

BOOST_AUTO_TEST_CASE(limits_nothing_at_0) {
  RateLimit limit(0);
  BOOST_TEST((limit.take(1e12, kStart) == kStart));
  BOOST_TEST(limit.portion(4096) == 4096u);
}

BOOST_AUTO_TEST_CASE(gives_portions_of_a_second) {
  BOOST_TEST(RateLimit(100).portion(4096) == 100u);
  BOOST_TEST(RateLimit(0.5).portion(4096) == 1u);
  BOOST_TEST(RateLimit(1e9).portion(4096) == 4096u);
}

BOOST_AUTO_TEST_SUITE_END()
