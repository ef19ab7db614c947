// SPDX-License-Identifier: PostgreSQL
// One attempt at the stream: from connecting to the first thing that goes wrong, or the stop.
#pragma once

#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"

namespace applier {

// What an attempt leaves for the next one.
struct Afterwards {
  bool progressed = false;  // something was applied: the next pause is a short one
};

// Makes slot, tables and copy as they must be, then streams until the stop is requested.  Throws
// Error.
void run_session(Config config, const Stop& stop, Afterwards& afterwards);

}  // namespace applier
