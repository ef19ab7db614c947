// SPDX-License-Identifier: PostgreSQL
// Reads the messages of messages.hpp.  Nothing that was read may be used before the reader was
// asked whether it is still sound.
#pragma once

#include "frame/messages.hpp"
#include "frame/reader.hpp"

namespace frame {

// What opens every frame.
struct Head {
  Kind kind{};
  std::uint32_t fields = 0;  // behind the kind
};

// Room for the largest relation that PostgreSQL can have; what Relation's spans point into.
struct RelationBuffer {
  Column columns[kColumnsMax];
  std::uint16_t primary_key[kColumnsMax];
  std::uint16_t identity[kColumnsMax];
};

Head read_head(Reader& reader);

// Each reads the fields of its kind and skips those that a later version appended.
Hello read_hello(Reader& reader, const Head& head);
Begin read_begin(Reader& reader, const Head& head);
Commit read_commit(Reader& reader, const Head& head);
// The names point into the bytes that are read, the lists into `buffer`.
Relation read_relation(Reader& reader, const Head& head, RelationBuffer& buffer);
Heartbeat read_heartbeat(Reader& reader, const Head& head);
std::string_view read_piece(Reader& reader, const Head& head);

// Insert, Update, Delete: the rows follow (README.md), to be read with read_row().
Change read_change(Reader& reader, const Head& head);
// Reads a row that must have as many values as there is room for.
void read_row(Reader& reader, std::span<Value> values);

struct Truncate {
  std::uint32_t flags = 0;
  std::uint32_t relations = 0;  // as many ids follow: reader.uint32()
};
Truncate read_truncate(Reader& reader, const Head& head);

}  // namespace frame
