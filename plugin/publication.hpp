// SPDX-License-Identifier: PostgreSQL
// Which relations and which of their changes are wanted: what the publications that the stream
// names say, as pgoutput reads them.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

struct PublishedActions {
  bool inserts;
  bool updates;
  bool deletes;
  bool truncates;

  bool any() const { return inserts || updates || deletes || truncates; }
  bool include(ReorderBufferChangeType change) const;
};

struct Publishing {
  PublishedActions actions;
  Oid as;              // the relation, or the ancestor of a partition that its changes are sent as
  List* publications;  // of Publication *: those that publish it as that; NIL: none does
};
SAFE_TO_LONGJMP_OVER(Publishing);

// Of Publication *, in the current memory context.  A publication that does not exist is an error,
// or makes the list NIL.
List* load_publications(List* names, bool missing_ok = false);

// Of several ancestors the topmost counts, and what other publications say of rows and columns does
// not.
Publishing publishing(Relation relation, List* publications);

// Likewise, if these were the relation's ancestors, from its parent upwards.
Publishing publishing(Relation relation, List* ancestors, List* publications);

// What a publication says of a relation that it lists: Anum_pg_publication_rel_prqual or _prattrs.
// False where it says nothing of the kind.  The value is copied into the current memory context.
bool publication_detail(Relation relation, const Publication& publication, AttrNumber column,
                        Datum* value);

}  // namespace plugin
