// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/scheduler.hpp"

#include <boost/test/unit_test.hpp>

#include "applier/testing/engine.hpp"

using namespace applier;
using namespace applier::testing;
using namespace std::chrono_literals;
using boost::test_tools::per_element;
using Names = std::vector<std::string>;

BOOST_AUTO_TEST_SUITE(schedule_scheduler)

BOOST_AUTO_TEST_CASE(numbers_tasks_in_the_order_they_are_submitted) {
  Engine engine;
  for (std::uint64_t i = 1; i <= 3; ++i) {
    BOOST_TEST(engine.scheduler.next_sequence() == i);
    engine.scheduler.submit(unit(10 * i), i - 1);
    const std::shared_ptr<Task> task = engine.scheduler.take();
    BOOST_TEST(task->sequence == i);
    BOOST_TEST(task->after == i - 1);
    BOOST_TEST(!task->in_parts);
    BOOST_TEST(engine.scheduler.next_unit(*task)->transactions == 10 * i);
    BOOST_TEST(engine.scheduler.last_committed() == i - 1);
    engine.scheduler.committed(*task);
    BOOST_TEST(engine.scheduler.last_committed() == i);
  }
}

// Every task but the last is written only after the one that follows it.
BOOST_AUTO_TEST_CASE(commits_in_order_whatever_is_written_first) {
  Engine engine;
  {
    Crew crew(engine.scheduler, engine.events, 4, [&](Task& task) {
      engine.scheduler.next_unit(task);
      engine.scheduler.wait_until_committed(task.after);
      if (task.sequence < 4) engine.events.wait_for(numbered("written ", task.sequence + 1));
      engine.events.note(numbered("written ", task.sequence));
      engine.commit(task);
    });
    for (int i = 0; i < 4; ++i) engine.scheduler.submit(unit(), 0);
    engine.scheduler.drain();
  }
  Names seen;
  for (const std::string& event : engine.events.all())
    if (event.starts_with("written") || event.starts_with("committed")) seen.push_back(event);
  const Names expected = {"written 4",   "written 3",   "written 2",   "written 1",
                          "committed 1", "committed 2", "committed 3", "committed 4"};
  BOOST_TEST(seen == expected, per_element());
}

BOOST_AUTO_TEST_CASE(writes_nothing_before_what_it_comes_after_is_committed) {
  Engine engine;
  {
    Crew crew(engine.scheduler, engine.events, 3, [&](Task& task) {
      engine.scheduler.next_unit(task);
      engine.scheduler.wait_until_committed(task.after);
      if (task.sequence == 1) engine.events.wait_for("written 3");
      engine.events.note(numbered("written ", task.sequence));
      engine.commit(task);
    });
    engine.scheduler.submit(unit(), 0);
    engine.scheduler.submit(unit(), 1);
    engine.scheduler.submit(unit(), 0);
  }
  BOOST_TEST(engine.events.in_order("written 3", "written 1"));
  BOOST_TEST(engine.events.in_order("committed 1", "written 2"));
}

BOOST_AUTO_TEST_CASE(finishes_what_was_submitted_before_it_was_closed) {
  Engine engine;
  {
    Crew crew(engine.scheduler, engine.events, 2, [&](Task& task) { engine.commit(task); });
    for (int i = 0; i < 10; ++i) engine.scheduler.submit(unit(), 0);
  }
  BOOST_TEST(engine.scheduler.last_committed() == 10u);
  BOOST_TEST(engine.events.times("finished") == 2u);
}

BOOST_AUTO_TEST_CASE(drains_until_everything_is_committed) {
  Engine engine;
  engine.scheduler.drain();
  Crew crew(engine.scheduler, engine.events, 3, [&](Task& task) { engine.commit(task); });
  for (std::uint64_t i = 1; i <= 60; ++i) {
    engine.scheduler.submit(unit(), 0);
    if (i % 20 != 0) continue;
    engine.scheduler.drain();
    BOOST_TEST(engine.scheduler.last_committed() == i);
  }
}

BOOST_AUTO_TEST_CASE(takes_one_task_more_than_workers_are_idle) {
  Engine engine;
  engine.scheduler.submit(unit(), 0);
  std::thread gatherer([&] {
    engine.scheduler.submit(unit(), 0);
    engine.events.note("submitted 2");
  });
  engine.events.note("the worker comes");
  BOOST_TEST(engine.finish_one() == 1u);
  gatherer.join();
  BOOST_TEST(engine.events.in_order("the worker comes", "submitted 2"));
  BOOST_TEST(engine.finish_one() == 2u);
}

BOOST_AUTO_TEST_CASE(has_an_idle_worker_when_one_waits_that_no_task_is_meant_for) {
  Engine engine;
  BOOST_TEST(!engine.scheduler.has_idle_worker());
  Crew crew(engine.scheduler, engine.events, 1, [&](Task& task) {
    engine.events.wait_for("go on");
    engine.commit(task);
  });
  engine.events.wait_for("wake");
  BOOST_TEST(engine.scheduler.has_idle_worker());
  // Whether the worker has taken it by now or not.
  engine.scheduler.submit(unit(), 0);
  BOOST_TEST(!engine.scheduler.has_idle_worker());
  engine.events.note("go on");
  engine.events.wait_for("wake", 3);  // idle, committed, idle again
  BOOST_TEST(engine.scheduler.has_idle_worker());
}

BOOST_AUTO_TEST_CASE(wakes_who_gathers_when_a_worker_is_idle_commits_or_fails) {
  Engine engine;
  const auto woken = [&] { return engine.events.times("wake"); };
  engine.scheduler.submit(unit(), 0);
  BOOST_TEST(woken() == 0u);
  const std::shared_ptr<Task> task = engine.scheduler.take();
  BOOST_TEST(woken() == 1u);
  engine.scheduler.committed(*task);
  BOOST_TEST(woken() == 2u);
  engine.fail();
  BOOST_TEST(woken() == 3u);
}

BOOST_AUTO_TEST_CASE(wakes_who_gathers_for_nothing_but_a_failure_when_that_is_all_it_waits_for) {
  Engine engine;
  engine.scheduler.want_wake(false);
  engine.scheduler.submit(unit(), 0);
  engine.finish_one();
  BOOST_TEST(engine.events.times("wake") == 0u);
  engine.scheduler.want_wake(true);
  engine.scheduler.submit(unit(), 0);
  engine.finish_one();
  BOOST_TEST(engine.events.times("wake") == 2u);
  engine.scheduler.want_wake(false);
  engine.fail();
  BOOST_TEST(engine.events.times("wake") == 3u);
}

BOOST_AUTO_TEST_CASE(waits_no_longer_than_a_worker_is_patient) {
  Engine engine;
  Crew crew(engine.scheduler, engine.events, 2, [&](Task& task) {
    const auto try_for = [&](std::chrono::milliseconds patience) {
      const bool turn = engine.scheduler.wait_until_committed(task.sequence - 1, patience);
      engine.events.note(numbered(turn ? "turn of " : "too early for ", task.sequence));
    };
    if (task.sequence == 1) {
      try_for(0ms);
      engine.events.wait_for("too early for 2", 2);
    } else {
      try_for(0ms);
      try_for(1ms);
      try_for(kForEver);
    }
    engine.scheduler.committed(task);
  });
  engine.scheduler.submit(unit(), 0);
  engine.scheduler.submit(unit(), 0);
  engine.scheduler.drain();
  BOOST_TEST(engine.events.times("turn of 1") == 1u);
  BOOST_TEST(engine.events.times("too early for 1") == 0u);
  BOOST_TEST(engine.events.times("too early for 2") == 2u);
  BOOST_TEST(engine.events.times("turn of 2") == 1u);
}

BOOST_AUTO_TEST_CASE(knows_the_session_that_writes_the_oldest_task) {
  Engine engine;
  Scheduler& scheduler = engine.scheduler;
  BOOST_TEST(scheduler.first_session() == 0u);
  scheduler.submit(unit(), 0);
  const std::shared_ptr<Task> first = scheduler.take();
  scheduler.submit(unit(), 0);
  const std::shared_ptr<Task> second = scheduler.take();
  scheduler.set_session(*second, 72);
  BOOST_TEST(scheduler.first_session() == 0u);
  scheduler.set_session(*first, 71);
  BOOST_TEST(scheduler.first_session() == 71u);
  scheduler.set_session(*first, 0);
  BOOST_TEST(scheduler.first_session() == 0u);
  scheduler.set_session(*first, 71);
  scheduler.committed(*first);
  BOOST_TEST(scheduler.first_session() == 72u);
  scheduler.committed(*second);
  BOOST_TEST(scheduler.first_session() == 0u);
}

BOOST_AUTO_TEST_CASE(fills_used_units_again_without_new_memory) {
  Engine engine;
  auto used = engine.scheduler.empty_unit();
  used->changes.resize(1000);
  used->transactions = 7;
  used->bytes = 7;
  const auto* room = used->arena.array<std::uint64_t>(1000);
  const Unit* address = used.get();
  engine.scheduler.recycle(std::move(used));
  const auto again = engine.scheduler.empty_unit();
  BOOST_TEST(again.get() == address);
  BOOST_TEST(again->empty());
  BOOST_TEST(again->bytes == 0u);
  BOOST_TEST(again->changes.capacity() >= 1000u);
  BOOST_TEST(again->arena.array<std::uint64_t>(1000) == room);
}

BOOST_AUTO_TEST_CASE(keeps_a_few_used_units_and_no_more) {
  Engine engine;
  for (int i = 0; i < 10; ++i) {
    auto used = std::make_unique<Unit>();
    used->changes.reserve(100);
    engine.scheduler.recycle(std::move(used));
  }
  std::size_t kept = 0;
  for (int i = 0; i < 10; ++i) kept += engine.scheduler.empty_unit()->changes.capacity() > 0;
  BOOST_TEST(kept == 4u);
}

BOOST_AUTO_TEST_SUITE_END()
