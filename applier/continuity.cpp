// SPDX-License-Identifier: PostgreSQL
#include "applier/continuity.hpp"

#include <fmt/format.h>

namespace applier {
namespace {

// What must go before the stream can be copied again.
std::string empty_target(const std::string& stream) {
  return fmt::format(
      "on the target, DELETE FROM `wal2mysql`.`stream`, `checkpoint` and `table_state` WHERE "
      "stream = '{}', and empty the target tables; then start wal2mysql again.",
      stream);
}

std::string begin_anew(const std::string& stream, const StreamRecord& record) {
  return fmt::format(
      "Begin the stream anew: on the source, SELECT pg_drop_replication_slot('{}'); {}",
      record.slot, empty_target(stream));
}

std::string described(const Timeline& timeline) {
  return timeline.began.valid()
             ? fmt::format("{} (begun at {})", timeline.id, timeline.began.text())
             : std::to_string(timeline.id);
}

struct Invalidation {
  const char* reason;  // as in pg_replication_slots.invalidation_reason
  const char* detail;
  const char* hint;
};

constexpr Invalidation kInvalidations[] = {
    {"wal_removed", "Log that the stream needs was removed: max_slot_wal_keep_size was exceeded.",
     "A larger max_slot_wal_keep_size gives a stopped stream more time. "},
    {"rows_removed", "The primary removed rows of the catalog that the slot of the standby needs.",
     "Set hot_standby_feedback = on, and connect the standby through a slot. "},
    {"wal_level_insufficient", "wal_level of the source was lowered for a time.",
     "Keep wal_level = logical. "},
    {"idle_timeout", "The stream was stopped for longer than idle_replication_slot_timeout.",
     "A larger idle_replication_slot_timeout gives a stopped stream more time. "},
};

void check_valid(const std::string& stream, const StreamRecord& record, const SlotInfo& slot) {
  if (slot.invalidation.empty()) return;
  std::string detail = fmt::format("The reason is \"{}\".", slot.invalidation);
  std::string hint;
  for (const Invalidation& known : kInvalidations)
    if (slot.invalidation == known.reason) {
      detail = known.detail;
      hint = known.hint;
    }
  throw Error(fmt::format("replication slot \"{}\" has been invalidated", record.slot), detail,
              hint + begin_anew(stream, record));
}

void check_kind(const std::string& stream, const StreamRecord& record, const SlotInfo& slot) {
  std::string detail;
  if (slot.type != "logical")
    detail = fmt::format("It is a {} slot.", slot.type);
  else if (slot.plugin != "wal2mysql" || slot.database != record.source_database)
    detail = fmt::format("Its plugin is \"{}\", its database \"{}\".", slot.plugin, slot.database);
  else if (slot.temporary)
    detail = "It is a temporary slot.";
  else
    return;
  throw Error(fmt::format("replication slot \"{}\" is not a slot of wal2mysql in this database",
                          record.slot),
              detail + " The stream's own slot must have been dropped.",
              "If nothing uses this one, drop it. " + begin_anew(stream, record));
}

}  // namespace

void check_cluster(const std::string& stream, const StreamRecord& record,
                   const SourceIdentity& source, const std::string& database) {
  if (record.system_identifier == source.system_identifier && record.source_database == database)
    return;
  throw Error(
      fmt::format("stream \"{}\" of the target is fed from another source", stream),
      fmt::format("The target knows database \"{}\" of the cluster with system identifier {}; "
                  "source.connection leads to database \"{}\" of cluster {}.",
                  record.source_database, record.system_identifier, database,
                  source.system_identifier),
      "Correct source.connection, or choose another stream.name.");
}

void check_mode(const Config& config, const StreamRecord& record) {
  const bool copies = config.copy.mode == CopyMode::Copy;
  if (record.slot == (copies ? "" : config.slot())) return;
  if (record.slot.empty())
    throw Error(
        fmt::format("stream \"{}\" of the target is a copy, without a slot", config.name),
        "What happened on the source since then is not kept for it.",
        "To stream, choose another stream.name and begin with a copy; copy.existing says what "
        "becomes of the rows that are there.");
  if (copies)
    throw Error(fmt::format("stream \"{}\" of the target is streamed into", config.name),
                "copy.mode is \"copy\", which is for a stream that has not begun.",
                "Choose another stream.name, or let wal2mysql resync copy tables again.");
  throw Error(fmt::format("stream \"{}\" of the target began with replication slot \"{}\"",
                          config.name, record.slot),
              fmt::format("The file leads to \"{}\".", config.slot()),
              "Correct source.slot: a stream keeps its slot.");
}

void check_given_slot(const Config& config, const std::optional<SlotInfo>& slot,
                      const std::string& database) {
  std::string detail;
  if (!slot)
    detail = "It does not exist.";
  else if (slot->type != "logical" || slot->plugin != "wal2mysql" || slot->database != database)
    detail = fmt::format("It is a {} slot of plugin \"{}\", of database \"{}\".", slot->type,
                         slot->plugin, slot->database);
  else if (slot->temporary)
    detail = "It is a temporary slot.";
  else if (!slot->invalidation.empty())
    detail = fmt::format("It has been invalidated: {}.", slot->invalidation);
  else if (slot->active)
    detail = "Something else streams from it.";
  else
    return;
  throw Error(
      fmt::format("the stream cannot begin with replication slot \"{}\"", config.source.slot),
      detail,
      fmt::format("source.slot is a logical slot of plugin wal2mysql in database \"{}\", "
                  "which nobody else uses.",
                  database));
}

void check_history(const std::string& stream, const StreamRecord& record,
                   const TimelineHistory& history, Lsn applied) {
  const std::optional<Lsn> end = history.end_of(record.timeline);
  const Timeline current = history.current();
  if (!end)
    throw Error("the source has another history than the target",
                fmt::format("The target was last fed from timeline {}; the source is on timeline "
                            "{}, which does not descend from it.",
                            described(record.timeline), described(current)),
                "Correct source.connection if it should lead to another server of the cluster. "
                "Otherwise: " +
                    begin_anew(stream, record));
  if (applied > *end)
    throw Error("the target is ahead of the source's history",
                fmt::format("The target has everything up to {} of timeline {}; the source is on "
                            "timeline {} and left timeline {} at {}, without what came after.",
                            applied.text(), record.timeline.id, current.id, record.timeline.id,
                            end->text()),
                "The server that was promoted, or the backup that was restored, lacks changes that "
                "the target has. " +
                    begin_anew(stream, record));
}

void check_log_end(const std::string& stream, const StreamRecord& record,
                   const SourceIdentity& source, Lsn applied) {
  if (applied <= source.flushed) return;
  throw Error("the target is ahead of the source",
              fmt::format("The target has everything up to {}, and the log of the source ends at "
                          "{}: it has been put back to an older state.",
                          applied.text(), source.flushed.text()),
              "The source lacks changes that the target has. " + begin_anew(stream, record));
}

void check_slot(const std::string& stream, const StreamRecord& record, const SlotInfo& slot,
                Lsn applied) {
  check_kind(stream, record, slot);
  check_valid(stream, record, slot);
  // Where a slot is created, the log is longer than any position that could be applied before.
  if (slot.confirmed_flush_lsn > applied)
    throw Error(fmt::format("replication slot \"{}\" is not where the target left it", record.slot),
                fmt::format("The target has everything up to {}, the slot begins at {}: it was "
                            "advanced, or dropped and created again.",
                            applied.text(), slot.confirmed_flush_lsn.text()),
                "Changes between the two are lost for the stream. " + begin_anew(stream, record));
  if (slot.confirmed_flush_lsn < record.slot_lsn)
    throw Error(fmt::format("replication slot \"{}\" is older than the stream", record.slot),
                fmt::format("The stream's slot was created at {}, this one stands at {}.",
                            record.slot_lsn.text(), slot.confirmed_flush_lsn.text()),
                "The source has been put back to an older state, or the slot is another one. " +
                    begin_anew(stream, record));
}

Error missing_slot(const std::string& stream, const StreamRecord& record,
                   const TimelineHistory& history) {
  const bool promoted = history.current() != record.timeline;
  return Error(fmt::format("replication slot \"{}\" no longer exists", record.slot),
               promoted
                   ? "The source has been promoted or restored since, and had no copy of the slot."
                   : "Changes made since it was dropped are not in the log that is kept for the "
                     "stream.",
               "Begin the stream anew: " + empty_target(stream));
}

}  // namespace applier
