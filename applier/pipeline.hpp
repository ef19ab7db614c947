// SPDX-License-Identifier: PostgreSQL
// The way of a row through the applier: receive, decode, gather a unit, have it written and
// committed in its turn, and only then acknowledge.
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <vector>

#include "applier/decode/decoder.hpp"
#include "applier/progress/checkpoint.hpp"
#include "applier/progress/latencies.hpp"
#include "applier/progress/live_line.hpp"
#include "applier/publication_watch.hpp"
#include "applier/receive/receiver.hpp"
#include "applier/schedule/conflicts.hpp"
#include "applier/schedule/scheduler.hpp"
#include "applier/sync/catch_up.hpp"
#include "applier/write/worker.hpp"

namespace applier {

class Pipeline {
 public:
  // What it works with; all of it must outlive the pipeline.
  struct Parts {
    const Config& config;
    Receiver& receiver;
    std::vector<std::unique_ptr<Worker>>& workers;
    TargetConnection& side;  // for what must not join the workers' transactions
    PublicationWatch& watch;
    const Stop& stop;
    CatchUp* catch_up;  // with the stream that the tables join; nullptr: it is none of that kind
  };

  // `applied` is the newest checkpoint; the next ones are of `epoch`.
  Pipeline(const Parts& parts, const StreamEpoch& epoch, Lsn applied,
           RelationMap::Complete complete);
  ~Pipeline();

  // Until the stop is requested, or the tables have caught up.  Throws Error with the transactions
  // it is about.
  void run();

  // Whether anything was committed.
  bool progressed() const { return applied_.load() != started_at_; }

 private:
  using Clock = std::chrono::steady_clock;

  void take(Received received);
  void note_conflicts();
  bool can_submit() const;
  bool should_submit();
  bool fills(std::size_t units) const;
  void submit();
  void submit_part(bool last);
  void begin_unit();
  bool goes_on();
  void advance_idle();
  void committed(const Advance& advance);
  void report();

  const Config& config_;
  Receiver& receiver_;
  std::vector<std::unique_ptr<Worker>>& workers_;
  TargetConnection& side_;
  PublicationWatch& watch_;
  const Stop& stop_;
  CatchUp* catch_up_;
  Checkpoint checkpoint_;
  Decoder decoder_;
  Scheduler scheduler_;
  Conflicts conflicts_;
  LiveLine line_;
  const std::uint64_t started_at_;

  std::unique_ptr<Unit> unit_;     // being filled
  std::uint64_t after_ = 0;        // the newest task that it must come after
  std::size_t noted_changes_ = 0;  // of the unit, known to conflicts_
  bool in_parts_ = false;          // parts of it have been submitted

  Lsn idle_lsn_;  // everything before it has been received
  Clock::time_point idle_saved_at_;

  // Told by the workers.
  std::atomic<std::uint64_t> applied_;
  std::atomic<std::uint64_t> transactions_ = 0;
  std::atomic<std::uint64_t> rows_ = 0;
  std::atomic<std::int64_t> commit_time_us_ = 0;  // of the newest source transaction

  Latencies latencies_;

  std::uint64_t rows_reported_ = 0;
  Clock::time_point reported_at_ = Clock::now();
};

}  // namespace applier
