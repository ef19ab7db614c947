// SPDX-License-Identifier: PostgreSQL
// How fast the workers of a copy may write: limits that they share, and pauses.
#pragma once

#include <condition_variable>
#include <mutex>

#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"
#include "applier/copy/rate_limit.hpp"

namespace applier {

class Pace {
 public:
  Pace(const CopyConfig& config, const Stop& stop);

  // What is written at once, so that a slow copy is an even one.
  std::size_t batch_rows(std::size_t most) const { return rows_.portion(most); }
  std::size_t batch_bytes(std::size_t most) const { return bytes_.portion(most); }

  // Before so much is written: returns when it may be, or when nothing is to be written any more.
  void wait(std::size_t rows, std::size_t bytes);

  // From now on nobody writes, or everybody again.
  void pause(bool paused);
  // Lets everybody go who waits.
  void end();

 private:
  RateLimit rows_;
  RateLimit bytes_;
  const Stop& stop_;
  std::mutex mutex_;  // guards all but stop_
  std::condition_variable changed_;
  bool paused_ = false;
  bool ended_ = false;
};

}  // namespace applier
