// SPDX-License-Identifier: PostgreSQL
// The initial copy: every table under one snapshot, in parallel by ranges of heap blocks, through
// the plugin's own encoder.
#pragma once

#include <string>
#include <vector>

#include "applier/base/stop.hpp"
#include "applier/copy/published_tables.hpp"
#include "applier/progress/copied_chunks.hpp"
#include "applier/progress/table_states.hpp"
#include "applier/rules/relation_shape.hpp"
#include "applier/schema/table_plan.hpp"

namespace applier {

struct CopySnapshot {
  std::string name;  // as exported
  Lsn lsn;           // holds what committed before this
};

struct TableToCopy {
  PublishedTable source;
  Relation relation;                     // with its target
  PluginOptions options;                 // for this table
  TablePlan plan = {};                   // of its target
  std::vector<CopiedChunk> copied = {};  // of an earlier copy, which is resumed
  // The target has rows of an earlier moment, and the log since then is still to come.
  bool is_resumed = false;
};

// Copies the tables, whose targets exist and are empty or hold what was copied, and notes of each
// when all its rows are committed.  Throws the first error of any worker.  Returns early,
// with what is done marked, when the stop is requested.  Returns the oids of tables that were
// altered meanwhile: these are not copied.
std::vector<std::uint32_t> copy_tables(const Config& config, const RelationShape& shape,
                                       const CopySnapshot& snapshot,
                                       const std::vector<TableToCopy>& tables,
                                       TargetConnection& connection, TableStates& states,
                                       const Stop& stop);

}  // namespace applier
