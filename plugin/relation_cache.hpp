// SPDX-License-Identifier: PostgreSQL
// What a decoding session knows of each relation, so that nothing is looked up per row, and what it
// has told the applier, so that each is described once and again only after it changed.
//
// Invalidations arrive in the middle of a callback, whenever it reads the catalogues, so they only
// mark an entry stale; the next change of the relation describes it afresh.
#pragma once

#include "plugin/catalog_changes.hpp"
#include "plugin/options.hpp"
#include "plugin/partition_root.hpp"
#include "plugin/publication.hpp"
#include "plugin/published_relation.hpp"

namespace plugin {

struct RelationEntry {
  Oid id;  // the key of the hash table: first
  bool fresh;
  MemoryContext memory;  // of what is known
  PublishedActions actions;
  bool is_heartbeat;          // the extension's own table, which is not published
  RelationEntry* sent_as;     // itself, or the entry of an ancestor
  const PartitionRoot* root;  // nullptr: it is sent as itself
  // Of what it is sent as.
  const RelationDescription* description;  // nullptr: it is not published
  RowFilter* filter;                       // nullptr: every row is sent
  // Of a relation that is sent as itself: the frame that was sent last.
  std::string_view announced;
  bool was_sent_otherwise;  // as another relation, or not at all
};
SAFE_TO_LONGJMP_OVER(RelationEntry);

class RelationCache {
 public:
  // Lives in `memory`, and invalidations reach it until that is reset.
  void create(MemoryContext memory, const Options& options);

  // The entry is good until the next call.
  RelationEntry& find(Relation relation) {
    if (last_ != nullptr && last_->id == RelationGetRelid(relation) && last_->fresh) return *last_;
    last_ = &find_slowly(relation);
    return *last_;
  }

  // nullptr where there is no such relation.
  RelationEntry* find(Oid id);

  // Writes the relation frame, unless the applier has it already.
  void announce(RelationEntry& entry, FrameBuffer& out) {
    if (entry.sent_as->announced.data() != entry.description->frame.data())
      announce_change(*entry.sent_as, out);
  }

  // Writes the relation frame with what is untold of an entry that is sent as itself.
  void tell_untold(RelationEntry& entry, frame::Untold untold, FrameBuffer& out);

  // NIL where one of them does not exist.
  List* existing_publications();

  // Whether the relation is known to have been sent in another way than as `other`.
  bool was_sent_otherwise(Oid relation, Oid other) const;

  // Of the transaction at hand, since it began.
  CatalogChanges& changes() { return changes_; }

  void mark_stale(Oid relation);
  void mark_all_stale();
  void mark_user_types_stale();
  void mark_publications_stale();

 private:
  RelationEntry& find_slowly(Relation relation);
  void refresh(RelationEntry& entry, Relation relation);
  Publishing wanted(const Publishing& published, Oid id) const;
  void send_as_itself(RelationEntry& entry, Relation relation, List* publications);
  void send_as_ancestor(RelationEntry& entry, Relation relation, Oid ancestor);
  void announce_change(RelationEntry& entry, FrameBuffer& out);
  List* publications();
  List* read_publications(bool missing_ok);
  template <typename Affected>
  void mark_where(Affected affected);

  MemoryContext memory_;
  MemoryContext publication_memory_;
  HTAB* entries_;
  RelationEntry* last_;
  const Options* options_;
  List* publications_;
  bool publications_fresh_;
  CatalogChanges changes_;
};
SAFE_TO_LONGJMP_OVER(RelationCache);

}  // namespace plugin
