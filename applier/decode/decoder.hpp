// SPDX-License-Identifier: PostgreSQL
// Frames in, changes out: reads payloads into a unit without copying their bytes.
#pragma once

#include <vector>

#include "applier/decode/added_values.hpp"
#include "applier/decode/relation_map.hpp"
#include "applier/model/unit.hpp"
#include "frame/message_reader.hpp"

namespace applier {

class Decoder {
 public:
  // A stream has hello, begin and commit; a copy is relations and inserts alone.
  enum class Source { Stream, Copy };

  // Transactions that end at or before `applied` have their effects in the target: they are
  // dropped.
  Decoder(Source source, Lsn applied, RelationMap::Complete complete);

  // Throws on malformed frames, after which the decoder must not be used.
  void decode(Payload payload, Unit& unit);

  // Whether a transaction has begun and its commit has not been read.
  bool inside_transaction() const { return inside_transaction_; }
  // Whether the last change is whole.  Until it is, the unit must stay as it is.
  bool between_changes() const { return pieces_.empty(); }
  // Of the transaction that is being read.
  const frame::Begin& begin() const { return begin_; }

 private:
  // A long value whose bytes arrive behind its row.
  struct Pieces {
    Value* value;  // nullptr: of a row that is dropped
    char* bytes;
    std::size_t missing;
  };

  // Of one change: its rows, and what of them its frame carries.
  struct Rows {
    std::span<Value> old_row;
    std::span<Value> old_carried;
    std::span<Value> new_row;
    std::span<Value> new_carried;
  };

  void decode_frame(frame::Reader& reader, Unit& unit);
  void read_hello(frame::Reader& reader, const frame::Head& head);
  void read_begin(frame::Reader& reader, const frame::Head& head);
  void read_commit(frame::Reader& reader, const frame::Head& head, Unit& unit);
  void read_relation(frame::Reader& reader, const frame::Head& head, Unit& unit);
  void read_change(frame::Reader& reader, const frame::Head& head, Unit& unit);
  Rows rows_for(const Relation& relation, frame::Kind kind, frame::OldRow old_kind, bool dropped,
                Arena& arena);
  Writing writing_of(const Change& change) const;
  void read_truncate(frame::Reader& reader, const frame::Head& head, Unit& unit);
  void read_heartbeat(frame::Reader& reader, const frame::Head& head, Unit& unit);
  void read_piece(frame::Reader& reader, const frame::Head& head);
  void expect_pieces(std::span<Value> row, bool dropped, Unit& unit);
  const Relation* find(frame::Reader& reader, std::uint32_t id) const;
  static void require_target(const Relation& relation);
  bool is_dropped(const Relation& relation) const;

  Source source_;
  Lsn applied_;
  RelationMap relations_;
  bool greeted_;
  bool inside_transaction_;
  frame::Begin begin_;
  std::vector<Pieces> pieces_;      // in reverse: the next to be filled is last
  std::vector<Value> dropped_row_;  // read into and forgotten: a unit grows only by what it keeps
  std::unique_ptr<frame::RelationBuffer> relation_buffer_;
};

}  // namespace applier
