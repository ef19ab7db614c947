// SPDX-License-Identifier: PostgreSQL
// MySQL manual, "Locking Functions": the lock ends with its session; its name has 64 characters at
// most.
#include "applier/progress/writer_lock.hpp"

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/base/log.hpp"

namespace applier {
namespace {

constexpr int kPatienceSeconds = 10;

std::string lock_name(TargetConnection& connection, const std::string& stream, std::size_t writer) {
  return connection.quoted_literal(fmt::format("wal2mysql.{}.{}", writer, stream));
}

void end_holder(TargetConnection& connection, const std::string& lock) {
  const auto holder = connection.query_value("SELECT IS_USED_LOCK(" + lock + ")");
  if (!holder) return;
  spdlog::warn("ending session {} of the target, which an earlier connection left behind", *holder);
  try {
    connection.execute("KILL " + *holder);
  } catch (const Error& error) {
    // It may have ended by itself; the lock will tell.
    log_error(error, spdlog::level::debug);
  }
}

bool get_lock(TargetConnection& connection, const std::string& lock, int seconds) {
  return connection.query_value(fmt::format("SELECT GET_LOCK({}, {})", lock, seconds)) == "1";
}

// For a lock that none of ours will hold, waiting for the end of its session is enough.
void take_lock(TargetConnection& connection, const std::string& lock) {
  if (get_lock(connection, lock, 0)) return;
  end_holder(connection, lock);
  if (get_lock(connection, lock, kPatienceSeconds)) return;
  throw Error("an earlier session of the target still holds the stream", {},
              "If it stays, end the session that holds the lock: SELECT IS_USED_LOCK(" + lock +
                  "), then KILL.",
              Remedy::Reconnect);
}

}  // namespace

void take_writer_locks(std::span<TargetConnection* const> connections, const std::string& stream) {
  for (std::size_t i = 0; i < connections.size(); ++i)
    take_lock(*connections[i], lock_name(*connections[i], stream, i));
  // An earlier attempt may have had more of them; the first keeps their locks, too.
  TargetConnection& first = *connections.front();
  for (std::size_t i = connections.size(); i <= static_cast<std::size_t>(kApplyWorkersMax); ++i)
    take_lock(first, lock_name(first, stream, i));
}

}  // namespace applier
