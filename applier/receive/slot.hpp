// SPDX-License-Identifier: PostgreSQL
// The replication slot, and the snapshots that its creation hands out.
#pragma once

#include <optional>
#include <string>

#include "applier/base/lsn.hpp"
#include "applier/receive/connection.hpp"

namespace applier {

struct SlotInfo {
  std::string type;  // "logical", "physical"
  std::string plugin;
  std::string database;
  bool temporary = false;
  std::string wal_status;    // "unreserved": its log goes with the next checkpoint
  std::string invalidation;  // why the slot cannot be used any more; empty: it can
  Lsn confirmed_flush_lsn;
  bool active = false;  // somebody streams from it
};

// What pg_replication_slots says; nothing where there is no such slot.
std::optional<SlotInfo> find_slot(SourceConnection& connection, const std::string& slot);
void drop_slot(SourceConnection& connection, const std::string& slot);

// What commits later has its commit record behind this.
Lsn log_end(SourceConnection& connection);

// Begins a transaction that sees what an exported snapshot has.  Throws Error with
// Remedy::Reconnect where whoever exported it has gone.
void enter_snapshot(SourceConnection& connection, const std::string& snapshot);

// A slot that was just created, and the snapshot of exactly the transactions that committed before
// its start.  The snapshot can be used as long as this object lives; a temporary slot ends with it.
//
// Creation waits for every transaction that runs in the cluster.
class NewSlot {
 public:
  enum class Kind { Permanent, Temporary };

  // Throws when the stop is requested meanwhile.
  NewSlot(const SourceConfig& config, const std::string& slot, Kind kind, const Stop& stop);

  // Transactions whose commit record starts before this are in the snapshot, all others are not.
  Lsn start() const { return start_; }
  const std::string& snapshot() const { return snapshot_; }

 private:
  SourceConnection connection_;
  Lsn start_;
  std::string snapshot_;
};

}  // namespace applier
