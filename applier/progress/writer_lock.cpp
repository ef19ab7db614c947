// SPDX-License-Identifier: PostgreSQL
// MySQL manual, "Locking Functions": the lock ends with its session.
#include "applier/progress/writer_lock.hpp"

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/base/log.hpp"

namespace applier {
namespace {

constexpr int kPatienceSeconds = 10;

bool get_lock(TargetConnection& connection, const std::string& name, int seconds) {
  return connection.query_value(fmt::format("SELECT GET_LOCK({}, {})", name, seconds)) == "1";
}

}  // namespace

void take_writer_lock(TargetConnection& connection, const std::string& stream) {
  const std::string name = connection.quoted_literal("wal2mysql." + stream);
  if (get_lock(connection, name, 0)) return;
  if (const auto holder = connection.query_value("SELECT IS_USED_LOCK(" + name + ")")) {
    spdlog::warn("ending session {} of the target, which an earlier connection left behind",
                 *holder);
    try {
      connection.execute("KILL " + *holder);
    } catch (const Error& error) {
      // It may have ended by itself; the lock will tell.
      log_error(error, spdlog::level::debug);
    }
  }
  if (!get_lock(connection, name, kPatienceSeconds))
    throw Error("an earlier session of the target still holds the stream", {},
                "If it stays, end the session that holds the lock: SELECT IS_USED_LOCK(" + name +
                    "), then KILL.",
                Remedy::Reconnect);
}

}  // namespace applier
