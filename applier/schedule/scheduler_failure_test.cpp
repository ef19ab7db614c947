// SPDX-License-Identifier: PostgreSQL
// What a worker fails with.
#include <boost/test/unit_test.hpp>

#include "applier/testing/engine.hpp"

using namespace applier;
using namespace applier::testing;

BOOST_AUTO_TEST_SUITE(schedule_scheduler_failure)

BOOST_AUTO_TEST_CASE(commits_nothing_after_a_failure_and_tells_of_it_once) {
  Engine engine;
  Crew crew(engine.scheduler, engine.events, 5, [&](Task& task) {
    engine.scheduler.next_unit(task);
    if (task.sequence == 2) {
      engine.scheduler.wait_until_committed(1);
      engine.events.wait_for("all are submitted");
      throw std::runtime_error("lost");
    }
    engine.commit(task);
  });
  for (int i = 0; i < 4; ++i) engine.scheduler.submit(unit(), 0);
  engine.events.note("all are submitted");
  BOOST_TEST(engine.throws_failure([&] { engine.scheduler.drain(); }));
  BOOST_TEST(!engine.throws_failure([&] { engine.scheduler.drain(); }));
  crew.join();
  BOOST_TEST(engine.scheduler.last_committed() == 1u);
  BOOST_TEST(engine.events.times("committed 1") == 1u);
  BOOST_TEST(engine.events.times("committed 2") == 0u);
  BOOST_TEST(engine.events.times("committed 3") == 0u);
  BOOST_TEST(engine.events.times("failed") == 1u);
  BOOST_TEST(engine.events.times("abandoned") == 4u);
}

BOOST_AUTO_TEST_CASE(reaches_a_worker_wherever_it_waits) {
  Engine engine;
  Scheduler& scheduler = engine.scheduler;
  Crew crew(scheduler, engine.events, 5, [&](Task& task) {
    engine.events.note("waiting");
    if (task.sequence == 1) engine.events.wait_for("end");
    if (task.sequence == 2) scheduler.wait_until_committed(1, kForEver);
    if (task.sequence == 3) scheduler.wait_until_committed(2);
    if (task.sequence == 4) {
      scheduler.next_unit(task);
      scheduler.next_unit(task);
    }
  });
  for (int i = 0; i < 3; ++i) scheduler.submit(unit(), 0);
  scheduler.submit_part(unit(), false);
  engine.events.wait_for("waiting", 4);
  engine.fail();
  // One that waited for a task, and one in each of the three calls.
  engine.events.wait_for("abandoned", 4);
  engine.events.note("end");
  crew.join();
  BOOST_TEST(engine.events.times("abandoned") == 5u);
}

BOOST_AUTO_TEST_CASE(reaches_who_gathers_whatever_it_waits_for) {
  const auto check = [](auto prepare, auto wait) {
    Engine engine;
    prepare(engine.scheduler);
    std::thread worker([&] { engine.fail(); });
    BOOST_TEST(engine.throws_failure([&] { wait(engine.scheduler); }));
    worker.join();
  };
  const auto submit = [](Scheduler& scheduler) { scheduler.submit(unit(), 0); };
  const auto submit_part = [](Scheduler& scheduler) { scheduler.submit_part(unit(), false); };
  check(submit, submit);
  check(submit, submit_part);
  check(submit, [](Scheduler& scheduler) { scheduler.drain(); });
  check([&](Scheduler& scheduler) { submit_part(scheduler), submit_part(scheduler); }, submit_part);
  Engine failed;
  failed.fail();
  BOOST_TEST(failed.throws_failure([&] { failed.scheduler.has_idle_worker(); }));
}

BOOST_AUTO_TEST_CASE(counts_only_as_the_first_of_several) {
  Engine engine;
  engine.fail();
  engine.scheduler.fail(std::make_exception_ptr(std::logic_error("and then this")));
  BOOST_TEST(engine.throws_failure([&] { engine.scheduler.drain(); }));
  engine.scheduler.fail(std::make_exception_ptr(std::logic_error("and this")));
  BOOST_CHECK_NO_THROW(engine.scheduler.drain());
}

BOOST_AUTO_TEST_SUITE_END()
