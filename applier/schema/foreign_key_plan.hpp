// SPDX-License-Identifier: PostgreSQL
// Which foreign keys of the source the target gets.
//
// The applier's sessions neither check them nor let them act (foreign_key_checks = 0): what they
// would do arrives as changes of rows.  They are for whoever writes to the target after the stream.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/schema/source_foreign_keys.hpp"
#include "applier/schema/table_plan.hpp"

namespace applier {

struct PlannedTable {
  Relation relation;  // with its target
  TablePlan plan;
};

struct PlannedForeignKey {
  std::uint32_t child = 0;  // pg_class.oid
  std::string name;
  std::string definition;  // "CONSTRAINT `name` FOREIGN KEY …"; empty: it is left out
  std::string note;        // what is lost, and why; empty: nothing
};

// `tables`: by pg_class.oid; all that the keys are of.  `against`: why the stream cannot promise
// that they hold in the target; empty: it can.
std::vector<PlannedForeignKey> plan_foreign_keys(
    const std::vector<SourceForeignKey>& keys, const std::map<std::uint32_t, PlannedTable>& tables,
    const std::string& against);

}  // namespace applier
