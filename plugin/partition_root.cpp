// SPDX-License-Identifier: PostgreSQL
#include "plugin/partition_root.hpp"

namespace plugin {
namespace {

// Attributes (from 0) of which a DELETE logs the old value.
Bitmapset* logged_attributes(Relation relation) {
  Bitmapset* logged = nullptr;
  const ReplicaIdentity identity = replica_identity(relation);
  if (relation->rd_rel->relreplident == REPLICA_IDENTITY_FULL)
    return bms_add_range(nullptr, 0, RelationGetNumberOfAttributes(relation) - 1);
  if (!OidIsValid(identity.index)) return nullptr;
  const IndexColumns key = index_columns(identity.index);
  for (int i = 0; i < key.count; ++i) logged = bms_add_member(logged, key.attnums[i] - 1);
  return logged;
}

int number_in_partition(const AttrMap* numbers, int attribute) {
  return numbers == nullptr ? attribute : numbers->attnums[attribute] - 1;
}

bool logs_key(Relation partition, const AttrMap* numbers, const RelationDescription& root) {
  if (root.identity_kind == frame::Identity::Full)
    return partition->rd_rel->relreplident == REPLICA_IDENTITY_FULL;
  const Bitmapset* logged = logged_attributes(partition);
  for (std::uint16_t position : root.identity)
    if (!bms_is_member(number_in_partition(numbers, root.columns[position].attribute), logged))
      return false;
  return true;
}

}  // namespace

PartitionRoot partition_root(Relation partition, Relation root,
                             const RelationDescription& description) {
  const AttrMap* numbers = attribute_numbers(partition, root);
  return {numbers, logs_key(partition, numbers, description)};
}

void renumber(const AttrMap& numbers, const Row& from, const Row& to) {
  for (int i = 0; i < numbers.maplen; ++i) {
    const int attnum = numbers.attnums[i];
    to.nulls[i] = attnum == 0 || from.nulls[attnum - 1];
    to.values[i] = to.nulls[i] ? 0 : from.values[attnum - 1];
  }
}

}  // namespace plugin
