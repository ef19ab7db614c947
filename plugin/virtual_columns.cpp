// SPDX-License-Identifier: PostgreSQL
#include "plugin/virtual_columns.hpp"

#include "plugin/row_encoder.hpp"

namespace plugin {
namespace {

using State = VirtualColumn::State;

bool is_in_toast(const VirtualColumns& virtuals, const Row& row, int attribute) {
  return TupleDescAttr(virtuals.attributes, attribute)->attlen == -1 && !row.nulls[attribute] &&
         VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(row.values[attribute]));
}

State state_of(const VirtualColumns& virtuals, const VirtualColumn& column, const Row& row) {
  int absent = 0;
  for (int input = -1; (input = bms_next_member(column.inputs, input)) >= 0;)
    if (is_in_toast(virtuals, row, input)) ++absent;
  if (absent == 0) return State::Known;
  return absent == bms_num_members(column.inputs) ? State::Unchanged : State::Unknown;
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
        ExecEvalExpr(column.expression, virtuals.context, &row.nulls[column.attribute]);
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

void store(VirtualColumns& virtuals, const Row& row) {
  const auto count = static_cast<std::size_t>(virtuals.attributes->natts);
  ExecClearTuple(virtuals.row);
  std::memcpy(virtuals.row->tts_values, row.values, count * sizeof(Datum));
  std::memcpy(virtuals.row->tts_isnull, row.nulls, count * sizeof(bool));
  ExecStoreVirtualTuple(virtuals.row);
  virtuals.context->ecxt_scantuple = virtuals.row;
}

Bitmapset* inputs_of(Node* expression) {
  Bitmapset* offset = nullptr;
  pull_varattnos(expression, 1, &offset);
  Bitmapset* inputs = nullptr;
  for (int member = -1; (member = bms_next_member(offset, member)) >= 0;) {
    const int attnum = member + FirstLowInvalidHeapAttributeNumber;
    if (attnum > 0) inputs = bms_add_member(inputs, attnum - 1);
  }
  return inputs;
}

}  // namespace

VirtualColumns* virtual_columns(Relation relation) {
  TupleDesc attributes = RelationGetDescr(relation);
  VirtualColumns* virtuals = nullptr;
  EState* state = nullptr;
  VirtualColumn* columns = nullptr;
  std::size_t count = 0;
  for (int i = 0; i < attributes->natts; ++i) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(attributes, i);
    if (attribute.attisdropped || is_stored(attribute)) continue;
    if (virtuals == nullptr) {
      virtuals = static_cast<VirtualColumns*>(palloc0(sizeof(VirtualColumns)));
      state = CreateExecutorState();
      columns = static_cast<VirtualColumn*>(
          palloc0(sizeof(VirtualColumn) * static_cast<std::size_t>(attributes->natts)));
    }
    Node* expression = virtual_expression(relation, attribute.attnum);
    VirtualColumn& column = columns[count++];
    column.attribute = i;
    column.inputs = inputs_of(expression);
    column.expression = ExecPrepareExpr(reinterpret_cast<Expr*>(expression), state);
  }
  if (virtuals == nullptr) return nullptr;
  virtuals->attributes = CreateTupleDescCopyConstr(attributes);
  virtuals->row = MakeSingleTupleTableSlot(virtuals->attributes, &TTSOpsVirtual);
  virtuals->context = CreateExprContext(state);
  virtuals->columns = {columns, count};
  return virtuals;
}

void compute(VirtualColumns& virtuals, const Row& row, bool from_log) {
  store(virtuals, row);
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
