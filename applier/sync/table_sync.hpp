// SPDX-License-Identifier: PostgreSQL
// Tables that join a running stream are copied, and followed, by a stream of their own, with a slot
// of its own, until they are where the other tables are: these need not wait for them.
//
// As PostgreSQL's table synchronization workers do (logicalrep, tablesync.c), but for all tables at
// once.
#pragma once

#include <chrono>
#include <cstdint>
#include <future>
#include <memory>
#include <mutex>
#include <set>

#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"
#include "applier/sync/catch_up.hpp"
#include "applier/sync/sync_record.hpp"

namespace applier {

class SourceConnection;

class TableSync {
 public:
  // The stream that is joined, while its slot is held and nothing is written for it.
  struct Stream {
    SourceConnection& source;
    TargetConnection& target;
    StreamEpoch epoch;
    Lsn applied;
    const Stop& stop;
  };

  // `config` is that of the stream that is joined.
  explicit TableSync(const Config& config);
  // Interrupts.
  ~TableSync();

  // Makes tables which have caught up part of the stream, as of a position that is not before its
  // own; waits a few seconds for that.  Nothing where look() has not said so.
  void hand_over(const Stream& stream);

  // From now on these tables, and no others, are copied and followed aside.  Like hand_over(), it
  // changes what TableStates reads.
  void follow(const Stream& stream, const std::set<std::uint32_t>& relations);

  // Whether the stream leaves the table's changes out.
  bool contains(std::uint32_t relation) const { return relations_.contains(relation); }

  // Cheap.  Throws what ended the tables' stream, if only a person can remedy that; and Error with
  // Remedy::Resume when they have caught up with a stream that is at `applied`.
  void look(Lsn applied);

  // Ends what is under way; follow() goes on with it.
  void interrupt();

 private:
  using Clock = std::chrono::steady_clock;

  bool is_running() const { return ended_.valid(); }
  void start();
  void run();
  Config current_config();
  void check_slot(const Stream& stream, SyncRecord& record);
  void dissolve(const Stream& stream, SyncRecord& record);
  void drop_slot_of(const Stream& stream);
  SyncRecord record_of(const Stream& stream) const;

  Config config_;  // of the tables' stream
  std::set<std::uint32_t> relations_;
  std::mutex mutex_;  // guards config_.source.relations, once a thread runs
  CatchUp catch_up_;
  std::unique_ptr<Stop> stop_;
  std::future<void> ended_;
  bool due_ = false;
  std::uint64_t applied_before_ = 0;  // by the stream, when it was last compared
  Clock::time_point next_look_;
};

}  // namespace applier
