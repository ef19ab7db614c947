// SPDX-License-Identifier: PostgreSQL
// Writes the messages of messages.hpp through msgpack-c's packer into any sink that has
// write(const char*, size_t); the packer may be a temporary.  No allocation of its own, no
// exceptions.
#pragma once

#include <bit>

#include <msgpack/pack.hpp>

#include "frame/messages.hpp"

namespace frame {

template <typename Sink>
using Packer = msgpack::packer<Sink>;

template <typename P>
void write_kind(P&& packer, Kind kind, std::uint32_t fields) {
  packer.pack_array(fields + 1);
  packer.pack_uint8(static_cast<std::uint8_t>(kind));
}

template <typename P>
void write_text(P&& packer, std::string_view text) {
  packer.pack_str(static_cast<std::uint32_t>(text.size()));
  packer.pack_str_body(text.data(), static_cast<std::uint32_t>(text.size()));
}

template <typename P>
void write_binary(P&& packer, std::string_view bytes) {
  packer.pack_bin(static_cast<std::uint32_t>(bytes.size()));
  packer.pack_bin_body(bytes.data(), static_cast<std::uint32_t>(bytes.size()));
}

// The bits as they are.  msgpack-c's pack_float and pack_double make an integer of a number
// without a fraction, which loses the sign of -0.
template <typename P>
void write_float(P&& packer, float number) {
  const auto bits = std::bit_cast<std::uint32_t>(number);
  char bytes[5] = {'\xca'};
  for (int i = 0; i < 4; ++i) bytes[i + 1] = static_cast<char>(bits >> (24 - 8 * i));
  packer.pack_bin_body(bytes, sizeof bytes);
}

template <typename P>
void write_double(P&& packer, double number) {
  const auto bits = std::bit_cast<std::uint64_t>(number);
  char bytes[9] = {'\xcb'};
  for (int i = 0; i < 8; ++i) bytes[i + 1] = static_cast<char>(bits >> (56 - 8 * i));
  packer.pack_bin_body(bytes, sizeof bytes);
}

template <typename P>
void write_unchanged(P&& packer) {
  packer.pack_ext(0, kExtUnchanged);
}

// Stands for a value of `length` bytes that follows in piece frames.  `type` is kExtLongText or
// kExtLongBinary.
template <typename P>
void write_long(P&& packer, std::int8_t type, std::uint32_t length) {
  const char big_endian[4] = {static_cast<char>(length >> 24), static_cast<char>(length >> 16),
                              static_cast<char>(length >> 8), static_cast<char>(length)};
  packer.pack_ext(sizeof big_endian, type);
  packer.pack_ext_body(big_endian, sizeof big_endian);
}

template <typename P>
void write_hello(P&& packer, const Hello& hello) {
  write_kind(packer, Kind::Hello, 3);
  packer.pack_uint32(hello.protocol_version);
  write_text(packer, hello.plugin_version);
  packer.pack_uint32(hello.server_version_num);
}

template <typename P>
void write_begin(P&& packer, const Begin& begin) {
  write_kind(packer, Kind::Begin, 4);
  packer.pack_uint32(begin.xid);
  packer.pack_uint64(begin.commit_lsn);
  packer.pack_uint64(begin.end_lsn);
  packer.pack_int64(begin.commit_time_us);
}

template <typename P>
void write_column(P&& packer, const Column& column) {
  packer.pack_array(6);
  packer.pack_int32(column.attnum);
  write_text(packer, column.name);
  write_text(packer, column.mysql_type);
  packer.pack_uint8(static_cast<std::uint8_t>(column.wire));
  if (column.not_null)
    packer.pack_true();
  else
    packer.pack_false();
  packer.pack_uint8(column.flags);
}

template <typename P>
void write_positions(P&& packer, std::span<const std::uint16_t> positions) {
  packer.pack_array(static_cast<std::uint32_t>(positions.size()));
  for (std::uint16_t position : positions) packer.pack_uint16(position);
}

template <typename P>
void write_relation(P&& packer, const Relation& relation) {
  const bool has_untold = relation.untold != Untold::Nothing;
  write_kind(packer, Kind::Relation, has_untold ? 8 : 7);
  packer.pack_uint32(relation.id);
  write_text(packer, relation.schema);
  write_text(packer, relation.name);
  packer.pack_uint8(static_cast<std::uint8_t>(relation.identity_kind));
  packer.pack_array(static_cast<std::uint32_t>(relation.columns.size()));
  for (const Column& column : relation.columns) write_column(packer, column);
  write_positions(packer, relation.primary_key);
  write_positions(packer, relation.identity);
  if (has_untold) packer.pack_uint8(static_cast<std::uint8_t>(relation.untold));
}

// The row follows: pack_array(values), then each value.
template <typename P>
void write_insert(P&& packer, std::uint32_t relation) {
  write_kind(packer, Kind::Insert, 2);
  packer.pack_uint32(relation);
}

// The old row (an empty array with OldRow::None), then the new row follow.
template <typename P>
void write_update(P&& packer, std::uint32_t relation, OldRow old_row) {
  write_kind(packer, Kind::Update, 4);
  packer.pack_uint32(relation);
  packer.pack_uint8(static_cast<std::uint8_t>(old_row));
}

// The old row follows; it is Key or Full.
template <typename P>
void write_delete(P&& packer, std::uint32_t relation, OldRow old_row) {
  write_kind(packer, Kind::Delete, 3);
  packer.pack_uint32(relation);
  packer.pack_uint8(static_cast<std::uint8_t>(old_row));
}

template <typename P>
void write_truncate(P&& packer, std::uint32_t flags, std::span<const std::uint32_t> relations) {
  write_kind(packer, Kind::Truncate, 2);
  packer.pack_uint32(flags);
  packer.pack_array(static_cast<std::uint32_t>(relations.size()));
  for (std::uint32_t relation : relations) packer.pack_uint32(relation);
}

template <typename P>
void write_commit(P&& packer, const Commit& commit) {
  write_kind(packer, Kind::Commit, 3);
  packer.pack_uint64(commit.commit_lsn);
  packer.pack_uint64(commit.end_lsn);
  packer.pack_int64(commit.commit_time_us);
}

template <typename P>
void write_heartbeat(P&& packer, const Heartbeat& heartbeat) {
  write_kind(packer, Kind::Heartbeat, 2);
  packer.pack_uint64(heartbeat.beat);
  packer.pack_int64(heartbeat.sent_at_us);
}

template <typename P>
void write_piece(P&& packer, std::string_view bytes) {
  write_kind(packer, Kind::Piece, 1);
  write_binary(packer, bytes);
}

}  // namespace frame
