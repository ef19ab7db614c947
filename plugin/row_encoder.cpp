// SPDX-License-Identifier: PostgreSQL
#include "plugin/row_encoder.hpp"

#include "plugin/rule_columns.hpp"

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

// Of a relation that has rules for its columns.
void encode_ruled(FrameBuffer& out, const RelationDescription& relation,
                  const ColumnEncoder& column, const Row& row, bool from_log) {
  if (column.rule != nullptr)
    encode_rule(out, column, *relation.rules, row, from_log);
  else if (from_log || row.nulls[column.attribute])
    encode_column(out, column, row);
  else
    column.encode(out, column, row.values[column.attribute]);
}

void encode_ruled_row(FrameBuffer& out, const RelationDescription& relation, const Row& row,
                      bool from_log) {
  relation.rules->expressions.load(row);
  for (const ColumnEncoder& column : relation.columns)
    encode_ruled(out, relation, column, row, from_log);
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
  if (relation.rules != nullptr) return encode_ruled_row(out, relation, row, true);
  for (const ColumnEncoder& column : relation.columns) encode_column(out, column, row);
}

void encode_stored_row(FrameBuffer& out, const RelationDescription& relation, const Row& row) {
  if (relation.virtuals != nullptr) compute(*relation.virtuals, row, false);
  out.packer().pack_array(static_cast<std::uint32_t>(relation.columns.size()));
  if (relation.rules != nullptr) return encode_ruled_row(out, relation, row, false);
  for (const ColumnEncoder& column : relation.columns) {
    if (row.nulls[column.attribute])
      out.packer().pack_nil();
    else
      column.encode(out, column, row.values[column.attribute]);
  }
}

void encode_key(FrameBuffer& out, const RelationDescription& relation, const Row& row) {
  out.packer().pack_array(static_cast<std::uint32_t>(relation.identity.size()));
  if (relation.rules != nullptr) relation.rules->expressions.load(row);
  for (std::uint16_t position : relation.identity)
    encode_ruled(out, relation, relation.columns[position], row, true);
}

}  // namespace plugin
