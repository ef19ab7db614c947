// SPDX-License-Identifier: PostgreSQL
#include "plugin/row_expression.hpp"

#include "plugin/row_encoder.hpp"

namespace plugin {
namespace {

Bitmapset* attributes_in(Node* expression) {
  Bitmapset* offset = nullptr;
  pull_varattnos(expression, 1, &offset);
  Bitmapset* attributes = nullptr;
  for (int member = -1; (member = bms_next_member(offset, member)) >= 0;) {
    const int attnum = member + FirstLowInvalidHeapAttributeNumber;
    if (attnum > 0) attributes = bms_add_member(attributes, attnum - 1);
  }
  return attributes;
}

}  // namespace

void RowExpressions::create(Relation relation) {
  attributes_ = CreateTupleDescCopyConstr(RelationGetDescr(relation));
  slot_ = MakeSingleTupleTableSlot(attributes_, &TTSOpsVirtual);
  state_ = CreateExecutorState();
  context_ = CreateExprContext(state_);
  context_->ecxt_scantuple = slot_;
}

RowExpression RowExpressions::prepare(Node* expression) {
  return {ExecPrepareExpr(reinterpret_cast<Expr*>(expression), state_), attributes_in(expression)};
}

void RowExpressions::load(const Row& row) {
  const auto count = static_cast<std::size_t>(attributes_->natts);
  ExecClearTuple(slot_);
  std::memcpy(slot_->tts_values, row.values, count * sizeof(Datum));
  std::memcpy(slot_->tts_isnull, row.nulls, count * sizeof(bool));
  ExecStoreVirtualTuple(slot_);
}

bool RowExpressions::is_absent(const Row& row, int attribute) const {
  return TupleDescAttr(attributes_, attribute)->attlen == -1 && !row.nulls[attribute] &&
         VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(row.values[attribute]));
}

Inputs RowExpressions::inputs_of(const RowExpression& expression, const Row& row) const {
  int absent = 0;
  for (int input = -1; (input = bms_next_member(expression.inputs, input)) >= 0;)
    if (is_absent(row, input)) ++absent;
  if (absent == 0) return Inputs::Known;
  return absent == bms_num_members(expression.inputs) ? Inputs::Unchanged : Inputs::Mixed;
}

}  // namespace plugin
