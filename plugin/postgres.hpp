// SPDX-License-Identifier: PostgreSQL
// The one door through which PostgreSQL's headers come, and the only place that knows that its
// versions differ.
//
// Standard headers and msgpack come first: postgres.h redefines printf and defines macros with
// names that they use.
#pragma once

#include <bit>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <type_traits>

#include "frame/message_reader.hpp"
#include "frame/message_writer.hpp"

extern "C" {
// postgres.h goes before everything else of PostgreSQL.
#include "postgres.h"
//
#include "access/attmap.h"
#include "access/genam.h"
#include "access/htup_details.h"
#include "access/relation.h"
#include "access/table.h"
#include "access/tableam.h"
#include "access/xact.h"
#include "catalog/dependency.h"
#include "catalog/heap.h"
#include "catalog/indexing.h"
#include "catalog/namespace.h"
#include "catalog/partition.h"
#include "catalog/pg_class.h"
#include "catalog/pg_enum.h"
#include "catalog/pg_inherits.h"
#include "catalog/pg_proc.h"
#include "catalog/pg_publication.h"
#include "catalog/pg_publication_namespace.h"
#include "catalog/pg_publication_rel.h"
#include "catalog/pg_type.h"
#include "commands/defrem.h"
#include "commands/extension.h"
#include "executor/executor.h"
#include "fmgr.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "nodes/makefuncs.h"
#include "nodes/nodeFuncs.h"
#include "optimizer/optimizer.h"
#include "parser/parse_coerce.h"
#include "parser/parse_collate.h"
#include "parser/parse_expr.h"
#include "parser/parse_node.h"
#include "parser/parser.h"
#include "replication/logical.h"
#include "replication/origin.h"
#include "replication/output_plugin.h"
#include "replication/reorderbuffer.h"
#include "rewrite/rewriteHandler.h"
#include "utils/acl.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/cash.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/datum.h"
#include "utils/fmgroids.h"
#include "utils/guc.h"
#include "utils/hsearch.h"
#include "utils/inval.h"
#include "utils/json.h"
#include "utils/jsonb.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/pg_locale.h"
#include "utils/rel.h"
#include "utils/rls.h"
#include "utils/snapmgr.h"
#include "utils/syscache.h"
#include "utils/timestamp.h"
#include "utils/typcache.h"
#include "utils/uuid.h"
#include "utils/varbit.h"
#include "utils/varlena.h"
#if PG_VERSION_NUM >= 160000
#include "varatt.h"
#endif
}

// PostgreSQL reports errors with longjmp, which skips destructors.  So nothing that lives on the
// plugin's stack may need one: each such type is named here once and the compiler keeps the rule.
#define SAFE_TO_LONGJMP_OVER(T)                      \
  static_assert(std::is_trivially_destructible_v<T>, \
                #T " has a destructor that ereport(ERROR) would skip")

namespace plugin {

#if PG_VERSION_NUM >= 170000
inline HeapTuple tuple_of(HeapTuple tuple) {
  return tuple;
}
#else
inline HeapTuple tuple_of(ReorderBufferTupleBuf* buffer) {
  return buffer == nullptr ? nullptr : &buffer->tuple;
}
#endif

// From PostgreSQL 16 on the server itself keeps the connection alive through long stretches of
// changes that the plugin filters out.
#if PG_VERSION_NUM >= 160000
inline constexpr bool kServerReportsProgress = true;
#else
inline constexpr bool kServerReportsProgress = false;
#endif

// A deferrable primary key does not name rows: two of them may share it within a transaction.
inline Oid immediate_primary_key(Relation relation) {
#if PG_VERSION_NUM >= 180000
  return RelationGetPrimaryKeyIndex(relation, false);
#else
  return RelationGetPrimaryKeyIndex(relation);
#endif
}

// nullptr where the attributes of a partition have the numbers that they have in `root`.
inline const AttrMap* attribute_numbers(Relation partition, Relation root) {
#if PG_VERSION_NUM >= 160000
  return build_attrmap_by_name_if_req(RelationGetDescr(partition), RelationGetDescr(root), false);
#else
  return build_attrmap_by_name_if_req(RelationGetDescr(partition), RelationGetDescr(root));
#endif
}

inline Node* virtual_expression(Relation relation, int attnum) {
#if PG_VERSION_NUM >= 180000
  return build_generation_expression(relation, attnum);
#else
  static_cast<void>(relation);
  static_cast<void>(attnum);
  return nullptr;
#endif
}

// Headers before PostgreSQL 16 declare walkers as C does that does not care for parameters.
using NodeWalker = bool (*)(Node* node, void* context);

inline bool walk_parsed(Node* node, NodeWalker walker, void* context) {
#if PG_VERSION_NUM >= 160000
  return raw_expression_tree_walker(node, walker, context);
#else
  return raw_expression_tree_walker(
      node, reinterpret_cast<bool (*)()>(reinterpret_cast<void*>(walker)), context);
#endif
}

inline bool walk_analysed(Node* node, NodeWalker walker, void* context) {
#if PG_VERSION_NUM >= 160000
  return expression_tree_walker(node, walker, context);
#else
  return expression_tree_walker(node, reinterpret_cast<bool (*)()>(reinterpret_cast<void*>(walker)),
                                context);
#endif
}

// An expression over the columns of range table entry 1, of which no tuple holds the virtual ones.
inline Node* expand_virtual_columns(Node* expression, Relation relation) {
#if PG_VERSION_NUM >= 180000
  return expand_generated_columns_in_expr(expression, relation, 1);
#else
  static_cast<void>(relation);
  return expression;
#endif
}

// A virtual column is computed when it is read: no tuple holds it.
inline bool is_stored(const FormData_pg_attribute& attribute) {
#if PG_VERSION_NUM >= 180000
  return attribute.attgenerated != ATTRIBUTE_GENERATED_VIRTUAL;
#else
  static_cast<void>(attribute);
  return true;
#endif
}

}  // namespace plugin
