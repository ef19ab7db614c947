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

  // Creates the target where it is missing and notes that the copy begins, or gives `table` the
  // chunks that are there.  Throws Error where something else has the place.
  void prepare(TableToCopy& table, Lsn copied_lsn);

 private:
  void take_target(const Relation& relation);
  std::vector<CopiedChunk> resumable_chunks(const Relation& relation, const TableState* state,
                                            const std::string& fingerprint);
  void make_room(const Relation& relation, bool begun);

  const Config& config_;
  SourceConnection& source_;
  TargetConnection& target_;
  TableStates& states_;
};

}  // namespace applier
