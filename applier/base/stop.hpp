// SPDX-License-Identifier: PostgreSQL
// The wish to end, from SIGTERM or SIGINT, visible to every thread.
#pragma once

#include <atomic>
#include <chrono>

namespace applier {

class Stop {
 public:
  Stop();
  ~Stop();
  Stop(const Stop&) = delete;
  Stop& operator=(const Stop&) = delete;

  // From now on SIGTERM and SIGINT request the stop; a second one ends the process at once.
  // One object per process may do this.
  void catch_signals();

  void request();
  bool requested() const { return requested_.load(std::memory_order_acquire); }
  // Becomes readable, and stays so, once the stop is requested: for poll().
  int descriptor() const { return descriptor_; }
  // Returns early, with true, when the stop is requested.
  bool wait_for(std::chrono::milliseconds duration) const;

 private:
  std::atomic<bool> requested_ = false;
  int descriptor_;
};

}  // namespace applier
