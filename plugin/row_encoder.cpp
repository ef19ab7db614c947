// SPDX-License-Identifier: PostgreSQL
#include "plugin/row_encoder.hpp"

namespace plugin {
namespace {

void encode_column(FrameBuffer& out, const ColumnEncoder& column, const Row& row) {
  if (row.nulls[column.attribute])
    out.packer().pack_nil();
  else if (is_unchanged(column, row))
    frame::write_unchanged(out.packer());
  else
    column.encode(out, column, row.values[column.attribute]);
}

}  // namespace

Row create_row() {
  return {static_cast<Datum*>(palloc(sizeof(Datum) * MaxTupleAttributeNumber)),
          static_cast<bool*>(palloc(sizeof(bool) * MaxTupleAttributeNumber))};
}

// With the relation's own descriptor, which knows the values of columns that were added after the
// tuple was written.
void take_apart(HeapTuple tuple, Relation relation, const Row& row) {
  heap_deform_tuple(tuple, RelationGetDescr(relation), row.values, row.nulls);
}

bool is_unchanged(const ColumnEncoder& column, const Row& row) {
  return column.length == -1 && !row.nulls[column.attribute] &&
         VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(row.values[column.attribute]));
}

void encode_row(FrameBuffer& out, const RelationDescription& relation, const Row& row) {
  if (relation.virtuals != nullptr) compute(*relation.virtuals, row, true);
  out.packer().pack_array(static_cast<std::uint32_t>(relation.columns.size()));
  for (const ColumnEncoder& column : relation.columns) encode_column(out, column, row);
}

void encode_stored_row(FrameBuffer& out, const RelationDescription& relation, const Row& row) {
  if (relation.virtuals != nullptr) compute(*relation.virtuals, row, false);
  out.packer().pack_array(static_cast<std::uint32_t>(relation.columns.size()));
  for (const ColumnEncoder& column : relation.columns) {
    if (row.nulls[column.attribute])
      out.packer().pack_nil();
    else
      column.encode(out, column, row.values[column.attribute]);
  }
}

void encode_key(FrameBuffer& out, const RelationDescription& relation, const Row& row) {
  out.packer().pack_array(static_cast<std::uint32_t>(relation.identity.size()));
  for (std::uint16_t position : relation.identity)
    encode_column(out, relation.columns[position], row);
}

}  // namespace plugin
