// SPDX-License-Identifier: PostgreSQL
// PostgreSQL 18's virtual columns: no tuple holds them, so their expressions are evaluated here.
//
// Not every value can be known. A column that an UPDATE left in TOAST is not in the log: what is
// computed from such columns alone has not changed either, but with others it is anyone's guess.
// And an expression may fail (1 / 0) without having kept the row from being stored. A value that is
// not known is empty, in a kind that the column never has otherwise: to raise an error would only
// make the walsender meet it again.
#pragma once

#include "plugin/row_expression.hpp"
#include "plugin/value_encoder.hpp"

namespace plugin {

struct VirtualColumn {
  enum class State : std::uint8_t { Known, Unchanged, Unknown };

  int attribute;
  RowExpression expression;
  EncodeValue encode;  // of a known value
  State state;         // in the row that was computed last
};

struct VirtualColumns {
  RowExpressions expressions;
  std::span<VirtualColumn> columns;
};
SAFE_TO_LONGJMP_OVER(VirtualColumns);

// But those that are `unsent`; nullptr where the relation has none.  In the current memory context.
VirtualColumns* virtual_columns(Relation relation, const Bitmapset* unsent);

// Sets what the expressions give, in the current memory context.  `from_log`: TOAST pointers
// stand for values that are not there.
void compute(VirtualColumns& virtuals, const Row& row, bool from_log);

// For the ColumnEncoder of a virtual column.
void encode_virtual(FrameBuffer& out, const ColumnEncoder& column, Datum value);

}  // namespace plugin
