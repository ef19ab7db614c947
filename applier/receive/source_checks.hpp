// SPDX-License-Identifier: PostgreSQL
// What must be so on the source before a slot is created or used.
#pragma once

#include "applier/config/config.hpp"
#include "applier/receive/connection.hpp"

namespace applier {

// Each throws Error, with the remedy, for the first thing that is not as it must be.
void check_source(SourceConnection& connection);
void check_publications(SourceConnection& connection, const std::vector<std::string>& names);

}  // namespace applier
