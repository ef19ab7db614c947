// SPDX-License-Identifier: PostgreSQL
// Which indexes and foreign keys a table of the target has, and which of the planned ones it lacks.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/schema/index_plan.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// An index that is there under another name, or unique where it need not be, is there.
std::vector<PlannedIndex> missing_indexes(TargetConnection& connection, const Relation& relation,
                                          const std::vector<PlannedIndex>& planned);

// By their names.
std::set<std::string> built_foreign_keys(TargetConnection& connection, const TargetName& table);

}  // namespace applier
