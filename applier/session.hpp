// SPDX-License-Identifier: PostgreSQL
// One attempt at the stream: from connecting to the first thing that goes wrong, or the stop.
#pragma once

#include "applier/afterwards.hpp"
#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"

namespace applier {

class TableSync;
struct CatchUp;

// Who else has to do with it; both may be nullptr.
struct SessionParts {
  Afterwards& afterwards;
  TableSync* sync;    // of the tables that join it
  CatchUp* catch_up;  // with the stream that its tables join
};

// Makes slot, tables and copy as they must be, then streams until the stop is requested, or its
// tables have caught up.  Returns whether nothing is left to do: tables were to be copied, and are.
// Throws Error.
bool run_session(Config config, const Stop& stop, const SessionParts& parts);

}  // namespace applier
