// SPDX-License-Identifier: PostgreSQL
// Pauses between attempts: doubling from `first` to `most`, with jitter so that several appliers
// that lost the same server do not come back in step.
#pragma once

#include <algorithm>
#include <chrono>
#include <random>

namespace applier {

class Backoff {
 public:
  using Milliseconds = std::chrono::milliseconds;

  explicit Backoff(Milliseconds first = Milliseconds{200}, Milliseconds most = Milliseconds{10000})
      : first_(first), most_(most), next_(first), random_(std::random_device{}()) {}

  // Between half of the current pause and all of it.
  Milliseconds next() {
    const Milliseconds pause = next_;
    next_ = std::min(next_ * 2, most_);
    std::uniform_int_distribution<Milliseconds::rep> jitter(pause.count() / 2, pause.count());
    return Milliseconds{jitter(random_)};
  }

  void reset() { next_ = first_; }

 private:
  Milliseconds first_;
  Milliseconds most_;
  Milliseconds next_;
  std::minstd_rand random_;
};

}  // namespace applier
