// SPDX-License-Identifier: PostgreSQL
// A queue between two threads, bounded by the weight of what it holds, so that a slow consumer
// slows its producer instead of filling the memory.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <deque>
#include <exception>
#include <mutex>
#include <optional>
#include <utility>

namespace applier {

template <typename Item>
class BoundedQueue {
 public:
  explicit BoundedQueue(std::size_t weight_max) : weight_max_(weight_max) {}

  // Waits until there is room, for `patience` at most; false, with `item` untouched, when there was
  // none.  An item heavier than the whole queue is let into an empty one.
  bool push(Item& item, std::size_t weight, std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    const auto has_room = [&] { return items_.empty() || weight_ + weight <= weight_max_; };
    if (!room_.wait_for(lock, patience, has_room)) return false;
    items_.emplace_back(std::move(item), weight);
    weight_ += weight;
    filled_.notify_one();
    return true;
  }

  // Waits for an item, for `patience` at most; nothing when none came, or when wake() was called
  // since the last time.  After the items that came before, rethrows what the queue was closed
  // with.
  std::optional<Item> pop(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    filled_.wait_for(lock, patience, [&] { return !items_.empty() || closed_ || woken_; });
    woken_ = false;
    return take();
  }

  // Lets pop() return, now or the next time.
  void wake() {
    const std::lock_guard lock(mutex_);
    woken_ = true;
    filled_.notify_all();
  }

  // Whether nothing will come any more.
  bool ended() {
    std::lock_guard lock(mutex_);
    return closed_ && items_.empty() && !failure_;
  }

  void close(std::exception_ptr failure = nullptr) {
    std::lock_guard lock(mutex_);
    closed_ = true;
    failure_ = std::move(failure);
    filled_.notify_all();
  }

 private:
  std::optional<Item> take() {
    if (items_.empty()) {
      if (failure_) std::rethrow_exception(std::exchange(failure_, nullptr));
      return std::nullopt;
    }
    std::pair<Item, std::size_t> front = std::move(items_.front());
    items_.pop_front();
    weight_ -= front.second;
    room_.notify_one();
    return std::move(front.first);
  }

  std::mutex mutex_;
  std::condition_variable room_;
  std::condition_variable filled_;
  std::deque<std::pair<Item, std::size_t>> items_;
  std::size_t weight_ = 0;
  std::size_t weight_max_;
  bool closed_ = false;
  bool woken_ = false;
  std::exception_ptr failure_;
};

}  // namespace applier
