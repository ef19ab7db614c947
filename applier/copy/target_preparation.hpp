// SPDX-License-Identifier: PostgreSQL
// Makes room in the target for the rows of a table that is about to be copied: a table of its own
// or a part of one, empty or with what an interrupted copy left.
#pragma once

#include <string>
#include <vector>

#include "applier/copy/copier.hpp"

namespace applier {

class TargetPreparation {
 public:
  // All of it must outlive this.
  TargetPreparation(const Config& config, SourceConnection& source, TargetConnection& target,
                    TableStates& states);

  // A table that was renamed while it was copied goes where its new name says.  For all tables
  // before anything else, because another may have its old name now.
  void leave_old_target(const Relation& relation);

  // Throws Error where something else has the place, or copy.existing does not let the rows be
  // copied into what is there.  Changes nothing but what tables that are no more have left.
  void check(const Relation& relation);

  // Makes the table of the target what it must be, and notes that the copy begins, or gives `table`
  // the chunks that are there.  Throws Error as check() does.
  void prepare(TableToCopy& table, Lsn copied_lsn);

  // What the target has is the table's content as of `lsn`; the table is created where it is
  // missing.
  void trust(Relation& relation, Lsn lsn);

 private:
  void take_target(const Relation& relation, TableStates& states);
  void remove_unfinished(const Relation& relation, std::uint32_t owner);
  void take_target(const Relation& relation);
  bool is_to_recreate(const Relation& relation);
  bool is_outgrown(const Relation& relation);
  void fit(Relation& relation);
  void check_first(const Relation& relation);
  std::vector<CopiedChunk> resumable_chunks(const Relation& relation,
                                            const std::string& fingerprint);
  void create(Relation& relation, const TablePlan& plan);
  bool is_continued(const TableState& state) const;
  Lsn make_room(TableToCopy& table, Lsn copied_lsn);

  const Config& config_;
  SourceConnection& source_;
  TargetConnection& target_;
  TableStates& states_;
  TableStates partner_;  // of the stream that tables join, or of those that join this one
};

}  // namespace applier
