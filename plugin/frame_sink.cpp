// SPDX-License-Identifier: PostgreSQL
#include "plugin/frame_sink.hpp"

namespace plugin {

void FrameSink::create(LogicalDecodingContext* context, std::uint32_t protocol_version) {
  buffer_.create();
  context_ = context;
  protocol_version_ = protocol_version;
  said_hello_ = false;
}

void FrameSink::end_change() {
  while (buffer_.write_pieces()) send(false);
  if (buffer_.is_full()) send(false);
}

void FrameSink::say_hello() {
  said_hello_ = true;
  frame::write_hello(buffer_.packer(), {protocol_version_, kPluginVersion, PG_VERSION_NUM});
}

void FrameSink::send(bool last_write) {
  OutputPluginPrepareWrite(context_, last_write);
  appendBinaryStringInfo(context_->out, buffer_.data(), buffer_.length());
  OutputPluginWrite(context_, last_write);
  buffer_.clear();
}

}  // namespace plugin
