// SPDX-License-Identifier: PostgreSQL
// Threads that take tasks from a scheduler as the applier's workers do, and what they saw.
#pragma once

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <functional>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "applier/schedule/scheduler.hpp"

namespace applier::testing {

constexpr auto kForEver = std::chrono::milliseconds(600'000);

// What happened, in the order in which it did; any thread may note and wait.
class Events {
 public:
  void note(const std::string& event) {
    const std::lock_guard lock(mutex_);
    events_.push_back(event);
    changed_.notify_all();
  }

  void wait_for(const std::string& event, std::size_t times = 1) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return count(event) >= times; });
  }

  std::vector<std::string> all() {
    const std::lock_guard lock(mutex_);
    return events_;
  }

  std::size_t times(const std::string& event) {
    const std::lock_guard lock(mutex_);
    return count(event);
  }

  bool in_order(const std::string& earlier, const std::string& later) {
    const std::lock_guard lock(mutex_);
    const auto at = std::find(events_.begin(), events_.end(), earlier);
    return at != events_.end() && std::find(at, events_.end(), later) != events_.end();
  }

 private:
  std::size_t count(const std::string& event) const {
    return static_cast<std::size_t>(std::count(events_.begin(), events_.end(), event));
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<std::string> events_;
};

// Each thread notes "taking" before it looks for a task, and how it ended: "finished", "abandoned"
// or "failed".
class Crew {
 public:
  using Work = std::function<void(Task&)>;

  Crew(Scheduler& scheduler, Events& events, std::size_t workers, Work work)
      : scheduler_(scheduler), events_(events), work_(std::move(work)) {
    for (std::size_t i = 0; i < workers; ++i) threads_.emplace_back([this] { run(); });
  }

  // Works on until no more will come.
  ~Crew() {
    scheduler_.close();
    join();
  }

  void join() {
    for (std::thread& thread : threads_)
      if (thread.joinable()) thread.join();
  }

 private:
  void run() try {
    for (;;) {
      events_.note("taking");
      const std::shared_ptr<Task> task = scheduler_.take();
      if (task == nullptr) break;
      work_(*task);
    }
    events_.note("finished");
  } catch (const Abandoned&) {
    events_.note("abandoned");
  } catch (...) {
    scheduler_.fail(std::current_exception());
    events_.note("failed");
  }

  Scheduler& scheduler_;
  Events& events_;
  Work work_;
  std::vector<std::thread> threads_;
};

inline std::unique_ptr<Unit> unit(std::uint64_t label = 0) {
  auto unit = std::make_unique<Unit>();
  unit->transactions = label;
  return unit;
}

inline std::string numbered(const char* what, std::uint64_t number) {
  return what + std::to_string(number);
}

// A scheduler, and who calls it.
struct Engine {
  Events events;
  Scheduler scheduler{[this] { events.note("wake"); }};

  // Takes the next task and commits it.
  std::uint64_t finish_one() {
    const std::shared_ptr<Task> task = scheduler.take();
    scheduler.next_unit(*task);
    scheduler.committed(*task);
    return task->sequence;
  }

  // Waits for the task's turn, commits it, and tells.
  void commit(Task& task) {
    scheduler.wait_until_committed(task.sequence - 1);
    events.note(numbered("committed ", task.sequence));
    scheduler.committed(task);
  }

  // Whether what a worker failed with arrives at the gathering thread.
  template <typename Call>
  bool throws_failure(Call call) {
    try {
      call();
    } catch (const std::runtime_error&) {
      return true;
    }
    return false;
  }

  void fail() { scheduler.fail(std::make_exception_ptr(std::runtime_error("lost"))); }
};

}  // namespace applier::testing
