// SPDX-License-Identifier: PostgreSQL
// Which rows of a relation are sent, where a publication has WHERE for it.
//
// As in pgoutput, every kind of change has filters of its own: those of the publications that
// publish the kind, of which one must be true. An UPDATE of a row that comes into what is
// published, or leaves it, becomes an INSERT or a DELETE. An initial copy takes every publication,
// whatever kinds it publishes.
#pragma once

#include "plugin/row_expression.hpp"

namespace plugin {

struct RowFilter {
  enum Use : std::uint8_t { kInsert, kUpdate, kDelete, kCopy };
  static constexpr int kUses = kCopy + 1;

  const char* subject;  // of an error about it
  XLogRecPtr lsn;       // of the change at hand; invalid in a copy
  RowExpressions expressions;
  RowExpression conditions[kUses];  // of Use; without a state: every row passes
  Bitmapset* inputs;                // attributes that any condition looks at, from 0
};
SAFE_TO_LONGJMP_OVER(RowFilter);

// Of a relation that `publications` publish; nullptr where they send every row. A row must fulfil
// each of `conditions`, too: analysed expressions over the columns of range table entry 1. In the
// current memory context.
RowFilter* row_filter(Relation relation, List* publications, List* conditions);

// NULL is not true. In the current memory context.
bool passes(RowFilter& filter, RowFilter::Use use, const Row& row);

// What becomes of an UPDATE; `old_row` is nullptr where it is not in the log, because nothing that
// the filter may look at has changed.
enum class FilteredUpdate : std::uint8_t { Nothing, Insert, Update, Delete };
FilteredUpdate filter_update(RowFilter& filter, const Row* old_row, const Row& new_row);

}  // namespace plugin
