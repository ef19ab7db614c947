// SPDX-License-Identifier: PostgreSQL
#include "plugin/catalog_versions.hpp"

namespace plugin {
namespace {

// Subtransactions that were rolled back are not among them.
bool is_of(const ReorderBufferTXN& txn, TransactionId xid) {
  if (!TransactionIdIsNormal(xid)) return false;
  if (xid == txn.xid) return true;
  const dlist_node* end = &txn.subtxns.head;
  for (const dlist_node* node = end->next; node != nullptr && node != end; node = node->next) {
    const auto* bytes = reinterpret_cast<const char*>(node) - offsetof(ReorderBufferTXN, node);
    if (xid == reinterpret_cast<const ReorderBufferTXN*>(bytes)->xid) return true;
  }
  return false;
}

// What is frozen was written by a transaction that nobody decodes any more.
bool is_written(const ReorderBufferTXN& txn, HeapTupleHeader header) {
  return !HeapTupleHeaderXminFrozen(header) && is_of(txn, HeapTupleHeaderGetRawXmin(header));
}

bool is_removed(const ReorderBufferTXN& txn, HeapTupleHeader header) {
  if ((header->t_infomask & HEAP_XMAX_INVALID) != 0) return false;
  if (HEAP_XMAX_IS_LOCKED_ONLY(header->t_infomask)) return false;
  return is_of(txn, HeapTupleHeaderGetUpdateXid(header));
}

}  // namespace

Version version_in(const ReorderBufferTXN& txn, HeapTuple row) {
  const bool written = is_written(txn, row->t_data);
  if (written == is_removed(txn, row->t_data)) return Version::Kept;
  return written ? Version::Added : Version::Removed;
}

// Nothing but CREATE TABLE writes the attributes that every table has.
bool created_in(const ReorderBufferTXN& txn, Oid table) {
  HeapTuple attribute =
      SearchSysCache2(ATTNUM, ObjectIdGetDatum(table), Int16GetDatum(TableOidAttributeNumber));
  if (!HeapTupleIsValid(attribute)) return false;
  const bool created = is_written(txn, attribute->t_data);
  ReleaseSysCache(attribute);
  return created;
}

}  // namespace plugin
