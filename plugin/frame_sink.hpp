// SPDX-License-Identifier: PostgreSQL
// Sends frames to whoever reads the slot, many in one CopyData message: one message per change
// costs three times as much as the encoding itself.
//
// Nothing may stay behind after a commit: a keepalive carries the position up to which the server
// has read, and an applier that acknowledges it would acknowledge what is still here.
#pragma once

#include "plugin/frame_buffer.hpp"

namespace plugin {

class FrameSink {
 public:
  // Lives in the current memory context.
  void create(LogicalDecodingContext* context, std::uint32_t protocol_version);

  // To write a frame into; the first one of a connection is preceded by hello.
  FrameBuffer& buffer() {
    if (!said_hello_) say_hello();
    return buffer_;
  }

  // To be called after each change: writes what it postponed, and sends what has gathered.
  void end_change();

  // The end of a transaction, whose LSN goes with the message.
  void end_transaction() { send(true); }

 private:
  void say_hello();
  void send(bool last_write);

  FrameBuffer buffer_;
  LogicalDecodingContext* context_;
  std::uint32_t protocol_version_;
  bool said_hello_;
};
SAFE_TO_LONGJMP_OVER(FrameSink);

inline constexpr char kPluginVersion[] = "1.0";

}  // namespace plugin
