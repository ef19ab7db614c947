// SPDX-License-Identifier: PostgreSQL
// wal2mysql schema FILE
#pragma once

#include "applier/config/config.hpp"

namespace applier {

// Prints the SQL by which a run would make its tables in an empty target, for the client of MySQL,
// with comments on what is not carried over.  Changes neither source nor target; connects to the
// target because types depend on the server.
void schema_command(const Config& config);

}  // namespace applier
