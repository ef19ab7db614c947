// SPDX-License-Identifier: PostgreSQL
// wal2mysql.frame_to_jsonb(): frames for people and for tests, read by the reader that the applier
// uses.
#include "plugin/json_text.hpp"

extern "C" {
PG_FUNCTION_INFO_V1(wal2mysql_frame_to_jsonb);
}

namespace plugin {
namespace {

struct Input {
  frame::Reader reader;
  frame::RelationBuffer* buffer;
  JsonText out;
};
SAFE_TO_LONGJMP_OVER(Input);

// What a reader gave may only be shown once the reader is known to be sound.
void require_sound(const frame::Reader& reader) {
  if (reader.sound()) return;
  ereport(ERROR, errcode(ERRCODE_INVALID_BINARY_REPRESENTATION),
          errmsg("malformed frame at byte %zu", reader.offset()),
          errdetail("%s.", reader.failure()));
}

void show_tagged(JsonText& out, const char* tag, std::uint32_t number) {
  out.open('{');
  out.key(tag);
  out.unsigned_integer(number);
  out.close('}');
}

// What JSON cannot say by itself is said in an object.
void show_value(JsonText& out, const frame::Value& value) {
  using frame::ValueKind;
  switch (value.kind) {
    case ValueKind::Null:
      return out.null();
    case ValueKind::Boolean:
      return out.boolean(value.integer != 0);
    case ValueKind::Integer:
      return out.integer(value.integer);
    case ValueKind::Unsigned:
      return out.unsigned_integer(value.unsigned_integer);
    case ValueKind::Float:
      return out.single(value.single);
    case ValueKind::Double:
      return out.number(value.number);
    case ValueKind::Text:
      return out.string(value.bytes());
    case ValueKind::LongText:
      return show_tagged(out, "long_text", value.length);
    case ValueKind::LongBinary:
      return show_tagged(out, "long_binary", value.length);
    case ValueKind::Unchanged:
    case ValueKind::Binary:
      break;
  }
  out.open('{');
  out.key(value.is_unchanged() ? "unchanged" : "binary");
  if (value.is_unchanged())
    out.boolean(true);
  else
    out.hex(value.bytes());
  out.close('}');
}

void show_row(Input& in, const char* key) {
  in.out.key(key);
  in.out.open('[');
  const std::uint32_t count = in.reader.array();
  require_sound(in.reader);
  for (std::uint32_t i = 0; i < count; ++i) {
    const frame::Value value = in.reader.value();
    require_sound(in.reader);
    show_value(in.out, value);
  }
  in.out.close(']');
}

void show_positions(JsonText& out, const char* key, std::span<const std::uint16_t> positions) {
  out.key(key);
  out.open('[');
  for (std::uint16_t position : positions) out.integer(position);
  out.close(']');
}

constexpr const char* kKindNames[] = {"",       "hello",  "begin",    "relation",
                                      "insert", "update", "delete",   "truncate",
                                      "commit", "piece",  "heartbeat"};
constexpr const char* kIdentityNames[] = {"nothing", "key", "full"};
constexpr const char* kOldRowNames[] = {"none", "key", "full"};
constexpr const char* kUntoldNames[] = {"nothing", "partitions", "publications", "rewrite"};
constexpr const char* kWireNames[] = {"",       "boolean",  "integer", "unsigned", "float",
                                      "double", "decimal",  "text",    "binary",   "date",
                                      "time",   "datetime", "uuid",    "json"};
static_assert(lengthof(kKindNames) == static_cast<int>(frame::Kind::Heartbeat) + 1);
static_assert(lengthof(kWireNames) == static_cast<int>(frame::kWireLast) + 1);

template <typename Enum, std::size_t N>
std::string_view name_of(const char* const (&names)[N], Enum value) {
  return names[static_cast<std::size_t>(value)];
}

void show_hello(Input& in, const frame::Head& head) {
  const frame::Hello hello = read_hello(in.reader, head);
  require_sound(in.reader);
  in.out.key("protocol_version");
  in.out.unsigned_integer(hello.protocol_version);
  in.out.key("plugin_version");
  in.out.string(hello.plugin_version);
  in.out.key("server_version_num");
  in.out.unsigned_integer(hello.server_version_num);
}

void show_position(JsonText& out, std::uint64_t commit_lsn, std::uint64_t end_lsn,
                   std::int64_t commit_time_us) {
  out.key("commit_lsn");
  out.lsn(commit_lsn);
  out.key("end_lsn");
  out.lsn(end_lsn);
  out.key("commit_time");
  out.time(commit_time_us);
}

void show_begin(Input& in, const frame::Head& head) {
  const frame::Begin begin = read_begin(in.reader, head);
  require_sound(in.reader);
  in.out.key("xid");
  in.out.unsigned_integer(begin.xid);
  show_position(in.out, begin.commit_lsn, begin.end_lsn, begin.commit_time_us);
}

void show_commit(Input& in, const frame::Head& head) {
  const frame::Commit commit = read_commit(in.reader, head);
  require_sound(in.reader);
  show_position(in.out, commit.commit_lsn, commit.end_lsn, commit.commit_time_us);
}

void show_column(JsonText& out, const frame::Column& column) {
  out.open('{');
  out.key("attnum");
  out.integer(column.attnum);
  out.key("name");
  out.string(column.name);
  out.key("mysql_type");
  out.string(column.mysql_type);
  out.key("wire");
  out.string(name_of(kWireNames, column.wire));
  out.key("not_null");
  out.boolean(column.not_null);
  if (column.flags & frame::kColumnOfUnknownType) {
    out.key("unknown_type");
    out.boolean(true);
  }
  if (column.flags & frame::kColumnDeclaredText) {
    out.key("declared_text");
    out.boolean(true);
  }
  if (column.flags & frame::kColumnComputed) {
    out.key("computed");
    out.boolean(true);
  }
  out.close('}');
}

void show_relation(Input& in, const frame::Head& head) {
  const frame::Relation relation = read_relation(in.reader, head, *in.buffer);
  require_sound(in.reader);
  in.out.key("relation");
  in.out.unsigned_integer(relation.id);
  in.out.key("schema");
  in.out.string(relation.schema);
  in.out.key("name");
  in.out.string(relation.name);
  in.out.key("identity_kind");
  in.out.string(name_of(kIdentityNames, relation.identity_kind));
  in.out.key("columns");
  in.out.open('[');
  for (const frame::Column& column : relation.columns) show_column(in.out, column);
  in.out.close(']');
  show_positions(in.out, "primary_key", relation.primary_key);
  show_positions(in.out, "identity", relation.identity);
  if (relation.untold == frame::Untold::Nothing) return;
  in.out.key("untold");
  in.out.string(name_of(kUntoldNames, relation.untold));
}

void show_change(Input& in, const frame::Head& head) {
  const frame::Change change = read_change(in.reader, head);
  require_sound(in.reader);
  in.out.key("relation");
  in.out.unsigned_integer(change.relation);
  if (head.kind != frame::Kind::Insert) {
    in.out.key("old_kind");
    in.out.string(name_of(kOldRowNames, change.old_row));
    show_row(in, "old");
  }
  if (head.kind != frame::Kind::Delete) show_row(in, "new");
}

void show_truncate(Input& in, const frame::Head& head) {
  const frame::Truncate truncate = read_truncate(in.reader, head);
  require_sound(in.reader);
  in.out.key("cascade");
  in.out.boolean(truncate.flags & frame::kTruncateCascade);
  in.out.key("restart_identity");
  in.out.boolean(truncate.flags & frame::kTruncateRestartIdentity);
  in.out.key("relations");
  in.out.open('[');
  for (std::uint32_t i = 0; i < truncate.relations; ++i) {
    const std::uint32_t relation = in.reader.uint32();
    require_sound(in.reader);
    in.out.unsigned_integer(relation);
  }
  in.out.close(']');
}

void show_piece(Input& in, const frame::Head& head) {
  const std::string_view bytes = read_piece(in.reader, head);
  require_sound(in.reader);
  in.out.key("bytes");
  in.out.unsigned_integer(bytes.size());
}

void show_heartbeat(Input& in, const frame::Head& head) {
  const frame::Heartbeat heartbeat = read_heartbeat(in.reader, head);
  require_sound(in.reader);
  in.out.key("beat");
  in.out.unsigned_integer(heartbeat.beat);
  in.out.key("sent_at");
  in.out.integer(heartbeat.sent_at_us);
}

void show_fields(Input& in, const frame::Head& head) {
  switch (head.kind) {
    case frame::Kind::Hello:
      return show_hello(in, head);
    case frame::Kind::Begin:
      return show_begin(in, head);
    case frame::Kind::Relation:
      return show_relation(in, head);
    case frame::Kind::Insert:
    case frame::Kind::Update:
    case frame::Kind::Delete:
      return show_change(in, head);
    case frame::Kind::Truncate:
      return show_truncate(in, head);
    case frame::Kind::Commit:
      return show_commit(in, head);
    case frame::Kind::Piece:
      return show_piece(in, head);
    case frame::Kind::Heartbeat:
      return show_heartbeat(in, head);
  }
}

Datum next_frame_as_jsonb(Input& in) {
  in.out.create();
  const frame::Head head = read_head(in.reader);
  require_sound(in.reader);
  in.out.open('{');
  in.out.key("kind");
  in.out.string(name_of(kKindNames, head.kind));
  show_fields(in, head);
  in.out.close('}');
  return DirectFunctionCall1(jsonb_in, CStringGetDatum(in.out.c_str()));
}

}  // namespace
}  // namespace plugin

Datum wal2mysql_frame_to_jsonb(PG_FUNCTION_ARGS) {
  using namespace plugin;
  InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
  auto* result = reinterpret_cast<ReturnSetInfo*>(fcinfo->resultinfo);
  bytea* frames = PG_GETARG_BYTEA_PP(0);
  Input in{frame::Reader{{VARDATA_ANY(frames), VARSIZE_ANY_EXHDR(frames)}},
           static_cast<frame::RelationBuffer*>(palloc0(sizeof(frame::RelationBuffer))),
           {}};
  MemoryContext memory =
      AllocSetContextCreate(CurrentMemoryContext, "wal2mysql frame", ALLOCSET_DEFAULT_SIZES);
  while (!in.reader.at_end()) {
    MemoryContext caller = MemoryContextSwitchTo(memory);
    Datum shown = next_frame_as_jsonb(in);
    bool is_null = false;
    tuplestore_putvalues(result->setResult, result->setDesc, &shown, &is_null);
    MemoryContextSwitchTo(caller);
    MemoryContextReset(memory);
  }
  return Datum{0};
}
