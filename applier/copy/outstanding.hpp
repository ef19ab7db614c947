// SPDX-License-Identifier: PostgreSQL
// What tables lack once their rows are there: indexes, and then foreign keys, which need those of
// the tables that they refer to.
#pragma once

#include <map>
#include <vector>

#include "applier/base/stop.hpp"
#include "applier/copy/published_tables.hpp"
#include "applier/progress/table_states.hpp"
#include "applier/rules/ruled_tables.hpp"
#include "applier/schema/table_planner.hpp"

namespace applier {

class Outstanding {
 public:
  // All of it must outlive this.
  Outstanding(const Config& config, SourceConnection& source, TargetConnection& target,
              const RuledTables& descriptions, TableStates& states, const Stop& stop)
      : config_(config),
        source_(source),
        target_(target),
        descriptions_(descriptions),
        states_(states),
        stop_(stop) {}

  // Of a copy that has just ended, or that a crash ended, or that has settled now that the stream
  // has come to `applied`.  Throws Error where something cannot be built.
  void build(std::vector<PublishedTable> published, Lsn applied);

 private:
  using Tables = std::map<std::uint32_t, PlannedTable>;

  void leave_unpublished(const std::vector<std::uint32_t>& ready,
                         const std::vector<PublishedTable>& published);
  Tables planned(const std::vector<PublishedTable>& tables, const TablePlanner& planner) const;
  void build_foreign_keys(const Tables& tables, const TablePlanner& planner);

  const Config& config_;
  SourceConnection& source_;
  TargetConnection& target_;
  const RuledTables& descriptions_;
  TableStates& states_;
  const Stop& stop_;
};

}  // namespace applier
