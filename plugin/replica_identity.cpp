// SPDX-License-Identifier: PostgreSQL
#include "plugin/replica_identity.hpp"

namespace plugin {

ReplicaIdentity replica_identity(Relation relation) {
  const char setting = relation->rd_rel->relreplident;
  const bool full = setting == REPLICA_IDENTITY_FULL;
  Oid index = InvalidOid;
  if (setting == REPLICA_IDENTITY_INDEX)
    index = RelationGetReplicaIndex(relation);
  else if (full || setting == REPLICA_IDENTITY_DEFAULT)
    index = immediate_primary_key(relation);
  if (OidIsValid(index)) return {frame::Identity::Key, index};
  return {full ? frame::Identity::Full : frame::Identity::Nothing, InvalidOid};
}

// Takes no lock, as PostgreSQL's own decoding takes none: an index that is being dropped now is
// still what it was when the change was made.
IndexColumns index_columns(Oid index_id) {
  IndexColumns columns{};
  Relation index = RelationIdGetRelation(index_id);
  if (!RelationIsValid(index)) elog(ERROR, "could not open index with OID %u", index_id);
  columns.count = IndexRelationGetNumberOfKeyAttributes(index);
  for (int i = 0; i < columns.count; ++i) columns.attnums[i] = index->rd_index->indkey.values[i];
  RelationClose(index);
  return columns;
}

}  // namespace plugin
