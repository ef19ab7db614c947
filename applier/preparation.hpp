// SPDX-License-Identifier: PostgreSQL
// Everything before the first streamed row: the slot, the tables of the target, their copy.
#pragma once

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
  // that is not copied.  Throws where slot and target do not belong together.
  TableStates run();

  // Once nobody else can move the stream's position: what the target has at `applied` must be in
  // the history of the source, whose timeline is then noted.
  void confirm(Lsn applied);

  // What the plugin is told of the tables that are published now, and of those that were met.
  PluginRules plugin_rules();

 private:
  bool is_begun() const;
  void check_rules(const TableStates& states);
  void check_places(const std::vector<PublishedTable>& tables, const TableStates& states);
  void check_continuity();
  void make_slot(bool left_behind);
  std::vector<PublishedTable> missing_tables(const TableStates& states);
  void take_target(const Relation& relation, TableStates& states);
  void prepare_target(TableToCopy& table, TableStates& states, Lsn copied_lsn);
  std::vector<TableToCopy> prepare_targets(const std::vector<PublishedTable>& tables,
                                           TableStates& states, Lsn copied_lsn);
  std::vector<CopiedChunk> resumable_chunks(const Relation& relation, const TableState* state,
                                            const std::string& fingerprint);
  void make_room(const Relation& relation, bool begun);
  void copy(TableStates& states);
  void build_outstanding(TableStates& states);

  const Config& config_;
  const RelationShape& shape_;
  SourceConnection& source_;
  TargetConnection& target_;
  Afterwards& afterwards_;
  const Stop& stop_;
  RuledTables tables_;
  std::optional<StreamRecord> record_;
  std::optional<SourceIdentity> source_identity_;
  std::optional<NewSlot> new_slot_;
};

}  // namespace applier
