// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/latencies.hpp"

#include <boost/test/unit_test.hpp>

using applier::Latencies;

BOOST_AUTO_TEST_SUITE(progress_latencies)

BOOST_AUTO_TEST_CASE(say_nothing_before_the_first) {
  BOOST_TEST(!Latencies().percentiles().has_value());
}

BOOST_AUTO_TEST_CASE(are_one_value_where_there_is_one) {
  Latencies latencies;
  latencies.add(0.25);
  BOOST_TEST(latencies.percentiles()->p50_s == 0.25);
  BOOST_TEST(latencies.percentiles()->p99_s == 0.25);
}

BOOST_AUTO_TEST_CASE(are_ranked_whatever_their_order) {
  Latencies latencies;
  for (int i = 100; i > 0; --i) latencies.add(i);
  BOOST_TEST(latencies.percentiles()->p50_s == 50);
  BOOST_TEST(latencies.percentiles()->p99_s == 99);
}

BOOST_AUTO_TEST_CASE(forget_the_oldest) {
  Latencies latencies;
  for (std::size_t i = 0; i < Latencies::kNewest; ++i) latencies.add(1000);
  for (std::size_t i = 0; i < Latencies::kNewest; ++i) latencies.add(1);
  BOOST_TEST(latencies.percentiles()->p99_s == 1);
}

BOOST_AUTO_TEST_CASE(are_never_negative) {
  Latencies latencies;
  latencies.add(-3);
  BOOST_TEST(latencies.percentiles()->p50_s == 0);
}

BOOST_AUTO_TEST_SUITE_END()
