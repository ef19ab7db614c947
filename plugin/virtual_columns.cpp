// SPDX-License-Identifier: PostgreSQL
#include "plugin/virtual_columns.hpp"

#include "plugin/row_encoder.hpp"

namespace plugin {
namespace {

using State = VirtualColumn::State;

State state_of(const VirtualColumns& virtuals, const VirtualColumn& column, const Row& row) {
  switch (virtuals.expressions.inputs_of(column.expression, row)) {
    case Inputs::Known:
      return State::Known;
    case Inputs::Unchanged:
      return State::Unchanged;
    case Inputs::Mixed:
      break;
  }
  return State::Unknown;
}

// False where the expression fails.  Only a subtransaction can clean up behind an error; what a
// cancelled session meets is not the row's fault.
bool evaluate(VirtualColumns& virtuals, const VirtualColumn& column, const Row& row) {
  MemoryContext caller = CurrentMemoryContext;
  ResourceOwner owner = CurrentResourceOwner;
  volatile bool known = true;
  BeginInternalSubTransaction(nullptr);
  MemoryContextSwitchTo(caller);
  PG_TRY();
  {
    row.values[column.attribute] =
        virtuals.expressions.evaluate(column.expression, &row.nulls[column.attribute]);
    ReleaseCurrentSubTransaction();
  }
  PG_CATCH();
  {
    if (geterrcode() == ERRCODE_QUERY_CANCELED || geterrcode() == ERRCODE_ADMIN_SHUTDOWN)
      PG_RE_THROW();
    MemoryContextSwitchTo(caller);
    FlushErrorState();
    RollbackAndReleaseCurrentSubTransaction();
    known = false;
  }
  PG_END_TRY();
  MemoryContextSwitchTo(caller);
  CurrentResourceOwner = owner;
  return known;
}

}  // namespace

VirtualColumns* virtual_columns(Relation relation, const Bitmapset* unsent) {
  TupleDesc attributes = RelationGetDescr(relation);
  VirtualColumns* virtuals = nullptr;
  VirtualColumn* columns = nullptr;
  std::size_t count = 0;
  for (int i = 0; i < attributes->natts; ++i) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(attributes, i);
    if (attribute.attisdropped || is_stored(attribute) || bms_is_member(i, unsent)) continue;
    if (virtuals == nullptr) {
      virtuals = static_cast<VirtualColumns*>(palloc0(sizeof(VirtualColumns)));
      virtuals->expressions.create(relation);
      columns = static_cast<VirtualColumn*>(
          palloc0(sizeof(VirtualColumn) * static_cast<std::size_t>(attributes->natts)));
    }
    VirtualColumn& column = columns[count++];
    column.attribute = i;
    column.expression =
        virtuals->expressions.prepare(virtual_expression(relation, attribute.attnum));
  }
  if (virtuals != nullptr) virtuals->columns = {columns, count};
  return virtuals;
}

void compute(VirtualColumns& virtuals, const Row& row, bool from_log) {
  virtuals.expressions.load(row);
  for (VirtualColumn& column : virtuals.columns) {
    column.state = from_log ? state_of(virtuals, column, row) : State::Known;
    if (column.state == State::Known && !evaluate(virtuals, column, row))
      column.state = State::Unknown;
    if (column.state == State::Known) continue;
    // Neither NULL nor a TOAST pointer, or encode_virtual() would not be asked.
    row.nulls[column.attribute] = false;
    row.values[column.attribute] = PointerGetDatum(cstring_to_text(""));
  }
}

void encode_virtual(FrameBuffer& out, const ColumnEncoder& column, Datum value) {
  const VirtualColumn& computed = *column.computed;
  switch (computed.state) {
    case State::Known:
      return computed.encode(out, column, value);
    case State::Unchanged:
      return frame::write_unchanged(out.packer());
    case State::Unknown:
      break;
  }
  if (column.unknown_is_binary)
    out.binary("", 0);
  else
    out.text("", 0);
}

}  // namespace plugin
