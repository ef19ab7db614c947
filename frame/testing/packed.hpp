// SPDX-License-Identifier: PostgreSQL
// What msgpack-c makes of a few calls of its packer.
#pragma once

#include <string>

#include <msgpack/sbuffer.hpp>

#include "frame/message_writer.hpp"

namespace frame::testing {

using TestPacker = Packer<msgpack::sbuffer>;

template <typename Write>
std::string packed(Write write) {
  msgpack::sbuffer buffer;
  TestPacker packer(buffer);
  write(packer);
  return {buffer.data(), buffer.size()};
}

}  // namespace frame::testing
