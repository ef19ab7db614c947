// SPDX-License-Identifier: PostgreSQL
// Payloads as the plugin sends them, frame by frame.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <span>
#include <string>
#include <vector>

#include <msgpack/sbuffer.hpp>

#include "applier/model/payload.hpp"
#include "applier/testing/values.hpp"
#include "frame/message_writer.hpp"

namespace applier::testing {

// A copy in an allocation of just its size, so that AddressSanitizer sees a read past its end.
inline Payload payload_of(std::string_view bytes) {
  char* copy = static_cast<char*>(std::malloc(bytes.empty() ? 1 : bytes.size()));
  std::memcpy(copy, bytes.data(), bytes.size());
  return Payload(copy, bytes.size());
}

class FrameBuilder {
 public:
  using Row = std::vector<Value>;

  FrameBuilder& hello(std::uint32_t version = frame::kProtocolVersionMax) {
    frame::write_hello(packer(), {version, "1.0.0", 150020});
    return *this;
  }

  FrameBuilder& begin(std::uint64_t commit_lsn, std::uint64_t end_lsn, std::int64_t time_us = 0) {
    frame::write_begin(packer(), {731, commit_lsn, end_lsn, time_us});
    return *this;
  }

  FrameBuilder& commit(std::uint64_t commit_lsn, std::uint64_t end_lsn, std::int64_t time_us = 0) {
    frame::write_commit(packer(), {commit_lsn, end_lsn, time_us});
    return *this;
  }

  // Table public.t<id> with columns c1 (the key, bigint) and c2, c3, … (text).
  FrameBuilder& relation(std::uint32_t id, std::size_t columns = 2,
                         frame::Identity identity = frame::Identity::Key,
                         frame::Untold untold = frame::Untold::Nothing) {
    static constexpr std::uint16_t kKey[] = {0};
    const std::string table = "t" + std::to_string(id);
    std::vector<std::string> names;
    for (std::size_t i = 0; i < columns; ++i) names.push_back("c" + std::to_string(i + 1));
    std::vector<frame::Column> described;
    for (std::size_t i = 0; i < columns; ++i)
      described.push_back({static_cast<std::int32_t>(i + 1), names[i], i == 0 ? "BIGINT" : "TEXT",
                           i == 0 ? frame::Wire::Integer : frame::Wire::Text, i == 0});
    frame::Relation relation{id, "public", table, identity, described, {}, {}, untold};
    if (identity == frame::Identity::Key) relation.primary_key = relation.identity = kKey;
    frame::write_relation(packer(), relation);
    return *this;
  }

  // The same of two columns, in a transaction that does not tell of all its rows.
  FrameBuilder& untold_relation(std::uint32_t id, frame::Untold untold) {
    return relation(id, 2, frame::Identity::Key, untold);
  }

  FrameBuilder& insert(std::uint32_t relation, const Row& row) {
    frame::write_insert(packer(), relation);
    return this->row(row);
  }

  FrameBuilder& update(std::uint32_t relation, const Row& row) {
    return update(relation, frame::OldRow::None, {}, row);
  }

  FrameBuilder& update(std::uint32_t relation, frame::OldRow old_kind, const Row& old_row,
                       const Row& new_row) {
    frame::write_update(packer(), relation, old_kind);
    return row(old_row).row(new_row);
  }

  FrameBuilder& remove(std::uint32_t relation, frame::OldRow old_kind, const Row& old_row) {
    frame::write_delete(packer(), relation, old_kind);
    return row(old_row);
  }

  FrameBuilder& truncate(std::initializer_list<std::uint32_t> relations) {
    frame::write_truncate(packer(), 0, {relations.begin(), relations.size()});
    return *this;
  }

  FrameBuilder& piece(std::string_view bytes) {
    frame::write_piece(packer(), bytes);
    return *this;
  }

  std::string bytes() const { return {buffer_.data(), buffer_.size()}; }

  // What was written since the last call.
  Payload payload() {
    Payload payload = payload_of({buffer_.data(), buffer_.size()});
    buffer_.clear();
    return payload;
  }

 private:
  using Packer = frame::Packer<msgpack::sbuffer>;

  Packer packer() { return Packer(buffer_); }

  FrameBuilder& row(const Row& values) {
    packer().pack_array(static_cast<std::uint32_t>(values.size()));
    for (const Value& value : values) write(value);
    return *this;
  }

  void write(const Value& value) {
    switch (value.kind) {
      case ValueKind::Null:
        return void(packer().pack_nil());
      case ValueKind::Unchanged:
        return frame::write_unchanged(packer());
      case ValueKind::Boolean:
        return void(value.integer != 0 ? packer().pack_true() : packer().pack_false());
      case ValueKind::Integer:
        return void(packer().pack_int64(value.integer));
      case ValueKind::Unsigned:
        return void(packer().pack_uint64(value.unsigned_integer));
      case ValueKind::Float:
        return frame::write_float(packer(), value.single);
      case ValueKind::Double:
        return frame::write_double(packer(), value.number);
      case ValueKind::Text:
        return frame::write_text(packer(), value.bytes());
      case ValueKind::Binary:
        return frame::write_binary(packer(), value.bytes());
      case ValueKind::LongText:
        return frame::write_long(packer(), frame::kExtLongText, value.length);
      case ValueKind::LongBinary:
        return frame::write_long(packer(), frame::kExtLongBinary, value.length);
    }
  }

  msgpack::sbuffer buffer_;
};

}  // namespace applier::testing
