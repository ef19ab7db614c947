// SPDX-License-Identifier: PostgreSQL
// Rows of a partition as rows of the ancestor that they are published as (option
// publish_via_partition_root): its columns may have other numbers, and its replica identity may be
// another one.
#pragma once

#include "plugin/row_encoder.hpp"

namespace plugin {

struct PartitionRoot {
  const AttrMap* numbers;  // nullptr: the columns have the same
  bool keeps_key;          // the old rows that are logged name the row in the root, too
};
SAFE_TO_LONGJMP_OVER(PartitionRoot);

// In the current memory context.
PartitionRoot partition_root(Relation partition, Relation root,
                             const RelationDescription& description);

// `from` is taken apart as the partition has it.
void renumber(const AttrMap& numbers, const Row& from, const Row& to);

}  // namespace plugin
