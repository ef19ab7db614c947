// SPDX-License-Identifier: PostgreSQL
// One attempt at the stream: from connecting to the first thing that goes wrong, or the stop.
#pragma once

#include "applier/afterwards.hpp"
#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"

namespace applier {

// Makes slot, tables and copy as they must be, then streams until the stop is requested.  Returns
// whether nothing is left to do: tables were to be copied, and are.  Throws Error.
bool run_session(Config config, const Stop& stop, Afterwards& afterwards);

}  // namespace applier
