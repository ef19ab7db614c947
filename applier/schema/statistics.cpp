// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/statistics.hpp"

#include "applier/base/log.hpp"
#include "applier/write/identifier.hpp"

namespace applier {

// Not for the binary log: replicas make their own when enough rows have changed, and need not hold
// up what comes behind it.
void update_statistics(TargetConnection& connection, const TargetName& table) try {
  for (const auto& row : connection.query("ANALYZE NO_WRITE_TO_BINLOG TABLE " + quoted_name(table)))
    if (row.size() > 3 && row[2] == "Error")
      spdlog::warn("the statistics of table \"{}\".\"{}\" were not updated: {}", table.database,
                   table.table, row[3].value_or(""));
} catch (const Error& error) {
  if (error.remedy() == Remedy::Reconnect) throw;
  log_error(error, spdlog::level::warn);
}

}  // namespace applier
