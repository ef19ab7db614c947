// SPDX-License-Identifier: PostgreSQL
#include "plugin/catalog_changes.hpp"

namespace plugin {

void CatalogChanges::create(MemoryContext memory) {
  capacity_ = 16;
  relations_ = static_cast<Oid*>(MemoryContextAlloc(memory, sizeof(Oid) * capacity_));
  forget();
}

void CatalogChanges::note_relation(Oid relation) {
  // Most commands invalidate a relation several times.
  if (count_ > 0 && relations_[count_ - 1] == relation) return;
  if (count_ == capacity_) {
    capacity_ *= 2;
    relations_ = static_cast<Oid*>(repalloc(relations_, sizeof(Oid) * capacity_));
  }
  relations_[count_++] = relation;
}

List* CatalogChanges::relations() const {
  List* relations = NIL;
  for (int i = 0; i < count_; ++i) relations = lappend_oid(relations, relations_[i]);
  list_sort(relations, list_oid_cmp);
  list_deduplicate_oid(relations);
  return relations;
}

void CatalogChanges::forget() {
  count_ = 0;
  publications_ = false;
}

}  // namespace plugin
