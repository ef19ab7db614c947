// SPDX-License-Identifier: PostgreSQL
// What the transaction at hand may have altered, as far as invalidations tell: they come with every
// command of it, but also from elsewhere, and say no more than where to look.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

class CatalogChanges {
 public:
  void create(MemoryContext memory);

  void note_relation(Oid relation);
  void note_publications() { publications_ = true; }
  // ALTER TABLE wrote its rows anew.
  void note_rewritten(Oid relation);

  bool any() const { return relations_.count > 0 || rewritten_.count > 0 || publications_; }
  bool publications() const { return publications_; }
  // Each once, in the current memory context: what is noted meanwhile is not in the list.
  List* relations() const;
  List* rewritten() const;
  void forget();

 private:
  struct Oids {
    Oid* items;
    int count;
    int capacity;
  };

  static void add(Oids& oids, Oid oid);
  static List* list(const Oids& oids);

  Oids relations_;
  Oids rewritten_;
  bool publications_;
};
SAFE_TO_LONGJMP_OVER(CatalogChanges);

}  // namespace plugin
