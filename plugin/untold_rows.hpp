// SPDX-License-Identifier: PostgreSQL
// Rows that come into what is published, or go from it, without changes of theirs in the log:
// where a partition is attached with rows, or detached or dropped, and where a publication, its
// filters or its lists of columns are altered.
//
// pgoutput leaves it to its users to notice and to copy the table again.  The applier does that by
// itself, once it is told of which relation.
#pragma once

#include "plugin/relation_cache.hpp"

namespace plugin {

struct UntoldRelation {
  Oid relation;  // as which the rows are published
  frame::Untold reason;
};
SAFE_TO_LONGJMP_OVER(UntoldRelation);

// Of UntoldRelation *, in the current memory context, at the end of the transaction.
List* untold_relations(const ReorderBufferTXN& txn, RelationCache& relations);

}  // namespace plugin
