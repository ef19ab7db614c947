// SPDX-License-Identifier: PostgreSQL
// wal2mysql resync FILE TABLE…
#pragma once

#include <string>
#include <vector>

#include "applier/config/config.hpp"

namespace applier {

// Notes that the stream's tables that fit the patterns (schema.table, with asterisks; "!" leaves
// out, and the last that fits decides) are to be copied again, which the applier does that runs the
// stream, or the next one; with `wait`, returns when that is done.  Throws Error where a pattern
// fits no table, or the stop is requested meanwhile.
void resync_command(const Config& config, const std::vector<std::string>& patterns, bool wait);

}  // namespace applier
