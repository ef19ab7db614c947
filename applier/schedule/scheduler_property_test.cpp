// SPDX-License-Identifier: PostgreSQL
// Random tasks in the hands of workers that dawdle, write again, give way and fail as the applier's
// do, with an oracle that sees every write and every commit.
#include <map>

#include <boost/test/unit_test.hpp>

#include "applier/testing/engine.hpp"
#include "frame/testing/seed.hpp"

using namespace applier;
using namespace applier::testing;
using namespace std::chrono_literals;
using frame::testing::Chance;

namespace {

constexpr std::size_t kWorkers = 4;

// What may be done when, told apart from the scheduler by a lock of its own.
class Oracle {
 public:
  void submitted(std::uint64_t parts) {
    const std::lock_guard lock(mutex_);
    parts_[++submitted_] = parts;
  }
  std::uint64_t submitted() {
    const std::lock_guard lock(mutex_);
    return submitted_;
  }

  void writes(const Task& task) {
    const std::lock_guard lock(mutex_);
    expect(task.after <= committed_, "a task is written before what it comes after is committed");
    expect(!task.in_parts || committed_ + 1 == task.sequence, "parts are written out of turn");
  }

  void commits(const Task& task, std::uint64_t parts) {
    const std::lock_guard lock(mutex_);
    expect(task.sequence == committed_ + 1, "a task is committed out of turn");
    expect(failed_ == 0 || task.sequence < failed_, "a task is committed after one that failed");
    expect(parts == parts_[task.sequence], "a part is missing");
    committed_ = task.sequence;
  }

  void fails(const Task& task) {
    const std::lock_guard lock(mutex_);
    if (failed_ == 0 || task.sequence < failed_) failed_ = task.sequence;
  }

  // Workers that may be idle; tasks that they took.
  void takes() {
    const std::lock_guard lock(mutex_);
    ++idle_;
  }
  void took(bool task) {
    const std::lock_guard lock(mutex_);
    --idle_;
    taken_ += task;
  }
  void check_back_pressure() {
    const std::lock_guard lock(mutex_);
    expect(submitted_ - taken_ <= idle_ + 1, "more is submitted than workers wait for");
  }

  void check(bool truth, const char* otherwise) {
    const std::lock_guard lock(mutex_);
    expect(truth, otherwise);
  }

  std::uint64_t committed() const { return committed_; }
  std::uint64_t failed() const { return failed_; }
  const std::string& wrong() const { return wrong_; }

 private:
  void expect(bool truth, const char* otherwise) {
    if (!truth && wrong_.empty()) wrong_ = otherwise;
  }

  std::mutex mutex_;
  std::map<std::uint64_t, std::uint64_t> parts_;
  std::uint64_t submitted_ = 0;
  std::uint64_t committed_ = 0;
  std::uint64_t failed_ = 0;
  std::uint64_t taken_ = 0;
  std::uint64_t idle_ = 0;
  std::string wrong_;
};

class Worker {
 public:
  // Fails with the task of this number; 0: never.
  Worker(Scheduler& scheduler, Oracle& oracle, std::uint32_t seed, std::uint64_t fails_at)
      : scheduler_(scheduler), oracle_(oracle), chance_(seed), fails_at_(fails_at) {
    thread_ = std::thread([this] { run(); });
  }
  ~Worker() { thread_.join(); }

 private:
  std::shared_ptr<Task> take() {
    oracle_.takes();
    std::shared_ptr<Task> task;
    try {
      task = scheduler_.take();
    } catch (...) {
      oracle_.took(false);
      throw;
    }
    oracle_.took(task != nullptr);
    return task;
  }

  void run() try {
    while (const std::shared_ptr<Task> task = take())
      task->in_parts ? apply_parts(*task) : apply_unit(*task);
  } catch (const Abandoned&) {
  } catch (...) {
    scheduler_.fail(std::current_exception());
  }

  void apply_unit(Task& task) {
    std::unique_ptr<Unit> unit = scheduler_.next_unit(task);
    while (!try_unit(task)) {
      scheduler_.set_session(task, 0);
      scheduler_.wait_until_committed(task.sequence - 1);
    }
    commit(task, 1);
    scheduler_.recycle(std::move(unit));
  }

  bool try_unit(const Task& task) {
    scheduler_.set_session(task, 1000 + task.sequence);
    const bool is_first = scheduler_.last_committed() + 1 == task.sequence;
    dawdle();
    if (!is_first && !wait_patiently(task.after)) return false;
    oracle_.writes(task);
    dawdle();
    fail_sometimes(task);
    if (!is_first && chance_.one_in(5)) return false;
    return wait_patiently(task.sequence - 1);
  }

  bool wait_patiently(std::uint64_t sequence) {
    while (
        !scheduler_.wait_until_committed(sequence, std::chrono::milliseconds(chance_.below(2)))) {
      const std::uint64_t committed = scheduler_.last_committed();
      const std::uint64_t first = scheduler_.first_session();
      oracle_.check(first == 0 || first > 1000 + committed, "a session writes what is committed");
      if (first != 0 && chance_.one_in(5)) return false;
    }
    return true;
  }

  void apply_parts(Task& task) {
    scheduler_.wait_until_committed(task.sequence - 1);
    std::uint64_t parts = 0;
    while (std::unique_ptr<Unit> part = scheduler_.next_unit(task)) {
      oracle_.check(part->transactions == ++parts, "parts come out of order");
      oracle_.writes(task);
      dawdle();
      fail_sometimes(task);
      scheduler_.recycle(std::move(part));
    }
    commit(task, parts);
  }

  void commit(const Task& task, std::uint64_t parts) {
    oracle_.commits(task, parts);
    scheduler_.committed(task);
  }

  void fail_sometimes(const Task& task) {
    if (task.sequence != fails_at_) return;
    oracle_.fails(task);
    throw std::runtime_error("lost");
  }

  void dawdle() {
    for (std::size_t i = chance_.below(20); i > 0; --i) std::this_thread::yield();
  }

  Scheduler& scheduler_;
  Oracle& oracle_;
  Chance chance_;
  const std::uint64_t fails_at_;
  std::thread thread_;
};

// Submits random tasks until all are committed, or until the failure of one is told.
class Round {
 public:
  Round(Chance& chance, std::uint64_t tasks, std::uint64_t fails_at)
      : chance_(chance), tasks_(tasks), fails_at_(fails_at) {}

  void run() {
    std::vector<std::unique_ptr<Worker>> workers;
    for (std::size_t i = 0; i < kWorkers; ++i)
      workers.push_back(std::make_unique<Worker>(
          scheduler_, oracle_, static_cast<std::uint32_t>(chance_.bits()), fails_at_));
    bool told = false;
    try {
      while (scheduler_.next_sequence() <= tasks_) submit();
      scheduler_.drain();
    } catch (const std::runtime_error&) {
      told = true;
    }
    scheduler_.close();
    workers.clear();
    BOOST_REQUIRE_EQUAL(oracle_.wrong(), "");
    BOOST_REQUIRE_EQUAL(told, fails_at_ != 0);
    BOOST_REQUIRE_EQUAL(oracle_.failed(), fails_at_);
    BOOST_REQUIRE_EQUAL(oracle_.committed(), scheduler_.last_committed());
    if (fails_at_ == 0) BOOST_REQUIRE_EQUAL(oracle_.committed(), tasks_);
  }

 private:
  void submit() {
    const bool in_parts = chance_.one_in(20);
    const std::uint64_t parts = 1 + (in_parts ? chance_.below(6) : 0);
    // A worker may have the task before submit() is back.
    oracle_.submitted(parts);
    if (in_parts) return submit_parts(parts);
    const std::uint64_t before = scheduler_.next_sequence() - 1;
    const std::uint64_t after =
        chance_.one_in(2) ? 0 : before - std::min<std::uint64_t>(before, chance_.below(6));
    scheduler_.submit(scheduler_.empty_unit(), after);
    oracle_.check_back_pressure();
  }

  void submit_parts(std::uint64_t parts) {
    for (std::uint64_t part = 1; part <= parts; ++part) {
      auto unit = scheduler_.empty_unit();
      unit->transactions = part;
      scheduler_.submit_part(std::move(unit), part == parts);
    }
  }

  Chance& chance_;
  Scheduler scheduler_{[] {}};
  Oracle oracle_;
  const std::uint64_t tasks_;
  const std::uint64_t fails_at_;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(schedule_scheduler_property)

BOOST_AUTO_TEST_CASE(writes_and_commits_when_each_task_may) {
  const std::uint32_t seed = frame::testing::seed();
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    Round(chance, 2000, 0).run();
  }
}

BOOST_AUTO_TEST_CASE(commits_nothing_after_whichever_task_fails) {
  const std::uint32_t seed = frame::testing::seed();
  BOOST_TEST_CONTEXT("SEED=" << seed) {
    Chance chance(seed);
    for (int i = 0; i < 100; ++i) {
      const std::uint64_t tasks = 1 + chance.below(60);
      Round(chance, tasks, 1 + chance.below(tasks)).run();
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
