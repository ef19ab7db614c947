// SPDX-License-Identifier: PostgreSQL
// Plans tables of the target from the source's catalogs, which are read once for all of them.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "applier/config/config.hpp"
#include "applier/receive/connection.hpp"
#include "applier/schema/source_schema.hpp"
#include "applier/schema/table_plan.hpp"

namespace applier {

class TablePlanner {
 public:
  // For tables with these pg_class.oids.  `config` must outlive this.
  TablePlanner(SourceConnection& source, const Config& config,
               const std::vector<std::uint32_t>& relations);

  // Of one of the tables, with its target and the names and types of the target.
  TablePlan plan(const Relation& relation) const;

 private:
  const SchemaConfig& settings_;
  SourceSchema source_schema_;
  std::string against_unique_;
};

}  // namespace applier
