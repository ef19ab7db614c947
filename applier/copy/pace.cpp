// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/pace.hpp"

namespace applier {
namespace {

using namespace std::chrono_literals;

// The stop wakes nobody here.
constexpr auto kPatience = 100ms;

}  // namespace

Pace::Pace(const CopyConfig& config, const Stop& stop)
    : rows_(static_cast<double>(config.rows_per_second)),
      bytes_(static_cast<double>(config.megabytes_per_second) * 1e6),
      stop_(stop) {}

void Pace::wait(std::size_t rows, std::size_t bytes) {
  std::unique_lock lock(mutex_);
  const auto now = RateLimit::Clock::now();
  const auto until = std::max(rows_.take(static_cast<double>(rows), now),
                              bytes_.take(static_cast<double>(bytes), now));
  while (!ended_ && !stop_.requested()) {
    const auto left = until - RateLimit::Clock::now();
    if (!paused_ && left <= 0s) return;
    changed_.wait_for(lock,
                      paused_ ? kPatience : std::min<RateLimit::Clock::duration>(left, kPatience));
  }
}

void Pace::pause(bool paused) {
  const std::lock_guard lock(mutex_);
  paused_ = paused;
  changed_.notify_all();
}

void Pace::end() {
  const std::lock_guard lock(mutex_);
  ended_ = true;
  changed_.notify_all();
}

}  // namespace applier
