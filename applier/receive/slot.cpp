// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/slot.hpp"

#include <fmt/format.h>

namespace applier {

std::optional<SlotInfo> find_slot(SourceConnection& connection, const std::string& slot) {
  // PostgreSQL 16 tells a conflict with recovery, 17 every reason; before, only the log could go.
  const QueryResult result = connection.query(
      "SELECT slot_type, coalesce(plugin, ''), coalesce(database, ''), temporary, "
      "coalesce(wal_status, ''), coalesce(to_jsonb(s) ->> 'invalidation_reason', "
      "CASE WHEN to_jsonb(s) ->> 'conflicting' = 'true' THEN 'conflict with recovery' "
      "WHEN wal_status = 'lost' THEN 'wal_removed' ELSE '' END), "
      "coalesce(confirmed_flush_lsn, '0/0'), active FROM pg_catalog.pg_replication_slots s "
      "WHERE slot_name = $1",
      {slot.c_str()});
  if (result.rows() == 0) return std::nullopt;
  return SlotInfo{result.string(0, 0),
                  result.string(0, 1),
                  result.string(0, 2),
                  result.text(0, 3) == "t",
                  result.string(0, 4),
                  result.string(0, 5),
                  Lsn::parse(result.text(0, 6)).value_or(Lsn{}),
                  result.text(0, 7) == "t"};
}

void drop_slot(SourceConnection& connection, const std::string& slot) {
  connection.query("SELECT pg_catalog.pg_drop_replication_slot($1)", {slot.c_str()});
}

Lsn log_end(SourceConnection& connection) {
  const QueryResult result = connection.query(
      "SELECT CASE WHEN pg_catalog.pg_is_in_recovery() THEN pg_catalog.pg_last_wal_replay_lsn() "
      "ELSE pg_catalog.pg_current_wal_insert_lsn() END");
  return Lsn::parse(result.text(0, 0)).value();
}

void enter_snapshot(SourceConnection& connection, const std::string& snapshot) {
  connection.query("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY");
  try {
    connection.query("SET TRANSACTION SNAPSHOT " + connection.quoted_literal(snapshot));
  } catch (const Error& error) {
    throw Error("could not read as of the slot's snapshot", error.detail(), error.hint(),
                Remedy::Reconnect);
  }
}

NewSlot::NewSlot(const SourceConfig& config, const std::string& slot, Kind kind, const Stop& stop)
    : connection_(config, SourceConnection::Mode::Replication) {
  const QueryResult result = connection_.query_until(
      stop, fmt::format("CREATE_REPLICATION_SLOT \"{}\" {}LOGICAL wal2mysql (SNAPSHOT 'export')",
                        slot, kind == Kind::Temporary ? "TEMPORARY " : ""));
  start_ = Lsn::parse(result.text(0, 1)).value_or(Lsn{});
  snapshot_ = result.string(0, 2);
}

}  // namespace applier
