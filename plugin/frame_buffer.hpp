// SPDX-License-Identifier: PostgreSQL
// Where frames gather until they are sent: a msgpack-c stream over a StringInfo.
//
// A value that would make its frame too long is only announced in the frame.  Its bytes stay where
// they are, in memory that must live until write_pieces() has said that nothing is left.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

class FrameBuffer;
using Packer = frame::Packer<FrameBuffer>;

class FrameBuffer {
 public:
  // Keeps `header_bytes` free in front of the frames.  Lives in the current memory context.
  void create(int header_bytes = 0);

  // The interface that msgpack-c's packer asks of a stream.
  void write(const char* bytes, std::size_t length) {
    if (bytes_.maxlen - bytes_.len <= static_cast<int>(length))
      enlargeStringInfo(&bytes_, static_cast<int>(length));
    std::memcpy(bytes_.data + bytes_.len, bytes, length);
    bytes_.len += static_cast<int>(length);
  }

  void begin_frame() { frame_start_ = bytes_.len; }
  void text(const char* bytes, std::size_t length) {
    if (fits(length))
      frame::write_text(packer(), {bytes, length});
    else
      postpone(frame::kExtLongText, bytes, length);
  }
  void binary(const char* bytes, std::size_t length) {
    if (fits(length))
      frame::write_binary(packer(), {bytes, length});
    else
      postpone(frame::kExtLongBinary, bytes, length);
  }
  Packer packer() { return Packer{*this}; }

  // Writes pieces of the values that were postponed until the buffer is full; true while there
  // are more.
  bool write_pieces();

  bool is_full() const {
    return bytes_.len - header_bytes_ >= static_cast<int>(frame::kFlushBytes);
  }
  bool is_empty() const { return bytes_.len == header_bytes_; }
  char* data() const { return bytes_.data; }
  int length() const { return bytes_.len; }
  void clear() { bytes_.len = header_bytes_; }

 private:
  struct LongValue {
    const char* bytes;
    std::size_t length;
  };

  bool fits(std::size_t length) const {
    return length + static_cast<std::size_t>(bytes_.len - frame_start_) < frame::kFrameBytesMax;
  }
  void postpone(std::int8_t type, const char* bytes, std::size_t length);

  StringInfoData bytes_;
  int header_bytes_;
  int frame_start_;
  LongValue* long_values_;
  int long_count_;
  int long_capacity_;
  int long_next_;
  std::size_t long_offset_;
};
SAFE_TO_LONGJMP_OVER(FrameBuffer);

}  // namespace plugin
