// SPDX-License-Identifier: PostgreSQL
// SQL expressions over the columns of one row, evaluated by PostgreSQL's executor: what virtual
// columns and rules have in common.
//
// They read the row's values and nothing else, so they work under the historic snapshot of logical
// decoding, which knows no user's tables.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

struct Row;

struct RowExpression {
  ExprState* state;
  Bitmapset* inputs;  // attributes, from 0
};

// A TOAST value that an UPDATE left alone is not in the log, so that a result may not have changed
// either, or be anyone's guess.
enum class Inputs : std::uint8_t { Known, Unchanged, Mixed };

// Those that it refers to, from 0.
Bitmapset* attributes_in(Node* expression);

class RowExpressions {
 public:
  // Keeps everything in the current memory context.
  void create(Relation relation);

  // `expression` is analysed, its columns those of range table entry 1.
  RowExpression prepare(Node* expression);

  // Before expressions are evaluated on the row, whose values are not copied, in the memory context
  // that is current now and then.
  void load(const Row& row);

  // Of a row from the log.
  Inputs inputs_of(const RowExpression& expression, const Row& row) const;
  bool is_absent(const Row& row, int attribute) const;

  // Of `inputs`, puts into a new row what it lacks and the old row has.
  void fill_absent(const Bitmapset* inputs, const Row& old_row, const Row& new_row) const;

  // In the current memory context, of the row that was loaded last.
  Datum evaluate(const RowExpression& expression, bool* is_null) const {
    return ExecEvalExpr(expression.state, context_, is_null);
  }

  TupleDesc attributes() const { return attributes_; }

 private:
  ExprContext* context_;
  TupleTableSlot* slot_;
  TupleDesc attributes_;
};
SAFE_TO_LONGJMP_OVER(RowExpressions);

}  // namespace plugin
