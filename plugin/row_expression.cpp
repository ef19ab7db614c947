// SPDX-License-Identifier: PostgreSQL
#include "plugin/row_expression.hpp"

#include "plugin/row_encoder.hpp"

namespace plugin {

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

void RowExpressions::create(Relation relation) {
  attributes_ = CreateTupleDescCopyConstr(RelationGetDescr(relation));
  slot_ = MakeSingleTupleTableSlot(attributes_, &TTSOpsVirtual);
  // An executor's state has memory contexts of its own, which thousands of tables would pay for.
  context_ = makeNode(ExprContext);
  context_->ecxt_per_query_memory = CurrentMemoryContext;
  context_->ecxt_scantuple = slot_;
}

RowExpression RowExpressions::prepare(Node* expression) {
  Expr* planned = expression_planner(reinterpret_cast<Expr*>(expression));
  return {ExecInitExpr(planned, nullptr), attributes_in(reinterpret_cast<Node*>(planned))};
}

void RowExpressions::load(const Row& row) {
  const auto count = static_cast<std::size_t>(attributes_->natts);
  ExecClearTuple(slot_);
  std::memcpy(slot_->tts_values, row.values, count * sizeof(Datum));
  std::memcpy(slot_->tts_isnull, row.nulls, count * sizeof(bool));
  ExecStoreVirtualTuple(slot_);
  context_->ecxt_per_tuple_memory = CurrentMemoryContext;
}

bool RowExpressions::is_absent(const Row& row, int attribute) const {
  return TupleDescAttr(attributes_, attribute)->attlen == -1 && !row.nulls[attribute] &&
         VARATT_IS_EXTERNAL_ONDISK(DatumGetPointer(row.values[attribute]));
}

void RowExpressions::fill_absent(const Bitmapset* inputs, const Row& old_row,
                                 const Row& new_row) const {
  for (int input = -1; (input = bms_next_member(inputs, input)) >= 0;) {
    if (!is_absent(new_row, input)) continue;
    if (old_row.nulls[input] || is_absent(old_row, input)) continue;
    new_row.values[input] = old_row.values[input];
  }
}

Inputs RowExpressions::inputs_of(const RowExpression& expression, const Row& row) const {
  int absent = 0;
  for (int input = -1; (input = bms_next_member(expression.inputs, input)) >= 0;)
    if (is_absent(row, input)) ++absent;
  if (absent == 0) return Inputs::Known;
  return absent == bms_num_members(expression.inputs) ? Inputs::Unchanged : Inputs::Mixed;
}

}  // namespace plugin
