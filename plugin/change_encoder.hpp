// SPDX-License-Identifier: PostgreSQL
// INSERT, UPDATE, DELETE and TRUNCATE to frames.
#pragma once

#include "plugin/row_encoder.hpp"

namespace plugin {

class ChangeEncoder {
 public:
  // Keeps its rows in the current memory context.
  void create();

  // The values that were postponed must be written before the next call.
  void encode(FrameBuffer& out, const RelationDescription& description, Relation relation,
              ReorderBufferChange* change);

 private:
  void insert(FrameBuffer& out, const RelationDescription& description);
  void update(FrameBuffer& out, const RelationDescription& description, bool has_old);
  void remove(FrameBuffer& out, const RelationDescription& description);
  void fill_unchanged(const RelationDescription& description);
  bool key_changed(const RelationDescription& description) const;
  frame::OldRow old_row_of_update(const RelationDescription& description, bool has_old) const;
  void encode_old(FrameBuffer& out, const RelationDescription& description, frame::OldRow kind);

  Row old_;
  Row new_;
};
SAFE_TO_LONGJMP_OVER(ChangeEncoder);

}  // namespace plugin
