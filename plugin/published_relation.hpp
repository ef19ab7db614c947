// SPDX-License-Identifier: PostgreSQL
// What is sent of a relation, in the stream and in copies alike: which columns, and which rows.
#pragma once

#include "plugin/relation_description.hpp"
#include "plugin/row_filter.hpp"

namespace plugin {

struct PublishedRelation {
  const RelationDescription* description;
  RowFilter* filter;  // nullptr: every row
};
SAFE_TO_LONGJMP_OVER(PublishedRelation);

// `publications` are those that publish the relation; NIL: it is sent whole. In the current memory
// context.
PublishedRelation published_relation(Relation relation, List* publications, const Options& options);

}  // namespace plugin
