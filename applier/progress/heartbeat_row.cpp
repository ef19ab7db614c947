// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/heartbeat_row.hpp"

#include <fmt/format.h>

namespace applier {

void save_heartbeat(TargetConnection& connection, const std::string& stream,
                    const frame::Heartbeat& heartbeat) {
  connection.execute(
      fmt::format("REPLACE INTO `wal2mysql`.`heartbeat` (stream, beat, sent_at, applied_at) VALUES "
                  "({}, {}, TIMESTAMPADD(MICROSECOND, {}, '1970-01-01'), UTC_TIMESTAMP(6))",
                  connection.quoted_literal(stream), heartbeat.beat, heartbeat.sent_at_us));
}

}  // namespace applier
