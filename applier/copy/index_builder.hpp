// SPDX-License-Identifier: PostgreSQL
// Builds indexes after the rows: one ALTER TABLE for each table, several tables at a time.
#pragma once

#include <vector>

#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"
#include "applier/schema/foreign_key_plan.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// Builds what the tables lack, which may have been begun before.  Throws the first error of any
// worker.  Returns early when the stop is requested: what is being built then is given up.
void build_indexes(const Config& config, const std::vector<PlannedTable>& tables,
                   TargetConnection& connection, const Stop& stop);

}  // namespace applier
