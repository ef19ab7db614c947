// SPDX-License-Identifier: PostgreSQL
// The way of a row through the applier: receive, decode, gather a unit, write, commit, and only
// then acknowledge.
#pragma once

#include <chrono>

#include "applier/decode/decoder.hpp"
#include "applier/progress/checkpoint.hpp"
#include "applier/progress/live_line.hpp"
#include "applier/receive/receiver.hpp"
#include "applier/write/writer.hpp"

namespace applier {

class Pipeline {
 public:
  // `applied` is the newest checkpoint; `checkpoint` writes the next ones.
  Pipeline(const Config& config, Receiver& receiver, Writer& writer, Checkpoint checkpoint,
           Lsn applied, RelationMap::Complete complete, const Stop& stop);

  // Until the stop is requested.  Throws Error with the transaction it is about.
  void run();

  // Whether anything was committed.
  bool progressed() const { return commits_ > 0; }

 private:
  using Clock = std::chrono::steady_clock;

  void take(Received received);
  void flush_part();
  void commit_unit();
  void advance_idle();
  void committed(const Position& position, std::uint64_t transactions, std::uint64_t rows);
  void report();
  bool is_full() const;

  const Config& config_;
  Receiver& receiver_;
  Writer& writer_;
  Checkpoint checkpoint_;
  Decoder decoder_;
  LiveLine line_;
  const Stop& stop_;
  Unit unit_;
  Lsn applied_;
  Lsn idle_lsn_;  // everything before it has been received
  Clock::time_point idle_saved_at_;
  std::uint64_t rows_in_part_ = 0;  // of the unit, written and not committed
  std::uint64_t commits_ = 0;
  std::uint64_t transactions_ = 0;
  std::uint64_t rows_ = 0;
  std::uint64_t rows_reported_ = 0;
  Clock::time_point reported_at_ = Clock::now();
  std::int64_t commit_time_us_ = 0;  // of the newest source transaction
};

}  // namespace applier
