// SPDX-License-Identifier: PostgreSQL
// What MySQL's optimizer knows of a table that was filled.
#pragma once

#include "applier/model/relation.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// Has the statistics made anew; says so in the log where that is not possible.  Commits what the
// connection has open.
void update_statistics(TargetConnection& connection, const TargetName& table);

}  // namespace applier
