// SPDX-License-Identifier: PostgreSQL
#include "applier/decode/decoder.hpp"

#include <algorithm>
#include <cstring>
#include <new>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/decode/missing_values.hpp"

namespace applier {

using frame::Head;
using frame::Identity;
using frame::Kind;
using frame::OldRow;
using frame::Reader;

Decoder::Decoder(Source source, Lsn applied, RelationMap::Complete complete)
    : source_(source),
      applied_(applied),
      relations_(std::move(complete)),
      greeted_(source == Source::Copy),
      inside_transaction_(source == Source::Copy),
      relation_buffer_(std::make_unique<frame::RelationBuffer>()) {}

void Decoder::decode(Payload payload, Unit& unit) {
  Reader reader(payload.frames());
  const std::size_t changes = unit.changes.size();
  while (!reader.at_end() && reader.sound()) decode_frame(reader, unit);
  if (!reader.sound())
    throw Error(fmt::format("malformed frame at byte {} of {}: {}", reader.offset(),
                            payload.frames().size(), reader.failure()),
                {},
                "Nothing of it was applied. The extension on the source and wal2mysql should be "
                "of the same version; if they are, please report this as a bug.");
  // Pieces were copied to where their value is whole.
  if (unit.changes.size() == changes) return;
  unit.bytes += payload.size();
  unit.payloads.push_back(std::move(payload));
}

void Decoder::decode_frame(Reader& reader, Unit& unit) {
  const Head head = frame::read_head(reader);
  if (!reader.sound()) return;
  if (head.kind == Kind::Hello) return read_hello(reader, head);
  if (!greeted_) return reader.fail("the stream does not open with a hello frame");
  if (!pieces_.empty() && head.kind != Kind::Piece)
    return reader.fail("a frame stands between a long value and its pieces");
  if (inside_transaction_ == (head.kind == Kind::Begin))
    return reader.fail("transactions overlap, or a change stands outside of one");
  switch (head.kind) {
    case Kind::Begin:
      return read_begin(reader, head);
    case Kind::Commit:
      return read_commit(reader, head, unit);
    case Kind::Relation:
      return read_relation(reader, head, unit);
    case Kind::Truncate:
      return read_truncate(reader, head, unit);
    case Kind::Heartbeat:
      return read_heartbeat(reader, head, unit);
    case Kind::Piece:
      return read_piece(reader, head);
    default:
      return read_change(reader, head, unit);
  }
}

void Decoder::read_hello(Reader& reader, const Head& head) {
  const frame::Hello hello = frame::read_hello(reader, head);
  if (greeted_) return reader.fail("a second hello frame");
  greeted_ = true;
  if (!reader.sound() || (hello.protocol_version >= frame::kProtocolVersionMin &&
                          hello.protocol_version <= frame::kProtocolVersionMax))
    return;
  throw Error(
      fmt::format("the extension on the source speaks protocol version {}", hello.protocol_version),
      fmt::format("This wal2mysql speaks versions {} to {}; the extension is {}.",
                  frame::kProtocolVersionMin, frame::kProtocolVersionMax, hello.plugin_version),
      "Install the extension and wal2mysql from the same release.");
}

void Decoder::read_begin(Reader& reader, const Head& head) {
  begin_ = frame::read_begin(reader, head);
  inside_transaction_ = true;
}

void Decoder::read_commit(Reader& reader, const Head& head, Unit& unit) {
  const frame::Commit commit = frame::read_commit(reader, head);
  if (source_ == Source::Copy) return reader.fail("a commit frame in a copy");
  if (commit.commit_lsn != begin_.commit_lsn) reader.fail("a commit frame of another transaction");
  if (!reader.sound()) return;
  inside_transaction_ = false;
  if (commit.end_lsn <= applied_.value) return;
  unit.position = {Lsn{commit.commit_lsn}, Lsn{commit.end_lsn}, commit.commit_time_us};
  ++unit.transactions;
  unit.whole_changes = unit.changes.size();
}

void Decoder::read_relation(Reader& reader, const Head& head, Unit& unit) {
  const frame::Relation relation = frame::read_relation(reader, head, *relation_buffer_);
  if (!reader.sound()) return;
  if (auto replaced = relations_.put(relation, begin_))
    unit.relations.push_back(std::move(replaced));
}

const Relation* Decoder::find(Reader& reader, std::uint32_t id) const {
  const Relation* relation = relations_.find(id);
  if (relation == nullptr) reader.fail("a change of a relation that was not described");
  return relation;
}

// A table whose changes were left out, because it was not published when the applier looked, is
// published again.
void Decoder::require_target(const Relation& relation) {
  if (relation.misfit) throw Error(*relation.misfit);
  if (relation.target.table.empty())
    throw Error(fmt::format("table \"{}\" has joined the stream", relation.source_name()),
                "It is copied first.", {}, Remedy::Resume);
}

// What ended before the checkpoint is in the target; what committed before the table's copy began
// is in the copy.
bool Decoder::is_dropped(const Relation& relation) const {
  if (source_ == Source::Copy) return false;
  return begin_.end_lsn <= applied_.value || begin_.commit_lsn < relation.copied_lsn.value;
}

void Decoder::read_change(Reader& reader, const Head& head, Unit& unit) {
  const frame::Change described = frame::read_change(reader, head);
  const Relation* relation = find(reader, described.relation);
  if (!reader.sound()) return;
  if (described.old_row == OldRow::Key && relation->identity_kind != Identity::Key)
    return reader.fail("a key of a relation that has none");
  if (described.old_row == OldRow::Full && relation->identity_kind == Identity::Key)
    return reader.fail("a whole row where a key names it");
  if (source_ == Source::Copy && head.kind != Kind::Insert)
    return reader.fail("a change other than an insert in a copy");

  const bool dropped = is_dropped(*relation);
  const Rows rows = rows_for(*relation, head.kind, described.old_row, dropped, unit.arena);
  if (head.kind != Kind::Insert) frame::read_row(reader, rows.old_carried);
  if (head.kind != Kind::Delete) frame::read_row(reader, rows.new_carried);
  if (!reader.sound()) return;
  // The next to be filled is the last.
  expect_pieces(rows.new_carried, dropped, unit);
  expect_pieces(rows.old_carried, dropped, unit);
  if (dropped) return;
  require_target(*relation);

  Change change;
  change.action = head.kind == Kind::Insert   ? Action::Insert
                  : head.kind == Kind::Update ? Action::Update
                                              : Action::Delete;
  change.old_kind = described.old_row;
  change.settles = source_ == Source::Stream && begin_.commit_lsn < relation->settled_lsn.value;
  change.relation = relation;
  change.old_row = rows.old_row.data();
  change.new_row = rows.new_row.data();
  if (relation->added > 0) add_values(change, writing_of(change), unit.arena);
  // A DELETE is small on the wire, and its row is not where deleted rows stay.
  if (rows.new_carried.empty()) unit.bytes += rows.new_row.size_bytes();
  require_values(change, Lsn{begin_.end_lsn});
  unit.changes.push_back(change);
}

// Where deleted rows stay, a DELETE has a new row as well.
Decoder::Rows Decoder::rows_for(const Relation& relation, Kind kind, OldRow old_kind, bool dropped,
                                Arena& arena) {
  const std::size_t columns = relation.columns.size();
  const std::size_t constants = relation.key_constants.size();
  const std::size_t old_columns = old_kind == OldRow::Key    ? relation.identity.size()
                                  : old_kind == OldRow::Full ? columns
                                                             : 0;
  const bool is_delete = kind == Kind::Delete;
  const std::size_t new_columns = is_delete && !relation.deletion_mark ? 0 : columns;
  if (dropped) dropped_row_.resize(old_columns + new_columns);
  Value* values = dropped ? dropped_row_.data() : arena.array<Value>(old_columns + new_columns);
  Rows rows;
  rows.old_row = {values, old_columns};
  rows.new_row = {values + old_columns, new_columns};
  rows.old_carried = rows.old_row;
  if (old_kind == OldRow::Key) rows.old_carried = rows.old_row.subspan(constants);
  if (old_kind == OldRow::Full) rows.old_carried = rows.old_row.first(relation.carried());
  if (!is_delete) rows.new_carried = rows.new_row.first(relation.carried());
  return rows;
}

Writing Decoder::writing_of(const Change& change) const {
  using Operation = Writing::Operation;
  static constexpr Operation kOperations[] = {Operation::Insert, Operation::Update,
                                              Operation::Delete, Operation::Delete};
  if (source_ == Source::Copy) return {Operation::Copy, change.relation->copied_lsn, std::nullopt};
  return {kOperations[static_cast<std::size_t>(change.action)], Lsn{begin_.commit_lsn},
          begin_.commit_time_us};
}

namespace {

// The length is only what a frame says, and a damaged one may say anything.
char* room_for(std::uint32_t length, Arena& arena) {
  try {
    return arena.array<char>(length);
  } catch (const std::bad_alloc&) {
    throw Error(fmt::format("there is no memory for a value of {} bytes", length), {},
                "Rows must fit into memory. If the source has no value of that length, its "
                "extension and wal2mysql should be of the same version; if they are, please report "
                "this as a bug.");
  }
}

}  // namespace

void Decoder::expect_pieces(std::span<Value> row, bool dropped, Unit& unit) {
  for (auto value = row.rbegin(); value != row.rend(); ++value) {
    if (!value->is_long()) continue;
    char* bytes = dropped ? nullptr : room_for(value->length, unit.arena);
    pieces_.push_back({dropped ? nullptr : &*value, bytes, value->length});
    if (!dropped) unit.bytes += value->length;
  }
}

void Decoder::read_piece(Reader& reader, const Head& head) {
  std::string_view bytes = frame::read_piece(reader, head);
  if (pieces_.empty()) return reader.fail("a piece of no long value");
  Pieces& target = pieces_.back();
  if (bytes.empty() || bytes.size() > target.missing)
    return reader.fail("a piece does not fit its long value");
  if (target.value != nullptr)
    std::memcpy(target.bytes + (target.value->length - target.missing), bytes.data(), bytes.size());
  target.missing -= bytes.size();
  if (target.missing > 0) return;
  if (Value* value = target.value) {
    const bool text = value->kind == frame::ValueKind::LongText;
    value->kind = text ? frame::ValueKind::Text : frame::ValueKind::Binary;
    value->data = target.bytes;
  }
  pieces_.pop_back();
}

void Decoder::read_heartbeat(Reader& reader, const Head& head, Unit& unit) {
  const frame::Heartbeat heartbeat = frame::read_heartbeat(reader, head);
  if (source_ == Source::Copy) return reader.fail("a heartbeat frame in a copy");
  if (reader.sound() && begin_.end_lsn > applied_.value) unit.heartbeat = heartbeat;
}

void Decoder::read_truncate(Reader& reader, const Head& head, Unit& unit) {
  const frame::Truncate truncate = frame::read_truncate(reader, head);
  if (source_ == Source::Copy) return reader.fail("a truncate frame in a copy");
  for (std::uint32_t i = 0; i < truncate.relations && reader.sound(); ++i) {
    const Relation* relation = find(reader, reader.uint32());
    if (!reader.sound() || is_dropped(*relation)) continue;
    require_target(*relation);
    Change change;
    change.action = Action::Truncate;
    change.relation = relation;
    if (relation->deletion_mark) {
      change.new_row = unit.arena.array<Value>(relation->columns.size());
      add_values(change, writing_of(change), unit.arena);
    }
    unit.changes.push_back(change);
  }
}

}  // namespace applier
