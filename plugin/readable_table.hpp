// SPDX-License-Identifier: PostgreSQL
// What the functions of the extension may read: no more than a query of the same role could.
#pragma once

#include "plugin/published_relation.hpp"

namespace plugin {

struct ReadableTable {
  Relation relation;
  const RelationDescription* description;
  RowFilter* filter;  // nullptr: every row
};
SAFE_TO_LONGJMP_OVER(ReadableTable);

// Opens an ordinary table under ACCESS SHARE, which is kept to the end of the transaction.
// Refuses what is no such table, what of it the role may not read, what row-level security would
// cut, and what the publications of the options do not publish, if they name any.  In the current
// memory context.
ReadableTable open_readable_table(Oid id, const Options& options);

}  // namespace plugin
