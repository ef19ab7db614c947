// SPDX-License-Identifier: PostgreSQL
#include "frame/message_reader.hpp"

namespace frame {
namespace {

constexpr auto kKindLast = static_cast<std::uint32_t>(Kind::Heartbeat);

// A message may have grown at its end, never shrunk.
void finish(Reader& reader, std::uint32_t fields, std::uint32_t known) {
  if (fields < known) reader.fail("a frame lacks fields that its kind must have");
  for (; fields > known && reader.sound(); --fields) reader.skip();
}

Column read_column(Reader& reader) {
  Column column;
  const std::uint32_t fields = reader.array();
  column.attnum = static_cast<std::int32_t>(reader.uint32(kColumnsMax));
  if (column.attnum == 0) reader.fail("a column has no number");
  column.name = reader.text();
  column.mysql_type = reader.text();
  const std::uint32_t wire = reader.uint32(static_cast<std::uint32_t>(kWireLast));
  if (wire == 0) reader.fail("a column has no wire kind");
  column.wire = static_cast<Wire>(wire);
  column.not_null = reader.boolean();
  column.flags = static_cast<std::uint8_t>(reader.uint32(0xff));
  finish(reader, fields, 6);
  return column;
}

std::span<const std::uint16_t> read_positions(Reader& reader, std::uint16_t* positions,
                                              std::size_t columns) {
  const std::uint32_t count = reader.array();
  if (count > columns) reader.fail("a key has more columns than its relation");
  if (!reader.sound()) return {};
  for (std::uint32_t i = 0; i < count; ++i) {
    positions[i] = static_cast<std::uint16_t>(reader.uint32(kColumnsMax));
    if (positions[i] >= columns) reader.fail("a key names a column that its relation lacks");
  }
  return {positions, count};
}

}  // namespace

Head read_head(Reader& reader) {
  Head head;
  const std::uint32_t elements = reader.array();
  if (elements == 0) reader.fail("a frame without a kind");
  const std::uint32_t kind = reader.uint32(kKindLast);
  if (kind == 0) reader.fail("a frame of no kind");
  if (!reader.sound()) return head;
  head.kind = static_cast<Kind>(kind);
  head.fields = elements - 1;
  return head;
}

Hello read_hello(Reader& reader, const Head& head) {
  Hello hello;
  hello.protocol_version = reader.uint32();
  hello.plugin_version = reader.text();
  hello.server_version_num = reader.uint32();
  finish(reader, head.fields, 3);
  return hello;
}

Begin read_begin(Reader& reader, const Head& head) {
  Begin begin;
  begin.xid = reader.uint32();
  begin.commit_lsn = reader.uint();
  begin.end_lsn = reader.uint();
  begin.commit_time_us = reader.integer();
  finish(reader, head.fields, 4);
  return begin;
}

Commit read_commit(Reader& reader, const Head& head) {
  Commit commit;
  commit.commit_lsn = reader.uint();
  commit.end_lsn = reader.uint();
  commit.commit_time_us = reader.integer();
  finish(reader, head.fields, 3);
  return commit;
}

Relation read_relation(Reader& reader, const Head& head, RelationBuffer& buffer) {
  Relation relation;
  relation.id = reader.uint32();
  relation.schema = reader.text();
  relation.name = reader.text();
  relation.identity_kind =
      static_cast<Identity>(reader.uint32(static_cast<std::uint32_t>(Identity::Full)));
  const std::uint32_t columns = reader.array();
  if (columns > kColumnsMax) reader.fail("a relation has more columns than PostgreSQL allows");
  for (std::uint32_t i = 0; i < columns && reader.sound(); ++i)
    buffer.columns[i] = read_column(reader);
  if (!reader.sound()) return {};
  relation.columns = {buffer.columns, columns};
  relation.primary_key = read_positions(reader, buffer.primary_key, columns);
  relation.identity = read_positions(reader, buffer.identity, columns);
  if (relation.identity_kind == Identity::Key && relation.identity.empty())
    reader.fail("a relation with a key identity names no key column");
  if (head.fields > 7)
    relation.untold =
        static_cast<Untold>(reader.uint32(static_cast<std::uint32_t>(Untold::Rewrite)));
  finish(reader, head.fields, head.fields > 7 ? 8 : 7);
  return relation;
}

Heartbeat read_heartbeat(Reader& reader, const Head& head) {
  Heartbeat heartbeat;
  heartbeat.beat = reader.uint();
  heartbeat.sent_at_us = reader.integer();
  finish(reader, head.fields, 2);
  return heartbeat;
}

std::string_view read_piece(Reader& reader, const Head& head) {
  const std::string_view bytes = reader.binary();
  finish(reader, head.fields, 1);
  return bytes;
}

// Rows come last in their frames, so these frames cannot grow at the end.
Change read_change(Reader& reader, const Head& head) {
  Change change;
  change.relation = reader.uint32();
  if (head.kind == Kind::Insert) {
    if (head.fields != 2) reader.fail("an insert frame has two fields");
    return change;
  }
  change.old_row = static_cast<OldRow>(reader.uint32(static_cast<std::uint32_t>(OldRow::Full)));
  if (head.fields != (head.kind == Kind::Update ? 4u : 3u))
    reader.fail("a change frame has the wrong number of fields");
  if (head.kind == Kind::Delete && change.old_row == OldRow::None)
    reader.fail("a delete frame without an old row");
  return change;
}

void read_row(Reader& reader, std::span<Value> values) {
  if (reader.array() != values.size()) reader.fail("a row has not the values its relation has");
  for (Value& value : values) value = reader.value();
}

Truncate read_truncate(Reader& reader, const Head& head) {
  Truncate truncate;
  if (head.fields != 2) reader.fail("a truncate frame has two fields");
  truncate.flags = reader.uint32();
  truncate.relations = reader.array();
  return truncate;
}

}  // namespace frame
