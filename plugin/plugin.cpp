// SPDX-License-Identifier: PostgreSQL
// The callbacks of logical decoding, and the way of a change through the files beside this one.
#include "plugin/session.hpp"

extern "C" {
PG_MODULE_MAGIC;
PGDLLEXPORT void _PG_output_plugin_init(OutputPluginCallbacks* callbacks);
}

namespace plugin {
namespace {

void open_session(LogicalDecodingContext* context) {
  MemoryContext caller = MemoryContextSwitchTo(context->context);
  auto* session = static_cast<Session*>(palloc0(sizeof(Session)));
  session->options = parse_options(context->output_plugin_options);
  if (session->options.publication_names == NIL)
    ereport(ERROR, errcode(ERRCODE_INVALID_PARAMETER_VALUE),
            errmsg("option \"publication_names\" is missing"),
            errhint("Name the publications whose changes are wanted."));
  session->sink.create(context, session->options.protocol_version);
  session->relations.create(context->context, session->options);
  session->changes.create();
  session->change_memory =
      AllocSetContextCreate(context->context, "wal2mysql change", ALLOCSET_DEFAULT_SIZES);
  session->pinned_settings = pin_output_settings();
  context->output_plugin_private = session;
  MemoryContextSwitchTo(caller);
}

// A slot is created without options, and decodes nothing yet.
void on_startup(LogicalDecodingContext* context, OutputPluginOptions* options, bool is_init) {
  options->output_type = OUTPUT_PLUGIN_BINARY_OUTPUT;
  options->receive_rewrites = true;
  if (!is_init) open_session(context);
}

void on_shutdown(LogicalDecodingContext* context) {
  if (context->output_plugin_private != nullptr)
    unpin_output_settings(session_of(context).pinned_settings);
}

// The reader of a slot that is being created has said nothing yet.
bool on_origin(LogicalDecodingContext* context, RepOriginId origin) {
  return origin != InvalidRepOriginId && context->output_plugin_private != nullptr &&
         session_of(context).options.local_only;
}

void on_begin(LogicalDecodingContext* context, ReorderBufferTXN*) {
  Session& session = session_of(context);
  session.transaction.begin();
  session.relations.changes().forget();
}

// Reads the change, if anything of it is published.
bool is_wanted(Session& session, RelationEntry& entry, Relation relation,
               ReorderBufferChange* change) {
  if (!entry.actions.include(change->action)) return false;
  session.changes.read(relation, entry.root, change);
  return entry.filter == nullptr || session.changes.filter(*entry.filter);
}

// False where it is another stream's.
bool send_heartbeat(Session& session, const ReorderBufferTXN& txn, Relation relation,
                    ReorderBufferChange* change) {
  frame::Heartbeat heartbeat;
  if (!read_heartbeat(relation, change, session.options.heartbeat, heartbeat)) return false;
  session.transaction.ensure_begun(session.sink, txn);
  frame::write_heartbeat(session.sink.buffer().packer(), heartbeat);
  session.sink.end_change();
  return true;
}

void on_change(LogicalDecodingContext* context, ReorderBufferTXN* txn, Relation relation,
               ReorderBufferChange* change) {
  Session& session = session_of(context);
  // ALTER TABLE writes the rows of a table into a heap that takes its place.
  if (const Oid rewritten = relation->rd_rel->relrewrite; OidIsValid(rewritten)) {
    session.relations.changes().note_rewritten(rewritten);
    return session.transaction.skip_change(context);
  }
  MemoryContext caller = MemoryContextSwitchTo(session.change_memory);
  RelationEntry& entry = session.relations.find(relation);
  if (is_wanted(session, entry, relation, change)) {
    session.transaction.ensure_begun(session.sink, *txn);
    FrameBuffer& out = session.sink.buffer();
    session.relations.announce(entry, out);
    session.changes.encode(out, *entry.description);
    session.sink.end_change();
  } else if (!entry.is_heartbeat || !send_heartbeat(session, *txn, relation, change)) {
    session.transaction.skip_change(context);
  }
  MemoryContextSwitchTo(caller);
  MemoryContextReset(session.change_memory);
}

void tell_untold(Session& session, const ReorderBufferTXN& txn, Oid relation,
                 frame::Untold untold) {
  RelationEntry* entry = session.relations.find(relation);
  if (entry == nullptr || entry->description == nullptr) return;
  session.transaction.ensure_begun(session.sink, txn);
  session.relations.tell_untold(*entry, untold, session.sink.buffer());
  session.sink.end_change();
}

void tell_untold_relations(Session& session, const ReorderBufferTXN& txn) {
  MemoryContext caller = MemoryContextSwitchTo(session.change_memory);
  ListCell* cell;
  foreach (cell, untold_relations(txn, session.relations)) {
    const auto& untold = *static_cast<const UntoldRelation*>(lfirst(cell));
    tell_untold(session, txn, untold.relation, untold.reason);
  }
  foreach (cell, session.relations.changes().rewritten())
    tell_untold(session, txn, lfirst_oid(cell), frame::Untold::Rewrite);
  MemoryContextSwitchTo(caller);
  MemoryContextReset(session.change_memory);
}

// Partitions that are truncated without the root that they are published as take rows away from it.
void tell_truncated(Session& session, const ReorderBufferTXN& txn, List* roots,
                    const Relation relations[], int count) {
  list_sort(roots, list_oid_cmp);
  list_deduplicate_oid(roots);
  for (int i = 0; i < count; ++i) roots = list_delete_oid(roots, RelationGetRelid(relations[i]));
  ListCell* cell;
  foreach (cell, roots) tell_untold(session, txn, lfirst_oid(cell), frame::Untold::Partitions);
}

void on_truncate(LogicalDecodingContext* context, ReorderBufferTXN* txn, int count,
                 Relation relations[], ReorderBufferChange* change) {
  Session& session = session_of(context);
  MemoryContext caller = MemoryContextSwitchTo(session.change_memory);
  auto* published = static_cast<std::uint32_t*>(palloc(sizeof(std::uint32_t) * count));
  std::size_t published_count = 0;
  List* roots = NIL;
  for (int i = 0; i < count; ++i) {
    RelationEntry& entry = session.relations.find(relations[i]);
    if (!entry.actions.truncates) continue;
    if (entry.root != nullptr) {
      roots = lappend_oid(roots, entry.sent_as->id);
      continue;
    }
    session.transaction.ensure_begun(session.sink, *txn);
    session.relations.announce(entry, session.sink.buffer());
    published[published_count++] = entry.id;
  }
  if (roots != NIL) tell_truncated(session, *txn, roots, relations, count);
  if (published_count > 0) {
    const std::uint32_t flags =
        (change->data.truncate.cascade ? frame::kTruncateCascade : 0) |
        (change->data.truncate.restart_seqs ? frame::kTruncateRestartIdentity : 0);
    frame::write_truncate(session.sink.buffer().packer(), flags, {published, published_count});
    session.sink.end_change();
  } else {
    session.transaction.skip_change(context);
  }
  MemoryContextSwitchTo(caller);
  MemoryContextReset(session.change_memory);
}

void on_commit(LogicalDecodingContext* context, ReorderBufferTXN* txn, XLogRecPtr) {
  Session& session = session_of(context);
  if (session.relations.changes().any()) tell_untold_relations(session, *txn);
  session.transaction.commit(context, session.sink, *txn);
}

}  // namespace
}  // namespace plugin

void _PG_output_plugin_init(OutputPluginCallbacks* callbacks) {
  callbacks->startup_cb = plugin::on_startup;
  callbacks->begin_cb = plugin::on_begin;
  callbacks->change_cb = plugin::on_change;
  callbacks->truncate_cb = plugin::on_truncate;
  callbacks->commit_cb = plugin::on_commit;
  callbacks->filter_by_origin_cb = plugin::on_origin;
  callbacks->shutdown_cb = plugin::on_shutdown;
}
