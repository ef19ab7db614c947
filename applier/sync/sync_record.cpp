// SPDX-License-Identifier: PostgreSQL
#include "applier/sync/sync_record.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/base/error.hpp"

namespace applier {

SyncRecord::SyncRecord(TargetConnection& connection, StreamEpoch stream, std::string sync)
    : connection_(connection), stream_(std::move(stream)), sync_(std::move(sync)) {}

bool SyncRecord::exists() const {
  return load_stream_record(connection_, sync_).has_value();
}

// Under the lock that the next applier waits for.
void SyncRecord::check_epoch() {
  const auto epoch = connection_.query_value(
      fmt::format("SELECT epoch FROM `wal2mysql`.`stream` WHERE stream = {} FOR UPDATE",
                  connection_.quoted_literal(stream_.stream)));
  if (epoch == std::to_string(stream_.epoch)) return;
  connection_.rollback();
  throw Error(fmt::format("another wal2mysql has taken over stream \"{}\"", stream_.stream), {},
              "Run one at a time.", Remedy::Reconnect);
}

void SyncRecord::begin(const std::string& slot, const std::set<std::uint32_t>& relations) {
  check_epoch();
  const std::string stream = connection_.quoted_literal(stream_.stream);
  const std::string sync = connection_.quoted_literal(sync_);
  connection_.execute(fmt::format(
      "INSERT IGNORE INTO `wal2mysql`.`stream` "
      "(stream, epoch, system_identifier, source_database, slot, slot_lsn, timeline, timeline_lsn) "
      "SELECT {}, 1, system_identifier, source_database, {}, 0, timeline, timeline_lsn "
      "FROM `wal2mysql`.`stream` WHERE stream = {}",
      sync, connection_.quoted_literal(slot), stream));
  connection_.execute(fmt::format(
      "UPDATE `wal2mysql`.`table_state` SET stream = {} WHERE stream = {} AND relation IN ({})",
      sync, stream, fmt::join(relations, ", ")));
  connection_.commit();
}

void SyncRecord::take_states(const std::string& columns) {
  check_epoch();
  connection_.execute(
      fmt::format("UPDATE `wal2mysql`.`table_state` SET {}, stream = {} WHERE stream = {}", columns,
                  connection_.quoted_literal(stream_.stream), connection_.quoted_literal(sync_)));
  for (const char* table : {"checkpoint", "copied_chunk"})
    connection_.execute(fmt::format("DELETE FROM `wal2mysql`.`{}` WHERE stream = {}", table,
                                    connection_.quoted_literal(sync_)));
  // A slot that is there has no position any more: it is the next one's to remove.
  connection_.execute(fmt::format("UPDATE `wal2mysql`.`stream` SET slot_lsn = 0 WHERE stream = {}",
                                  connection_.quoted_literal(sync_)));
  connection_.commit();
}

// MySQL assigns from left to right: what the state was comes first.
void SyncRecord::hand_over(Lsn position, bool wants_foreign_keys) {
  take_states(
      fmt::format("copied_lsn = IF(state IN ('copied', 'settling'), {}, copied_lsn), "
                  "state = IF({:d} AND created AND state = 'copied', 'settling', state)",
                  position.value, wants_foreign_keys));
}

void SyncRecord::give_up() {
  take_states("state = IF(state = 'left', 'left', 'again')");
}

void SyncRecord::end() {
  check_epoch();
  connection_.execute(fmt::format("DELETE FROM `wal2mysql`.`stream` WHERE stream = {}",
                                  connection_.quoted_literal(sync_)));
  connection_.commit();
}

}  // namespace applier
