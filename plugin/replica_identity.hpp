// SPDX-License-Identifier: PostgreSQL
// By which columns UPDATE and DELETE name a row, per REPLICA IDENTITY.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

struct ReplicaIdentity {
  frame::Identity kind;
  Oid index;  // Key: the index whose columns name the row
};

// A table with a primary key is matched by it even under REPLICA IDENTITY FULL.
ReplicaIdentity replica_identity(Relation relation);

// Attribute numbers of the key columns of an index, in its order.
struct IndexColumns {
  AttrNumber attnums[INDEX_MAX_KEYS];
  int count;
};
IndexColumns index_columns(Oid index);

}  // namespace plugin
