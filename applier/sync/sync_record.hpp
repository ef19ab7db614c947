// SPDX-License-Identifier: PostgreSQL
// What the target remembers of tables that join a stream: they have a stream of their own, whose
// name is that of the other with "+sync".
#pragma once

#include <cstdint>
#include <set>
#include <string>

#include "applier/progress/checkpoint.hpp"
#include "applier/progress/stream_record.hpp"

namespace applier {

class SyncRecord {
 public:
  // `stream` is the one that is joined, whose slot is held; `sync` the name of the other.  The
  // connection must outlive this.  Each function but exists() is one transaction, and throws Error
  // where another applier has taken over.
  SyncRecord(TargetConnection& connection, StreamEpoch stream, std::string sync);

  bool exists() const;

  // The intent, before there is a slot: the tables are its from now on.
  void begin(const std::string& slot, const std::set<std::uint32_t>& relations);

  // Everything of its tables that was committed before `position` is in the target: they are the
  // stream's again.  `wants_foreign_keys`: which are then still to be built.
  void hand_over(Lsn position, bool wants_foreign_keys);

  // They have no log to go on with: the stream will have to copy them again, those that are
  // published.
  void give_up();

  // Its slot is gone.
  void end();

 private:
  void check_epoch();
  void take_states(const std::string& columns);

  TargetConnection& connection_;
  StreamEpoch stream_;
  std::string sync_;
};

}  // namespace applier
