// SPDX-License-Identifier: PostgreSQL
// What a new table of the target gets of its source table, beside columns and keys; and what it
// does not, with the reason.  docs/schema.md tells people.
#pragma once

#include <string>
#include <vector>

#include "applier/config/config.hpp"
#include "applier/model/relation.hpp"
#include "applier/schema/index_plan.hpp"
#include "applier/schema/source_schema.hpp"

namespace applier {

struct TablePlan {
  struct Column {
    bool is_numbered = false;  // AUTO_INCREMENT
    std::string default_sql;   // what stands behind DEFAULT; empty: none
    std::string comment;
  };

  std::vector<Column> columns;  // one for each of the relation; or none at all
  std::string comment;
  std::vector<PlannedIndex> indexes;  // built after the rows
  std::vector<std::string> notes;     // what is not carried over: "index \"open\" is left out: …"
};

// `against_unique` as plan_indexes() has it.
TablePlan plan_table(const Relation& relation, const SourceTableSchema& source,
                     const SchemaConfig& settings, const std::string& against_unique);

}  // namespace applier
