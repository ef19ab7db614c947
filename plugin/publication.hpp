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

// Of Publication *, in the current memory context.  A publication that does not exist is an error.
List* load_publications(List* names);

// Refuses row filters, column lists and publish_via_partition_root where they concern the relation.
PublishedActions published_actions(Relation relation, List* publications);

}  // namespace plugin
