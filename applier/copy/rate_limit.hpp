// SPDX-License-Identifier: PostgreSQL
// So much a second and no more: what is taken has to be waited for.  Nothing is saved up while less
// is taken, so that no moment has more than another.
#pragma once

#include <algorithm>
#include <chrono>

namespace applier {

class RateLimit {
 public:
  using Clock = std::chrono::steady_clock;

  // 0: no limit.
  explicit RateLimit(double per_second) : per_second_(per_second) {}

  bool is_limited() const { return per_second_ > 0; }

  // Takes `amount`, after all that was taken before.  Returns when that much may have been used.
  Clock::time_point take(double amount, Clock::time_point now) {
    if (!is_limited()) return now;
    const std::chrono::duration<double> cost(amount / per_second_);
    used_until_ = std::max(used_until_, now) + std::chrono::duration_cast<Clock::duration>(cost);
    return used_until_;
  }

  // So much of `most` as is used in a second.
  std::size_t portion(std::size_t most) const {
    return is_limited() ? std::clamp(static_cast<std::size_t>(per_second_), std::size_t{1}, most)
                        : most;
  }

 private:
  double per_second_;
  Clock::time_point used_until_{};
};

}  // namespace applier
