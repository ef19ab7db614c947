// SPDX-License-Identifier: PostgreSQL
#include "plugin/heartbeat.hpp"

#include "plugin/value_encoder.hpp"

namespace plugin {
namespace {

constexpr const char* kExtension = "wal2mysql";
constexpr const char* kTable = "heartbeat";

// In the order of sql/wal2mysql--1.0.sql.
enum Attribute { kStream, kBeat, kSentAt, kAttributes };
constexpr Oid kTypes[] = {TEXTOID, INT8OID, TIMESTAMPTZOID};
static_assert(lengthof(kTypes) == kAttributes);

bool has_its_shape(TupleDesc shape) {
  if (shape->natts < kAttributes) return false;
  for (int i = 0; i < kAttributes; ++i)
    if (TupleDescAttr(shape, i)->atttypid != kTypes[i]) return false;
  return true;
}

}  // namespace

bool is_heartbeat_table(Relation relation) {
  if (std::strcmp(RelationGetRelationName(relation), kTable) != 0) return false;
  const Oid extension = getExtensionOfObject(RelationRelationId, RelationGetRelid(relation));
  return OidIsValid(extension) && extension == get_extension_oid(kExtension, true);
}

bool read_heartbeat(Relation relation, ReorderBufferChange* change, const char* stream,
                    frame::Heartbeat& heartbeat) {
  HeapTuple tuple = tuple_of(change->data.tp.newtuple);
  TupleDesc shape = RelationGetDescr(relation);
  if (stream == nullptr || tuple == nullptr || !has_its_shape(shape)) return false;
  Datum values[kAttributes];
  for (int i = 0; i < kAttributes; ++i) {
    bool is_null = false;
    values[i] = heap_getattr(tuple, i + 1, shape, &is_null);
    if (is_null) return false;
  }
  if (std::strcmp(TextDatumGetCString(values[kStream]), stream) != 0) return false;
  heartbeat = {static_cast<std::uint64_t>(DatumGetInt64(values[kBeat])),
               DatumGetTimestampTz(values[kSentAt]) + kUnixEpochOffset};
  return true;
}

}  // namespace plugin
