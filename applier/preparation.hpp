// SPDX-License-Identifier: PostgreSQL
// Everything before the first streamed row: the slot, the tables of the target, their copy.
#pragma once

#include "applier/base/stop.hpp"
#include "applier/copy/copier.hpp"
#include "applier/progress/table_states.hpp"
#include "applier/receive/slot.hpp"

namespace applier {

class Preparation {
 public:
  // `met` are tables that the stream has changes of, published now or not.
  Preparation(const Config& config, SourceConnection& source, TargetConnection& target,
              const std::set<std::uint32_t>& met, const Stop& stop);

  // Finds the stream's slot as the target knows it, or makes it, and copies every published table
  // that is not copied.  Throws where slot and target do not belong together.
  TableStates run();

 private:
  void check_slot();
  void make_slot();
  void check_confirmed(const SlotInfo& slot);
  std::vector<PublishedTable> missing_tables(const TableStates& states);
  void take_target(const Relation& relation, TableStates& states);
  Relation prepare_target(const PublishedTable& table, TableStates& states);
  std::vector<TableToCopy> prepare_targets(const std::vector<PublishedTable>& tables,
                                           TableStates& states);
  void copy(TableStates& states);

  const Config& config_;
  SourceConnection& source_;
  TargetConnection& target_;
  const std::set<std::uint32_t>& met_;
  const Stop& stop_;
  PluginOptions options_;
  std::optional<NewSlot> new_slot_;
};

}  // namespace applier
