// SPDX-License-Identifier: PostgreSQL
// One tuple to one row of a frame.
#pragma once

#include "plugin/relation_description.hpp"

namespace plugin {

// A tuple taken apart, by attribute.
struct Row {
  Datum* values;
  bool* nulls;
};

// In the current memory context, with room for any relation.
Row create_row();

void take_apart(HeapTuple tuple, Relation relation, const Row& row);

// PostgreSQL does not log a TOAST value that an UPDATE left alone: only its pointer is there.
bool is_unchanged(const ColumnEncoder& column, const Row& row);

// Every column.
void encode_row(FrameBuffer& out, const RelationDescription& relation, const Row& row);
// Every column of a row that was read from its table, where a TOAST pointer is a value like others.
void encode_stored_row(FrameBuffer& out, const RelationDescription& relation, const Row& row);
// The identity columns.
void encode_key(FrameBuffer& out, const RelationDescription& relation, const Row& row);

}  // namespace plugin
