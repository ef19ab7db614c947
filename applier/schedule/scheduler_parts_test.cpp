// SPDX-License-Identifier: PostgreSQL
// The parts of a large transaction.
#include <boost/test/unit_test.hpp>

#include "applier/testing/engine.hpp"

using namespace applier;
using namespace applier::testing;

BOOST_AUTO_TEST_SUITE(schedule_scheduler_parts)

BOOST_AUTO_TEST_CASE(come_one_by_one_until_the_last) {
  Engine engine;
  engine.scheduler.submit_part(unit(1), false);
  engine.scheduler.submit_part(unit(2), false);
  const std::shared_ptr<Task> task = engine.scheduler.take();
  BOOST_TEST(task->in_parts);
  BOOST_TEST(task->sequence == 1u);
  BOOST_TEST(task->after == 0u);
  BOOST_TEST(engine.scheduler.next_unit(*task)->transactions == 1u);
  BOOST_TEST(engine.scheduler.next_unit(*task)->transactions == 2u);
  engine.scheduler.submit_part(unit(3), true);
  BOOST_TEST(engine.scheduler.next_unit(*task)->transactions == 3u);
  BOOST_TEST((engine.scheduler.next_unit(*task) == nullptr));
  engine.scheduler.committed(*task);
  BOOST_TEST(engine.scheduler.last_committed() == 1u);
}

BOOST_AUTO_TEST_CASE(are_a_task_of_their_own_that_comes_after_everything) {
  Engine engine;
  engine.scheduler.submit(unit(), 0);
  BOOST_TEST(engine.finish_one() == 1u);
  for (std::uint64_t sequence = 2; sequence <= 3; ++sequence) {
    engine.scheduler.submit_part(unit(), true);
    const std::shared_ptr<Task> task = engine.scheduler.take();
    BOOST_TEST(task->sequence == sequence);
    BOOST_TEST(task->after == sequence - 1);
    engine.scheduler.committed(*task);
  }
}

BOOST_AUTO_TEST_CASE(wait_for_their_worker_when_two_are_ahead_of_it) {
  Engine engine;
  engine.scheduler.submit_part(unit(), false);
  engine.scheduler.submit_part(unit(), false);
  std::thread gatherer([&] {
    engine.scheduler.submit_part(unit(), true);
    engine.events.note("submitted the third");
  });
  const std::shared_ptr<Task> task = engine.scheduler.take();
  engine.events.note("the worker comes");
  for (int i = 0; i < 3; ++i) BOOST_TEST((engine.scheduler.next_unit(*task) != nullptr));
  gatherer.join();
  BOOST_TEST(engine.events.in_order("the worker comes", "submitted the third"));
}

BOOST_AUTO_TEST_CASE(whose_end_will_not_come_are_given_up) {
  Engine engine;
  {
    Crew crew(engine.scheduler, engine.events, 2, [&](Task& task) {
      while (const auto part = engine.scheduler.next_unit(task))
        engine.events.note(numbered("part ", part->transactions));
      engine.commit(task);
    });
    engine.scheduler.submit(unit(0), 0);
    engine.scheduler.submit_part(unit(1), false);
    engine.scheduler.submit_part(unit(2), false);
  }
  BOOST_TEST(engine.scheduler.last_committed() == 1u);
  BOOST_TEST(engine.events.in_order("part 1", "part 2"));
  BOOST_TEST(engine.events.times("abandoned") == 1u);
  BOOST_TEST(engine.events.times("finished") == 1u);
}

BOOST_AUTO_TEST_SUITE_END()
