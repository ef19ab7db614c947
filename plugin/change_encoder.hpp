// SPDX-License-Identifier: PostgreSQL
// INSERT, UPDATE, DELETE and TRUNCATE to frames.
#pragma once

#include "plugin/partition_root.hpp"
#include "plugin/row_filter.hpp"

namespace plugin {

class ChangeEncoder {
 public:
  // Keeps its rows in the current memory context.
  void create();

  // Takes the rows of a change apart, as rows of what they are published as; `root` is nullptr
  // where that is the relation itself.
  void read(Relation relation, const PartitionRoot* root, ReorderBufferChange* change);

  // Leaves of the change that was read what the filter lets pass; false: nothing.
  bool filter(RowFilter& filter);

  // The values that were postponed must be written before the next change is read.
  void encode(FrameBuffer& out, const RelationDescription& description);

 private:
  void insert(FrameBuffer& out, const RelationDescription& description);
  void update(FrameBuffer& out, const RelationDescription& description);
  void remove(FrameBuffer& out, const RelationDescription& description);
  void fill_unchanged(const RelationDescription& description);
  bool key_changed(const RelationDescription& description) const;
  void take(HeapTuple tuple, Relation relation, const PartitionRoot* root, const Row& row);
  frame::OldRow old_row_of_update(const RelationDescription& description) const;
  void encode_unknown(FrameBuffer& out, const RelationDescription& description, frame::OldRow kind);
  void encode_old(FrameBuffer& out, const RelationDescription& description, frame::OldRow kind);

  ReorderBufferChangeType action_;
  XLogRecPtr lsn_;
  bool has_old_;
  bool keeps_key_;  // of what the relation is published as
  Row old_;
  Row new_;
  Row partition_;  // as the partition has it
};
SAFE_TO_LONGJMP_OVER(ChangeEncoder);

}  // namespace plugin
