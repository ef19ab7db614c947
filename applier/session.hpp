// SPDX-License-Identifier: PostgreSQL
// One attempt at the stream: from connecting to the first thing that goes wrong, or the stop.
#pragma once

#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"

namespace applier {

// Makes slot, tables and copy as they must be, then streams until the stop is requested.  Throws
// Error; sets `progressed` once something was applied, so that the next pause is a short one.
void run_session(Config config, const Stop& stop, bool& progressed);

}  // namespace applier
