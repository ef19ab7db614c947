// SPDX-License-Identifier: PostgreSQL
#include "plugin/catalog_changes.hpp"

namespace plugin {

void CatalogChanges::create(MemoryContext memory) {
  for (Oids* oids : {&relations_, &rewritten_}) {
    oids->capacity = 16;
    oids->items = static_cast<Oid*>(MemoryContextAlloc(memory, sizeof(Oid) * oids->capacity));
  }
  forget();
}

// Most commands invalidate a relation several times, and rewritten rows come one by one.
void CatalogChanges::add(Oids& oids, Oid oid) {
  if (oids.count > 0 && oids.items[oids.count - 1] == oid) return;
  if (oids.count == oids.capacity) {
    oids.capacity *= 2;
    oids.items = static_cast<Oid*>(repalloc(oids.items, sizeof(Oid) * oids.capacity));
  }
  oids.items[oids.count++] = oid;
}

List* CatalogChanges::list(const Oids& oids) {
  List* list = NIL;
  for (int i = 0; i < oids.count; ++i) list = lappend_oid(list, oids.items[i]);
  list_sort(list, list_oid_cmp);
  list_deduplicate_oid(list);
  return list;
}

void CatalogChanges::note_relation(Oid relation) {
  add(relations_, relation);
}

void CatalogChanges::note_rewritten(Oid relation) {
  add(rewritten_, relation);
}

List* CatalogChanges::relations() const {
  return list(relations_);
}

List* CatalogChanges::rewritten() const {
  return list(rewritten_);
}

void CatalogChanges::forget() {
  relations_.count = 0;
  rewritten_.count = 0;
  publications_ = false;
}

}  // namespace plugin
