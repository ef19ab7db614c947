// SPDX-License-Identifier: PostgreSQL
// What the target remembers of a stream: which source and slot it is fed from, and which applier
// may write.
//
// Table `wal2mysql`.`stream`, one row per stream.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "applier/base/lsn.hpp"
#include "applier/receive/timeline.hpp"
#include "applier/write/connection.hpp"

namespace applier {

struct StreamRecord {
  std::string system_identifier;  // of the PostgreSQL cluster
  std::string source_database;
  std::string slot;  // empty: a copy alone, which has none
  // Where the slot began; invalid while the slot is being created, so that one which a crash left
  // behind is known as ours.
  Lsn slot_lsn;
  Timeline timeline;  // that the source was on when it was last streamed from
};

// Creates the database `wal2mysql` and its tables where they are missing.
void create_progress_tables(TargetConnection& connection);

// Each commits by itself.
std::optional<StreamRecord> load_stream_record(TargetConnection& connection,
                                               const std::string& stream);
void insert_stream_record(TargetConnection& connection, const std::string& stream,
                          const StreamRecord& record);
// The slot exists: sets slot_lsn and the first checkpoint.
void complete_stream_record(TargetConnection& connection, const std::string& stream, Lsn slot_lsn);

// The source has gone on to another timeline, which has all that the target has.
void note_timeline(TargetConnection& connection, const std::string& stream,
                   const Timeline& timeline);

// The newest position that is committed now.  Unlike Checkpoint::load() it waits for nothing: a
// session that an earlier attempt left behind may hold its locks until it is ended, and that is
// done only by who holds the slot.  So everything up to here is applied, and maybe more.
Lsn committed_position(TargetConnection& connection, const std::string& stream);

// Makes this applier the only one that may commit for the stream; waits for what an older one has
// under way.  Returns the epoch that every checkpoint must name.
std::uint64_t begin_epoch(TargetConnection& connection, const std::string& stream);

}  // namespace applier
