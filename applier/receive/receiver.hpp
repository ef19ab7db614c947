// SPDX-License-Identifier: PostgreSQL
// Streams frames from the slot on a thread of its own, so that the source hears from us in time
// whatever MySQL is doing.
#pragma once

#include <atomic>
#include <cstdint>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "applier/base/bounded_queue.hpp"
#include "applier/base/lsn.hpp"
#include "applier/base/stop.hpp"
#include "applier/receive/connection.hpp"

namespace applier {

// What the source sent: frames, or word that everything up to a position has been sent.
struct Received {
  Payload frames;
  Lsn idle_lsn;  // valid: no frames
};

class Receiver {
 public:
  // Starts streaming from `start`.  `options` are the plugin's, as names and values.
  // Throws where the slot cannot be used.
  Receiver(const Config& config, const std::vector<std::pair<std::string, std::string>>& options,
           Lsn start, const Stop& stop);
  ~Receiver();

  // The next message, in the order of the log; nothing when none came in time.  Throws what ended
  // the stream.
  std::optional<Received> next(std::chrono::milliseconds patience) { return queue_.pop(patience); }
  // Lets next() return early.
  void wake() { queue_.wake(); }
  // Whether nothing will come any more: the stop was requested.
  bool ended() { return queue_.ended(); }

  // Everything that ends at or before `durable` is committed in MySQL: the slot may forget it.
  // Never goes back: older PostgreSQL would take a smaller position than before, and send again.
  void acknowledge(Lsn durable) {
    std::uint64_t before = durable_.load(std::memory_order_relaxed);
    while (before < durable.value &&
           !durable_.compare_exchange_weak(before, durable.value, std::memory_order_release)) {
    }
  }

  // Tells the source the last acknowledged position and ends the stream in good order.
  void finish();

 private:
  void run();
  void stream();
  void handle(Payload message);
  void enqueue(Received received);
  void send_status();
  void send_status_when_due();
  int patience_ms() const;

  SourceConnection connection_;
  const Stop& stop_;
  BoundedQueue<Received> queue_;
  std::atomic<std::uint64_t> durable_;
  std::atomic<bool> finishing_ = false;
  std::uint64_t received_;
  std::uint64_t reported_ = 0;
  bool reply_requested_ = false;
  std::chrono::steady_clock::time_point reported_at_;
  std::thread thread_;
};

}  // namespace applier
