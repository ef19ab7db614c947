// SPDX-License-Identifier: PostgreSQL
#include "plugin/frame_buffer.hpp"

namespace plugin {

void FrameBuffer::create(int header_bytes) {
  *this = {};
  initStringInfo(&bytes_);
  enlargeStringInfo(&bytes_, 2 * frame::kFlushBytes);
  header_bytes_ = header_bytes;
  long_capacity_ = 8;
  long_values_ = static_cast<LongValue*>(palloc(sizeof(LongValue) * long_capacity_));
  clear();
}

void FrameBuffer::postpone(std::int8_t type, const char* bytes, std::size_t length) {
  frame::write_long(packer(), type, static_cast<std::uint32_t>(length));
  if (long_count_ == long_capacity_) {
    long_capacity_ *= 2;
    long_values_ =
        static_cast<LongValue*>(repalloc(long_values_, sizeof(LongValue) * long_capacity_));
  }
  long_values_[long_count_++] = {bytes, length};
}

bool FrameBuffer::write_pieces() {
  for (; long_next_ < long_count_; ++long_next_, long_offset_ = 0) {
    const LongValue& value = long_values_[long_next_];
    while (long_offset_ < value.length) {
      if (is_full()) return true;
      const std::size_t length = Min(value.length - long_offset_, frame::kPieceBytes);
      frame::write_piece(packer(), {value.bytes + long_offset_, length});
      long_offset_ += length;
    }
  }
  long_count_ = long_next_ = 0;
  return false;
}

}  // namespace plugin
