// SPDX-License-Identifier: PostgreSQL
// Hands units to workers, one each, in the order of the log, and has them committed in that order.
//
// One thread gathers and submits; each worker takes a task, writes it, waits for its turn and
// commits.  Between taking and committing, tasks overlap: all but those whose rows meet (`after`).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <exception>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include "applier/model/unit.hpp"

namespace applier {

// What becomes one MySQL transaction: one unit, or a large source transaction in parts.
struct Task {
  std::uint64_t sequence = 0;  // from 1, in the order of the log
  std::uint64_t after = 0;     // what is late of its changes comes after the commit of this one
  bool in_parts = false;

 private:
  friend class Scheduler;
  std::deque<std::unique_ptr<Unit>> units_;
  bool complete_ = false;
};

// A worker's way out when another has failed.
struct Abandoned {};

class Scheduler {
 public:
  // `wake` is called, on any thread, when a worker has failed, and when one becomes idle or has
  // committed while want_wake() said so.
  explicit Scheduler(std::function<void()> wake) : wake_(std::move(wake)) {}

  // For the thread that gathers.  Whatever a worker failed with is rethrown here, once.

  // Waits for room: one task more may be submitted than there are idle workers.
  void submit(std::unique_ptr<Unit> unit, std::uint64_t after);
  // The parts of a large transaction, one by one, with everything before them committed first.
  void submit_part(std::unique_ptr<Unit> part, bool last);
  // Waits until everything submitted is committed.
  void drain();
  // No more will be submitted; workers finish what was.
  void close();
  // To be told before has_idle_worker() and last_committed() are asked, so that nothing that
  // happens in between is missed.
  void want_wake(bool wanted);
  bool has_idle_worker();
  // The number that the next task will have.
  std::uint64_t next_sequence() const { return submitted_ + 1; }
  // A unit to fill: one that was used before keeps its memory.
  std::unique_ptr<Unit> empty_unit();

  // For workers.  Waiting throws Abandoned once one of them has failed.

  // The next task; nullptr when no more will come.
  std::shared_ptr<Task> take();
  // The task's unit; of a task in parts the next one, nullptr after the last.
  std::unique_ptr<Unit> next_unit(Task& task);
  void wait_until_committed(std::uint64_t sequence);
  // False when it took longer than `patience`.
  bool wait_until_committed(std::uint64_t sequence, std::chrono::milliseconds patience);
  // The session of the target that writes the task now; 0: it waits.
  void set_session(const Task& task, std::uint64_t session);
  // The session that writes the oldest task that is not committed; 0: none does.
  std::uint64_t first_session();
  void committed(const Task& task);
  void recycle(std::unique_ptr<Unit> unit);
  void fail(std::exception_ptr failure);

  // For any thread: everything up to this one is committed.
  std::uint64_t last_committed();

 private:
  static constexpr std::size_t kPartsMax = 2;   // waiting, of a large transaction
  static constexpr std::size_t kSparesMax = 4;  // empty units kept for their memory

  void push(std::unique_lock<std::mutex>& lock, std::shared_ptr<Task> task);
  template <typename Condition>
  void worker_waits(std::unique_lock<std::mutex>& lock, Condition condition,
                    std::condition_variable& changed);
  template <typename Condition>
  void gatherer_waits(std::unique_lock<std::mutex>& lock, Condition condition);

  std::function<void()> wake_;
  std::uint64_t submitted_ = 0;  // touched by the gathering thread alone

  std::mutex mutex_;                                 // guards all that follows
  std::condition_variable submitted_one_;            // idle workers wait for it
  std::condition_variable changed_;                  // for all else
  std::deque<std::shared_ptr<Task>> waiting_;        // submitted and not taken
  std::shared_ptr<Task> open_;                       // its last part is still to come
  std::map<std::uint64_t, std::uint64_t> sessions_;  // by the sequence of what they write
  std::vector<std::unique_ptr<Unit>> spares_;
  std::size_t idle_workers_ = 0;
  std::uint64_t committed_ = 0;
  bool wake_wanted_ = true;
  bool closed_ = false;
  bool failed_ = false;
  std::exception_ptr failure_;
};

}  // namespace applier
