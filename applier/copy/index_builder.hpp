// SPDX-License-Identifier: PostgreSQL
// Builds indexes after the rows: one ALTER TABLE for each table, several tables at a time.
#pragma once

#include <vector>

#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"
#include "applier/progress/table_states.hpp"
#include "applier/schema/table_plan.hpp"

namespace applier {

struct TableToIndex {
  Relation relation;  // with its target
  TablePlan plan;
};

// Builds what the tables lack, which may have been begun before, and marks each as copied.  Throws
// the first error of any worker.  Returns early when the stop is requested: what is being built
// then is given up.
void build_indexes(const Config& config, const std::vector<TableToIndex>& tables,
                   TargetConnection& connection, TableStates& states, const Stop& stop);

}  // namespace applier
