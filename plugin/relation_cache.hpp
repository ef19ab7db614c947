// SPDX-License-Identifier: PostgreSQL
// What a decoding session knows of each relation, so that nothing is looked up per row, and what it
// has told the applier, so that each is described once and again only after it changed.
//
// Invalidations arrive in the middle of a callback, whenever it reads the catalogues, so they only
// mark an entry stale; the next change of the relation describes it afresh.
#pragma once

#include "plugin/options.hpp"
#include "plugin/publication.hpp"
#include "plugin/published_relation.hpp"

namespace plugin {

struct RelationEntry {
  Oid id;  // the key of the hash table: first
  bool fresh;
  MemoryContext memory;  // of what is known
  PublishedActions actions;
  const RelationDescription* description;  // nullptr: it is not published
  RowFilter* filter;                       // nullptr: every row is sent
  std::string_view announced;              // the frame that was sent last
};
SAFE_TO_LONGJMP_OVER(RelationEntry);

class RelationCache {
 public:
  // Lives in `memory`, and invalidations reach it until that is reset.
  void create(MemoryContext memory, const Options& options);

  // The entry is good until the next call.
  RelationEntry& find(Relation relation) {
    if (last_ != nullptr && last_->id == RelationGetRelid(relation) && last_->fresh) return *last_;
    return find_slowly(relation);
  }

  // Writes the relation frame, unless the applier has it already.
  void announce(RelationEntry& entry, FrameBuffer& out) {
    if (entry.announced.data() != entry.description->frame.data()) announce_change(entry, out);
  }

  void mark_stale(Oid relation);
  void mark_all_stale();
  void mark_user_types_stale();
  void mark_publications_stale();

 private:
  RelationEntry& find_slowly(Relation relation);
  void refresh(RelationEntry& entry, Relation relation);
  void announce_change(RelationEntry& entry, FrameBuffer& out);
  List* publications();

  MemoryContext memory_;
  MemoryContext publication_memory_;
  HTAB* entries_;
  RelationEntry* last_;
  const Options* options_;
  List* publications_;
  bool publications_fresh_;
};
SAFE_TO_LONGJMP_OVER(RelationCache);

}  // namespace plugin
