// SPDX-License-Identifier: PostgreSQL
// How often, and in which order, the changes of a unit are written before an error counts.
#pragma once

#include <chrono>

#include "applier/base/error.hpp"

namespace applier {

class Attempts {
 public:
  // Each is tried when the one before met a unique key that does not hold in between.
  enum class Order {
    Folded,    // the net effect of each row
    Source,    // every change as it was made
    Replaced,  // every old row deleted, then every new row inserted
  };

  Order order() const { return order_; }

  // Notes a failure of the oldest unit under way.  Rethrows it where another attempt would not
  // help, or was made often enough.
  void failed(const Error& error) {
    if (error.remedy() == Remedy::Reorder && order_ != Order::Replaced) {
      order_ = order_ == Order::Folded ? Order::Source : Order::Replaced;
    } else if (error.remedy() == Remedy::Redo && redone_ < kRedoMax) {
      ++redone_;
    } else {
      throw error;
    }
  }

  // What is locked now needs a moment, and more of them each time.
  std::chrono::milliseconds pause() const { return redone_ * std::chrono::milliseconds(20); }

 private:
  static constexpr int kRedoMax = 5;

  Order order_ = Order::Folded;
  int redone_ = 0;
};

}  // namespace applier
