// SPDX-License-Identifier: PostgreSQL
// Everything before the first streamed row: the slot, the tables of the target, their copy.
#pragma once

#include <set>

#include "applier/afterwards.hpp"
#include "applier/base/stop.hpp"
#include "applier/copy/copier.hpp"
#include "applier/progress/stream_record.hpp"
#include "applier/progress/table_states.hpp"
#include "applier/receive/slot.hpp"
#include "applier/receive/timeline.hpp"
#include "applier/rules/ruled_tables.hpp"

namespace applier {

class Preparation {
 public:
  // All of it must outlive the preparation.
  Preparation(const Config& config, const RelationShape& shape, SourceConnection& source,
              TargetConnection& target, Afterwards& afterwards, const Stop& stop);

  // Finds the stream's slot as the target knows it, or makes it, and copies every published table
  // that is not copied, or as copy.mode says.  Throws where slot and target do not belong together.
  TableStates run();

  // Once nobody else can move the stream's position: what the target has at `applied` must be in
  // the history of the source, whose timeline is then noted.
  void confirm(Lsn applied);

  // Published tables that the target does not have, as far as the stream knows.
  std::set<std::uint32_t> uncopied(const TableStates& states);

  // What the plugin is told of the tables that are published now, and of those that were met.
  PluginRules plugin_rules();

 private:
  bool is_begun() const;
  void check_rules(const TableStates& states);
  void check_continuity(TableStates& states);
  bool copies_alone() const;
  bool is_copied_aside(const TableState* state) const;
  void check_copy(TableStates& states);
  void begin(const std::optional<SlotInfo>& slot, TableStates& states);
  Lsn make_slot(bool left_behind);
  Lsn take_given_slot(const std::optional<SlotInfo>& slot);
  StreamRecord record_of(const std::string& slot) const;
  void check_targets_exist();
  void trust_tables(Lsn position, TableStates& states);
  void leave_unpublished(TableStates& states);
  NewSlot snapshot_slot();
  void end_copy(const TableStates& states);
  std::vector<PublishedTable> missing_tables(const TableStates& states);
  std::vector<TableToCopy> prepare_targets(const std::vector<PublishedTable>& tables,
                                           TableStates& states, Lsn copied_lsn);
  std::vector<TableToCopy> prepare_missing(TableStates& states, Lsn copied_lsn);
  void copy(TableStates& states);
  [[noreturn]] void begin_again(const std::vector<std::uint32_t>& altered,
                                const TableStates& states);
  void build_outstanding(TableStates& states);

  const Config& config_;
  const RelationShape& shape_;
  SourceConnection& source_;
  TargetConnection& target_;
  Afterwards& afterwards_;
  const Stop& stop_;
  RuledTables tables_;
  std::optional<StreamRecord> record_;
  bool was_begun_ = false;  // before this attempt
  std::optional<SourceIdentity> source_identity_;
  std::optional<NewSlot> new_slot_;
};

}  // namespace applier
