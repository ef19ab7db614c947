// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/latencies.hpp"

#include <algorithm>
#include <cmath>

namespace applier {
namespace {

// The smallest that so large a share does not exceed.
double percentile(const std::vector<double>& sorted, double share) {
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(sorted.size())));
  return sorted[std::max<std::size_t>(rank, 1) - 1];
}

}  // namespace

void Latencies::add(double seconds) {
  const std::lock_guard lock(mutex_);
  seconds = std::max(seconds, 0.0);
  if (seconds_.size() < kNewest) return seconds_.push_back(seconds);
  seconds_[next_] = seconds;
  next_ = (next_ + 1) % kNewest;
}

std::optional<Latencies::Percentiles> Latencies::percentiles() const {
  std::vector<double> sorted;
  {
    const std::lock_guard lock(mutex_);
    sorted = seconds_;
  }
  if (sorted.empty()) return std::nullopt;
  std::sort(sorted.begin(), sorted.end());
  return Percentiles{percentile(sorted, 0.5), percentile(sorted, 0.99)};
}

}  // namespace applier
