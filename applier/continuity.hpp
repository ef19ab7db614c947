// SPDX-License-Identifier: PostgreSQL
// Whether a stream can go on where the target is: from the same cluster, in the same history, with
// the same slot.  Anything else would lose changes, or go on beside changes that the source never
// had, and nobody would notice.
#pragma once

#include <string>

#include "applier/base/lsn.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/receive/slot.hpp"
#include "applier/receive/timeline.hpp"

namespace applier {

// Each throws Error with the remedy.  `record` is what the target remembers, `applied` is its
// position.

void check_cluster(const std::string& stream, const StreamRecord& record,
                   const SourceIdentity& source, const std::string& database);

// The stream goes on as it began: with its slot, or without one where it was a copy alone.
void check_mode(const Config& config, const StreamRecord& record);

// A slot that somebody else made, of database `database`, from which the stream is to begin.
void check_given_slot(const Config& config, const std::optional<SlotInfo>& slot,
                      const std::string& database);

// What the target has must be in the history of the source.
void check_history(const std::string& stream, const StreamRecord& record,
                   const TimelineHistory& history, Lsn applied);
void check_log_end(const std::string& stream, const StreamRecord& record,
                   const SourceIdentity& source, Lsn applied);

// The slot must be the one that was created for the stream, and stand where the target left it.
void check_slot(const std::string& stream, const StreamRecord& record, const SlotInfo& slot,
                Lsn applied);

// There is no slot of the name.
Error missing_slot(const std::string& stream, const StreamRecord& record,
                   const TimelineHistory& history);

}  // namespace applier
