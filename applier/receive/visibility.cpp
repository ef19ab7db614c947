// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/visibility.hpp"

#include <chrono>
#include <thread>

#include <fmt/format.h>

namespace applier {
namespace {

using namespace std::chrono_literals;

constexpr auto kPause = 10ms;
constexpr int kPausesMax = 100;

// A transaction keeps the lock on its own number until everybody sees it.
bool is_ending(SourceConnection& connection, const std::string& xid) {
  return connection
             .query(
                 "SELECT 1 FROM pg_catalog.pg_locks WHERE locktype = 'transactionid' AND "
                 "transactionid = $1::pg_catalog.xid AND granted AND mode = 'ExclusiveLock'",
                 {xid.c_str()})
             .rows() > 0;
}

}  // namespace

void await_visible(SourceConnection& connection, std::uint32_t xid) {
  const std::string number = std::to_string(xid);
  for (int i = 0; i < kPausesMax; ++i) {
    if (!is_ending(connection, number)) return;
    std::this_thread::sleep_for(kPause);
  }
  throw Error(fmt::format("transaction {} of the source has not ended yet", xid),
              "Its commit is in the log, but no session of the source sees it.",
              "Does it wait for a synchronous standby that is not there?", Remedy::Reconnect);
}

}  // namespace applier
