// SPDX-License-Identifier: PostgreSQL
// Which rows of a catalog a transaction that is being decoded wrote, and which it removed.
//
// The historic snapshot shows what was true in the end. What was true before can be read as well:
// a slot keeps old rows of catalogs as long as a transaction that it has to decode may see them.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

enum class Version : std::uint8_t { Kept, Added, Removed };

// Of a row of a catalog. One that came and went counts as kept.
Version version_in(const ReorderBufferTXN& txn, HeapTuple row);

// Whether the transaction created the table.
bool created_in(const ReorderBufferTXN& txn, Oid table);

// Calls visit(HeapTuple, Version) for every row that the transaction added to a catalog or removed
// from it, of those whose attribute `key` is `value`. `index` may be invalid: there is none.
template <typename Visit>
void visit_versions(const ReorderBufferTXN& txn, Oid catalog, Oid index, AttrNumber key, Oid value,
                    Visit visit) {
  Relation relation = table_open(catalog, AccessShareLock);
  ScanKeyData wanted;
  ScanKeyInit(&wanted, key, BTEqualStrategyNumber, F_OIDEQ, ObjectIdGetDatum(value));
  SysScanDesc scan =
      systable_beginscan(relation, index, OidIsValid(index), SnapshotAny, 1, &wanted);
  while (HeapTuple row = systable_getnext(scan)) {
    const Version version = version_in(txn, row);
    if (version != Version::Kept) visit(row, version);
  }
  systable_endscan(scan);
  table_close(relation, AccessShareLock);
}

}  // namespace plugin
