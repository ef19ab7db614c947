// SPDX-License-Identifier: PostgreSQL
#include "plugin/relation_cache.hpp"

#include "plugin/heartbeat.hpp"
#include "plugin/rule_condition.hpp"

namespace plugin {
namespace {

// Callbacks cannot be unregistered: they outlive the session that they were registered for.
RelationCache* active_cache = nullptr;

void on_relation_change(Datum, Oid relation) {
  if (active_cache == nullptr) return;
  if (OidIsValid(relation)) {
    active_cache->mark_stale(relation);
    active_cache->changes().note_relation(relation);
  } else {
    active_cache->mark_all_stale();
  }
}

void on_publication_change(Datum, int, uint32) {
  if (active_cache == nullptr) return;
  active_cache->mark_publications_stale();
  active_cache->changes().note_publications();
}

void on_schema_change(Datum, int, uint32) {
  if (active_cache != nullptr) active_cache->mark_all_stale();
}

// Comes with every CREATE TABLE, too.
void on_type_change(Datum, int, uint32) {
  if (active_cache != nullptr) active_cache->mark_user_types_stale();
}

void on_memory_reset(void* cache) {
  if (active_cache == cache) active_cache = nullptr;
}

void register_callbacks() {
  static bool registered = false;
  if (registered) return;
  registered = true;
  CacheRegisterRelcacheCallback(on_relation_change, 0);
  CacheRegisterSyscacheCallback(PUBLICATIONOID, on_publication_change, 0);
  CacheRegisterSyscacheCallback(PUBLICATIONRELMAP, on_publication_change, 0);
  CacheRegisterSyscacheCallback(PUBLICATIONNAMESPACEMAP, on_publication_change, 0);
  CacheRegisterSyscacheCallback(NAMESPACEOID, on_schema_change, 0);
  CacheRegisterSyscacheCallback(TYPEOID, on_type_change, 0);
  CacheRegisterSyscacheCallback(ENUMOID, on_type_change, 0);
}

bool has_user_types(const RelationEntry& entry) {
  return entry.description == nullptr || entry.description->has_user_types;
}

// Leaves the bytes that were announced last where they are compared with what is true now.
void keep_announced(RelationEntry& entry) {
  if (entry.description != nullptr && entry.announced == entry.description->frame) {
    entry.announced = entry.description->frame;
  } else if (!entry.announced.empty()) {
    auto* copy = static_cast<char*>(palloc(entry.announced.size()));
    std::memcpy(copy, entry.announced.data(), entry.announced.size());
    entry.announced = {copy, entry.announced.size()};
  }
}

}  // namespace

void RelationCache::create(MemoryContext memory, const Options& options) {
  *this = {};
  memory_ = memory;
  publication_memory_ =
      AllocSetContextCreate(memory, "wal2mysql publications", ALLOCSET_SMALL_SIZES);
  options_ = &options;
  changes_.create(memory);
  HASHCTL settings{};
  settings.keysize = sizeof(Oid);
  settings.entrysize = sizeof(RelationEntry);
  settings.hcxt = memory;
  entries_ =
      hash_create("wal2mysql relations", 128, &settings, HASH_ELEM | HASH_BLOBS | HASH_CONTEXT);
  auto* reset = static_cast<MemoryContextCallback*>(
      MemoryContextAllocZero(memory, sizeof(MemoryContextCallback)));
  reset->func = on_memory_reset;
  reset->arg = this;
  MemoryContextRegisterResetCallback(memory, reset);
  register_callbacks();
  active_cache = this;
}

RelationEntry& RelationCache::find_slowly(Relation relation) {
  const Oid id = RelationGetRelid(relation);
  bool found = false;
  auto* entry = static_cast<RelationEntry*>(hash_search(entries_, &id, HASH_ENTER, &found));
  if (!found) {
    *entry = {};
    entry->id = id;
    entry->memory = AllocSetContextCreate(memory_, "wal2mysql relation", ALLOCSET_SMALL_SIZES);
  }
  while (!entry->fresh) refresh(*entry, relation);
  return *entry;
}

// An entry that goes stale while it is being read about is read about again.
void RelationCache::refresh(RelationEntry& entry, Relation relation) {
  const RelationEntry before = entry;
  entry.sent_as = &entry;
  entry.root = nullptr;
  entry.description = nullptr;
  entry.filter = nullptr;
  entry.fresh = true;
  // What was announced last is compared with what is true now, so the old bytes are kept for that.
  MemoryContext old_memory = entry.memory;
  entry.memory = AllocSetContextCreate(memory_, "wal2mysql relation", ALLOCSET_SMALL_SIZES);
  MemoryContext caller = MemoryContextSwitchTo(entry.memory);
  entry.is_heartbeat = is_heartbeat_table(relation);
  const Publishing published = entry.is_heartbeat
                                   ? Publishing{{}, entry.id, NIL}
                                   : wanted(publishing(relation, publications()), entry.id);
  entry.actions = published.actions;
  if (published.as != entry.id)
    send_as_ancestor(entry, relation, published.as);
  else if (published.publications != NIL)
    send_as_itself(entry, relation, published.publications);
  keep_announced(entry);
  if (before.sent_as != nullptr)
    entry.was_sent_otherwise |= before.sent_as != entry.sent_as ||
                                (before.description == nullptr) != (entry.description == nullptr);
  MemoryContextSwitchTo(caller);
  MemoryContextDelete(old_memory);
}

// Of what is not asked for nothing is sent, as if it were not published.
Publishing RelationCache::wanted(const Publishing& published, Oid id) const {
  if (options_->relations == NIL || list_member_oid(options_->relations, published.as))
    return published;
  return {{}, id, NIL};
}

void RelationCache::send_as_itself(RelationEntry& entry, Relation relation, List* publications) {
  const PublishedRelation sent = published_relation(relation, publications, *options_);
  entry.description = sent.description;
  entry.filter = sent.filter;
}

// Its entry does not move, and where it goes stale, so does this one.
void RelationCache::send_as_ancestor(RelationEntry& entry, Relation relation, Oid ancestor) {
  Relation root = RelationIdGetRelation(ancestor);
  if (!RelationIsValid(root)) elog(ERROR, "could not open relation with OID %u", ancestor);
  RelationEntry& root_entry = find_slowly(root);
  if (root_entry.description == nullptr)
    elog(ERROR, "partition \"%s\" is published as \"%s\", which is not published",
         RelationGetRelationName(relation), RelationGetRelationName(root));
  entry.sent_as = &root_entry;
  entry.description = root_entry.description;
  entry.filter = root_entry.filter;
  auto* map = static_cast<PartitionRoot*>(palloc(sizeof(PartitionRoot)));
  *map = partition_root(relation, root, *entry.description);
  entry.root = map;
  check_partition_of_ruled(relation, root, rules_of(options_->rules, root), map->keeps_key);
  RelationClose(root);
}

RelationEntry* RelationCache::find(Oid id) {
  Relation relation = RelationIdGetRelation(id);
  if (!RelationIsValid(relation)) return nullptr;
  RelationEntry& entry = find(relation);
  RelationClose(relation);
  return &entry;
}

bool RelationCache::was_sent_otherwise(Oid relation, Oid other) const {
  const auto* entry =
      static_cast<const RelationEntry*>(hash_search(entries_, &relation, HASH_FIND, nullptr));
  return entry != nullptr && (entry->was_sent_otherwise || entry->description == nullptr ||
                              entry->sent_as->id != other);
}

void RelationCache::tell_untold(RelationEntry& entry, frame::Untold untold, FrameBuffer& out) {
  frame::Relation message = entry.description->message;
  message.untold = untold;
  frame::write_relation(out.packer(), message);
  entry.announced = entry.description->frame;
}

void RelationCache::announce_change(RelationEntry& entry, FrameBuffer& out) {
  out.write(entry.description->frame.data(), entry.description->frame.size());
  entry.announced = entry.description->frame;
}

List* RelationCache::publications() {
  return read_publications(false);
}

List* RelationCache::existing_publications() {
  return read_publications(true);
}

List* RelationCache::read_publications(bool missing_ok) {
  if (publications_fresh_) return publications_;
  publications_fresh_ = true;
  MemoryContextReset(publication_memory_);
  MemoryContext caller = MemoryContextSwitchTo(publication_memory_);
  publications_ = load_publications(options_->publication_names, missing_ok);
  MemoryContextSwitchTo(caller);
  if (publications_ == NIL) publications_fresh_ = false;
  return publications_;
}

// Of an entry that is stale already, nothing may be looked at: what it pointed to may be gone.
template <typename Affected>
void RelationCache::mark_where(Affected affected) {
  HASH_SEQ_STATUS scan;
  hash_seq_init(&scan, entries_);
  while (auto* entry = static_cast<RelationEntry*>(hash_seq_search(&scan)))
    if (entry->fresh && affected(*entry)) entry->fresh = false;
}

void RelationCache::mark_stale(Oid relation) {
  // It may be a composite type, too, whose attributes changed.
  mark_where([relation](const RelationEntry& entry) {
    return entry.id == relation || entry.sent_as->id == relation || has_user_types(entry);
  });
}

void RelationCache::mark_all_stale() {
  mark_where([](const RelationEntry&) { return true; });
}

void RelationCache::mark_user_types_stale() {
  mark_where(has_user_types);
}

void RelationCache::mark_publications_stale() {
  publications_fresh_ = false;
  mark_all_stale();
}

}  // namespace plugin
