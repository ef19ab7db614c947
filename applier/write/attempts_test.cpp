// SPDX-License-Identifier: PostgreSQL
#include "applier/write/attempts.hpp"

#include <boost/test/unit_test.hpp>

using applier::Attempts;
using applier::Error;
using applier::Remedy;
using Order = applier::Attempts::Order;
using namespace std::chrono_literals;

namespace {

Error error(Remedy remedy) {
  return Error("refused", {}, {}, remedy);
}

// Whether the error counts.
bool counts(Attempts& attempts, Remedy remedy) {
  try {
    attempts.failed(error(remedy));
    return false;
  } catch (const Error& thrown) {
    BOOST_TEST(thrown.message() == "refused");
    BOOST_TEST((thrown.remedy() == remedy));
    return true;
  }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(write_attempts)

BOOST_AUTO_TEST_CASE(begin_with_the_net_effect_and_at_once) {
  const Attempts attempts;
  BOOST_TEST((attempts.order() == Order::Folded));
  BOOST_TEST((attempts.pause() == 0ms));
}

BOOST_AUTO_TEST_CASE(try_every_order_before_a_duplicate_counts) {
  Attempts attempts;
  BOOST_TEST(!counts(attempts, Remedy::Reorder));
  BOOST_TEST((attempts.order() == Order::Source));
  BOOST_TEST(!counts(attempts, Remedy::Reorder));
  BOOST_TEST((attempts.order() == Order::Replaced));
  BOOST_TEST((attempts.pause() == 0ms));
  BOOST_TEST(counts(attempts, Remedy::Reorder));
}

BOOST_AUTO_TEST_CASE(try_what_is_locked_a_few_times_and_later_each_time) {
  Attempts attempts;
  for (int i = 0; i < 5; ++i) {
    const auto before = attempts.pause();
    BOOST_TEST(!counts(attempts, Remedy::Redo));
    BOOST_TEST((attempts.pause() > before));
    BOOST_TEST((attempts.order() == Order::Folded));
  }
  BOOST_TEST(counts(attempts, Remedy::Redo));
}

BOOST_AUTO_TEST_CASE(keep_the_order_that_was_found_when_something_is_locked) {
  Attempts attempts;
  BOOST_TEST(!counts(attempts, Remedy::Reorder));
  BOOST_TEST(!counts(attempts, Remedy::Redo));
  BOOST_TEST((attempts.order() == Order::Source));
  BOOST_TEST(!counts(attempts, Remedy::Reorder));
  BOOST_TEST((attempts.order() == Order::Replaced));
}

BOOST_AUTO_TEST_CASE(are_of_no_use_against_any_other_error) {
  for (Remedy remedy : {Remedy::Halt, Remedy::Reconnect, Remedy::Resume}) {
    Attempts attempts;
    BOOST_TEST(counts(attempts, remedy));
    BOOST_TEST((attempts.order() == Order::Folded));
  }
}

BOOST_AUTO_TEST_SUITE_END()
