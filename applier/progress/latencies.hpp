// SPDX-License-Identifier: PostgreSQL
// How long the newest heartbeats took from the source to the commit in the target.
#pragma once

#include <cstddef>
#include <mutex>
#include <optional>
#include <vector>

namespace applier {

// For any thread.
class Latencies {
 public:
  struct Percentiles {
    double p50_s = 0;
    double p99_s = 0;
  };

  // Clocks of two machines may disagree: what would be negative counts as nothing.
  void add(double seconds);

  // Of the last kNewest; nothing before the first.
  std::optional<Percentiles> percentiles() const;

  static constexpr std::size_t kNewest = 600;

 private:
  mutable std::mutex mutex_;
  std::vector<double> seconds_;
  std::size_t next_ = 0;  // the oldest, once there are kNewest
};

}  // namespace applier
