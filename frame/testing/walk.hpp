// SPDX-License-Identifier: PostgreSQL
// Reads a payload of any bytes as a stream of frames, as far as they are sound.
#pragma once

#include <algorithm>
#include <map>
#include <memory>
#include <vector>

#include "frame/message_reader.hpp"

namespace frame::testing {

class Walk {
 public:
  // Whether all of it was sound.
  bool read(std::string_view bytes) {
    Reader reader(bytes);
    while (!reader.at_end() && reader.sound()) {
      const std::size_t start = reader.offset();
      read_frame(reader);
      if (!reader.sound()) break;
      Reader skipper(bytes.substr(start));
      skipper.skip();
      skips_agree_ &= skipper.sound() && start + skipper.offset() == reader.offset();
      ++frames_;
    }
    return reader.sound();
  }

  // Whether skip() ended each sound frame where reading it did.
  bool skips_agree() const { return skips_agree_; }
  std::size_t frames() const { return frames_; }

 private:
  struct Shape {
    std::size_t columns = 0;
    std::size_t keys = 0;
  };

  void read_frame(Reader& reader) {
    const Head head = read_head(reader);
    if (!reader.sound()) return;
    switch (head.kind) {
      case Kind::Hello:
        return void(read_hello(reader, head));
      case Kind::Begin:
        return void(read_begin(reader, head));
      case Kind::Commit:
        return void(read_commit(reader, head));
      case Kind::Heartbeat:
        return void(read_heartbeat(reader, head));
      case Kind::Piece:
        return void(read_piece(reader, head));
      case Kind::Relation: {
        const Relation relation = read_relation(reader, head, *buffer_);
        if (reader.sound())
          shapes_[relation.id] = {relation.columns.size(), relation.identity.size()};
        return;
      }
      case Kind::Truncate:
        for (auto ids = read_truncate(reader, head).relations; ids > 0 && reader.sound(); --ids)
          reader.uint32();
        return;
      default:
        return read_rows(reader, head);
    }
  }

  void read_rows(Reader& reader, const Head& head) {
    const Change change = read_change(reader, head);
    const Shape shape = shapes_[change.relation];
    const std::size_t old_values = change.old_row == OldRow::None  ? 0
                                   : change.old_row == OldRow::Key ? shape.keys
                                                                   : shape.columns;
    if (head.kind != Kind::Insert) read_values(reader, old_values);
    if (head.kind != Kind::Delete) read_values(reader, shape.columns);
  }

  // Touches every byte that a value says it has.
  void read_values(Reader& reader, std::size_t count) {
    row_.resize(count);
    read_row(reader, row_);
    if (!reader.sound()) return;
    for (const Value& value : row_)
      if (value.is_bytes())
        touched_ +=
            static_cast<std::size_t>(std::count(value.bytes().begin(), value.bytes().end(), '\0'));
  }

  std::unique_ptr<RelationBuffer> buffer_ = std::make_unique<RelationBuffer>();
  std::map<std::uint32_t, Shape> shapes_;
  std::vector<Value> row_;
  std::size_t touched_ = 0;
  std::size_t frames_ = 0;
  bool skips_agree_ = true;
};

}  // namespace frame::testing
