// SPDX-License-Identifier: PostgreSQL
#include "applier/base/bounded_queue.hpp"

#include <memory>
#include <stdexcept>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

namespace {

using Queue = applier::BoundedQueue<std::unique_ptr<int>>;

constexpr auto kAtOnce = 0ms;
constexpr auto kForEver = std::chrono::milliseconds(10min);

bool push(Queue& queue, int number, std::size_t weight,
          std::chrono::milliseconds patience = kAtOnce) {
  auto item = std::make_unique<int>(number);
  return queue.push(item, weight, patience);
}

int pop(Queue& queue, std::chrono::milliseconds patience = kAtOnce) {
  const auto item = queue.pop(patience);
  return item ? **item : -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(base_bounded_queue)

BOOST_AUTO_TEST_CASE(hands_items_out_in_the_order_they_came) {
  Queue queue(100);
  for (int i = 0; i < 10; ++i) BOOST_TEST(push(queue, i, 10));
  for (int i = 0; i < 10; ++i) BOOST_TEST(pop(queue) == i);
}

BOOST_AUTO_TEST_CASE(takes_items_up_to_its_weight_and_no_further) {
  Queue queue(100);
  BOOST_TEST(push(queue, 1, 60));
  BOOST_TEST(!push(queue, 2, 41));
  BOOST_TEST(push(queue, 3, 40));
  BOOST_TEST(!push(queue, 4, 1));
  BOOST_TEST(pop(queue) == 1);
  BOOST_TEST(push(queue, 5, 60));
}

BOOST_AUTO_TEST_CASE(leaves_an_item_alone_that_it_has_no_room_for) {
  Queue queue(1);
  BOOST_TEST(push(queue, 1, 1));
  auto item = std::make_unique<int>(2);
  BOOST_TEST(!queue.push(item, 1, kAtOnce));
  BOOST_REQUIRE(item);
  BOOST_TEST(*item == 2);
}

BOOST_AUTO_TEST_CASE(lets_an_item_heavier_than_itself_into_emptiness_only) {
  Queue queue(10);
  BOOST_TEST(push(queue, 1, 1));
  BOOST_TEST(!push(queue, 2, 1000));
  BOOST_TEST(pop(queue) == 1);
  BOOST_TEST(push(queue, 2, 1000));
  BOOST_TEST(!push(queue, 3, 0));
  BOOST_TEST(pop(queue) == 2);
  BOOST_TEST(push(queue, 3, 10));
}

BOOST_AUTO_TEST_CASE(gives_nothing_where_nothing_came_in_time) {
  Queue queue(10);
  BOOST_TEST(!queue.pop(kAtOnce).has_value());
  BOOST_TEST(!queue.pop(1ms).has_value());
  BOOST_TEST(!queue.ended());
}

BOOST_AUTO_TEST_CASE(ends_only_after_what_came_before_it_was_closed) {
  Queue queue(10);
  push(queue, 1, 1);
  queue.close();
  BOOST_TEST(!queue.ended());
  BOOST_TEST(pop(queue, kForEver) == 1);
  BOOST_TEST(queue.ended());
  BOOST_TEST(!queue.pop(kForEver).has_value());
}

BOOST_AUTO_TEST_CASE(throws_what_it_was_closed_with_after_what_came_before) {
  Queue queue(10);
  push(queue, 1, 1);
  queue.close(std::make_exception_ptr(std::runtime_error("the source went away")));
  BOOST_TEST(pop(queue, kForEver) == 1);
  BOOST_TEST(!queue.ended());
  BOOST_CHECK_EXCEPTION(queue.pop(kForEver), std::runtime_error, [](const auto& error) {
    return error.what() == std::string("the source went away");
  });
  BOOST_TEST(queue.ended());
}

BOOST_AUTO_TEST_CASE(wakes_a_consumer_that_waits_when_an_item_comes) {
  Queue queue(10);
  std::thread producer([&] { push(queue, 7, 1); });
  const int number = pop(queue, kForEver);
  producer.join();
  BOOST_TEST(number == 7);
}

BOOST_AUTO_TEST_CASE(wakes_a_consumer_that_waits_when_it_is_closed) {
  Queue queue(10);
  std::thread producer([&] { queue.close(); });
  const bool nothing = !queue.pop(kForEver).has_value();
  producer.join();
  BOOST_TEST(nothing);
}

BOOST_AUTO_TEST_CASE(lets_a_consumer_that_waits_go_with_nothing_when_it_is_woken) {
  Queue queue(10);
  std::thread other([&] { queue.wake(); });
  const bool nothing = !queue.pop(kForEver).has_value();
  other.join();
  BOOST_TEST(nothing);
  BOOST_TEST(!queue.ended());
}

BOOST_AUTO_TEST_CASE(remembers_that_it_was_woken_until_the_next_time_and_no_longer) {
  Queue queue(10);
  queue.wake();
  queue.wake();
  BOOST_TEST(!queue.pop(kForEver).has_value());
  // Were it woken still, nothing would come of waiting.
  std::thread producer([&] { push(queue, 7, 1); });
  const int number = pop(queue, kForEver);
  producer.join();
  BOOST_TEST(number == 7);
}

BOOST_AUTO_TEST_CASE(gives_a_woken_consumer_what_has_come) {
  Queue queue(10);
  push(queue, 1, 1);
  push(queue, 2, 1);
  queue.wake();
  BOOST_TEST(pop(queue) == 1);
  BOOST_TEST(pop(queue) == 2);
}

BOOST_AUTO_TEST_CASE(still_throws_what_it_was_closed_with_when_it_was_woken) {
  Queue queue(10);
  queue.wake();
  queue.close(std::make_exception_ptr(std::runtime_error("the source went away")));
  queue.wake();
  BOOST_CHECK_THROW(queue.pop(kForEver), std::runtime_error);
  BOOST_TEST(queue.ended());
}

BOOST_AUTO_TEST_CASE(wakes_a_producer_that_waits_when_there_is_room) {
  Queue queue(1);
  push(queue, 1, 1);
  bool pushed = false;
  std::thread producer([&] { pushed = push(queue, 2, 1, kForEver); });
  const int first = pop(queue, kForEver);
  const int second = pop(queue, kForEver);
  producer.join();
  BOOST_TEST(first == 1);
  BOOST_TEST(second == 2);
  BOOST_TEST(pushed);
}

BOOST_AUTO_TEST_CASE(loses_and_reorders_nothing_between_two_threads) {
  constexpr int kItems = 20'000;
  Queue queue(64);
  std::thread producer([&] {
    for (int i = 0; i < kItems; ++i) push(queue, i, static_cast<std::size_t>(1 + i % 50), kForEver);
    queue.close();
  });
  int expected = 0;
  int wrong = 0;
  while (!queue.ended())
    if (const auto item = queue.pop(kForEver)) wrong += **item == expected++ ? 0 : 1;
  producer.join();
  BOOST_TEST(expected == kItems);
  BOOST_TEST(wrong == 0);
}

BOOST_AUTO_TEST_SUITE_END()
