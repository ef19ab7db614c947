// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/preparation_lock.hpp"

#include <fmt/format.h>

#include "applier/base/log.hpp"

namespace applier {
namespace {

// Of an applier that vanished with its machine the server hears no more: within a minute it knows.
constexpr const char* kNoticeLoss =
    "SELECT pg_catalog.set_config('tcp_keepalives_idle', '30', false), "
    "pg_catalog.set_config('tcp_keepalives_interval', '10', false), "
    "pg_catalog.set_config('tcp_keepalives_count', '3', false)";

// As pg_locks has a key of 64 bits.
constexpr const char* kHolder =
    "SELECT pid FROM pg_catalog.pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1 "
    "AND classid = ($1::bigint >> 32 & 4294967295)::oid AND objid = ($1::bigint & 4294967295)::oid "
    "AND database = (SELECT oid FROM pg_catalog.pg_database "
    "WHERE datname = pg_catalog.current_database())";

}  // namespace

PreparationLock::PreparationLock(SourceConnection& connection, const std::string& stream)
    : connection_(connection),
      key_(connection
               .query("SELECT pg_catalog.hashtextextended($1, 0)",
                      {fmt::format("wal2mysql prepares {}", stream).c_str()})
               .string(0, 0)) {
  connection_.query(kNoticeLoss);
  const char* key = key_.c_str();
  if (connection_.query("SELECT pg_catalog.pg_try_advisory_lock($1)", {key}).text(0, 0) == "t")
    return;
  const QueryResult holder = connection_.query(kHolder, {key});
  throw Error(fmt::format("another wal2mysql prepares stream \"{}\", or copies its tables", stream),
              holder.rows() == 0
                  ? std::string()
                  : fmt::format("Session {} of the source has the lock.", holder.text(0, 0)),
              "Run one at a time. If none runs, end the session: SELECT pg_terminate_backend(…).",
              Remedy::Reconnect);
}

PreparationLock::~PreparationLock() {
  try {
    connection_.query("SELECT pg_catalog.pg_advisory_unlock($1)", {key_.c_str()});
  } catch (const Error& error) {
    log_error(error, spdlog::level::debug);  // the session has ended, and the lock with it
  }
}

}  // namespace applier
