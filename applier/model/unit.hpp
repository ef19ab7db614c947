// SPDX-License-Identifier: PostgreSQL
// Consecutive source transactions that share one MySQL transaction, or, while it is still arriving,
// a part of one large source transaction.  Owns every byte that its changes point to.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "applier/base/lsn.hpp"
#include "applier/model/arena.hpp"
#include "applier/model/change.hpp"
#include "applier/model/payload.hpp"
#include "frame/messages.hpp"

namespace applier {

// The end of a source transaction.
struct Position {
  Lsn commit_lsn;                   // where its commit record starts
  Lsn end_lsn;                      // where the stream goes on after it
  std::int64_t commit_time_us = 0;  // since the Unix epoch
};

// What a commit brings.
struct Advance {
  Position position;
  std::uint64_t transactions = 0;
  std::uint64_t rows = 0;
  std::optional<frame::Heartbeat> heartbeat;  // the newest of them
};

struct Unit {
  std::vector<Change> changes;
  std::vector<Payload> payloads;
  // Descriptions that were replaced while the unit still has changes under them.
  std::vector<std::shared_ptr<const Relation>> relations;
  Arena arena;
  std::size_t bytes = 0;
  std::uint64_t transactions = 0;  // whole ones
  std::size_t whole_changes = 0;   // the changes of those; what follows is of one still arriving
  Position position;               // of the last whole one
  std::optional<frame::Heartbeat> heartbeat;  // the newest in it
  // Of a part: the transaction that was arriving when it was taken.
  std::uint32_t arriving_xid = 0;
  Lsn arriving_end_lsn;

  bool empty() const { return changes.empty() && transactions == 0; }

  void clear() {
    changes.clear();
    payloads.clear();
    relations.clear();
    arena.clear();
    bytes = 0;
    transactions = 0;
    whole_changes = 0;
    arriving_xid = 0;
    heartbeat.reset();
  }
};

}  // namespace applier
