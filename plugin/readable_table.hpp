// SPDX-License-Identifier: PostgreSQL
// What the functions of the extension may read: no more than a query of the same role could.
#pragma once

#include "plugin/partition_root.hpp"
#include "plugin/published_relation.hpp"

namespace plugin {

struct ReadableTable {
  Relation relation;
  Relation sent_as;    // the relation, or the ancestor that the publications publish it as
  PartitionRoot root;  // of a partition that is sent as an ancestor
  const RelationDescription* description;
  RowFilter* filter;  // nullptr: every row
};
SAFE_TO_LONGJMP_OVER(ReadableTable);

// Opens a table under ACCESS SHARE, which is kept to the end of the transaction.  Refuses what is
// no table, what of it the role may not read, what row-level security would cut, and what the
// publications of the options do not publish, if they name any.  A partition that is published as
// an ancestor is read as that is: only its privileges and policies count.  In the current memory
// context.
ReadableTable open_readable_table(Oid id, const Options& options);

void close_readable_table(const ReadableTable& table);

}  // namespace plugin
