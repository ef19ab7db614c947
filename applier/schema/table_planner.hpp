// SPDX-License-Identifier: PostgreSQL
// Plans tables of the target from the source's catalogs, which are read once for all of them.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "applier/config/config.hpp"
#include "applier/receive/connection.hpp"
#include "applier/schema/foreign_key_plan.hpp"
#include "applier/schema/source_schema.hpp"
#include "applier/schema/table_plan.hpp"

namespace applier {

class TablePlanner {
 public:
  // For tables with these pg_class.oids.  `source` and `config` must outlive this.
  TablePlanner(SourceConnection& source, const Config& config,
               const std::vector<std::uint32_t>& relations);

  // Of one of the tables, with its target and the names and types of the target.
  TablePlan plan(const Relation& relation) const;

  // Among tables whose plans these are.
  std::vector<PlannedForeignKey> foreign_keys(
      const std::map<std::uint32_t, PlannedTable>& tables) const;

 private:
  SourceConnection& source_;
  const Config& config_;
  SourceSchema source_schema_;
  std::string against_unique_;
};

}  // namespace applier
