// SPDX-License-Identifier: PostgreSQL
// Everything before the first streamed row: the slot, the tables of the target, their copy.
#pragma once

#include "applier/base/stop.hpp"
#include "applier/copy/copier.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/progress/table_states.hpp"
#include "applier/receive/slot.hpp"
#include "applier/receive/timeline.hpp"

namespace applier {

class Preparation {
 public:
  Preparation(const Config& config, SourceConnection& source, TargetConnection& target,
              const Stop& stop);

  // Finds the stream's slot as the target knows it, or makes it, and copies every published table
  // that is not copied.  Throws where slot and target do not belong together.
  TableStates run();

  // Once nobody else can move the stream's position: what the target has at `applied` must be in
  // the history of the source, whose timeline is then noted.
  void confirm(Lsn applied);

 private:
  void check_continuity();
  void make_slot(bool left_behind);
  std::vector<PublishedTable> missing_tables(const TableStates& states);
  void take_target(const Relation& relation, TableStates& states);
  Relation prepare_target(const PublishedTable& table, TableStates& states);
  std::vector<TableToCopy> prepare_targets(const std::vector<PublishedTable>& tables,
                                           TableStates& states);
  void copy(TableStates& states);

  const Config& config_;
  SourceConnection& source_;
  TargetConnection& target_;
  const Stop& stop_;
  PluginOptions options_;
  std::optional<StreamRecord> record_;
  std::optional<SourceIdentity> source_identity_;
  std::optional<NewSlot> new_slot_;
};

}  // namespace applier
