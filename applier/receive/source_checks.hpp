// SPDX-License-Identifier: PostgreSQL
// What must be so on the source before a slot is created or used.
#pragma once

#include <string>

#include "applier/config/config.hpp"
#include "applier/receive/connection.hpp"

namespace applier {

// Throws Error, with the remedy, for the first thing that is not as it must be.
void check_source(SourceConnection& connection, const Config& config);

// Of the cluster; the same for a restored backup of it.
std::string system_identifier(SourceConnection& connection);

}  // namespace applier
