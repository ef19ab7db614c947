// SPDX-License-Identifier: PostgreSQL
// The bytes of one CopyData message, as libpq handed them over.
#pragma once

#include <cstddef>
#include <memory>
#include <string_view>

#include <libpq-fe.h>

namespace applier {

struct FreeCopyData {
  void operator()(char* buffer) const { PQfreemem(buffer); }
};

class Payload {
 public:
  Payload() = default;
  Payload(char* buffer, std::size_t size) : buffer_(buffer), frames_(buffer, size) {}

  // Leaves out what stands before the frames.
  void skip(std::size_t bytes) { frames_.remove_prefix(bytes); }

  // Lives as long as the payload, wherever that is moved.
  std::string_view frames() const { return frames_; }
  std::size_t size() const { return frames_.size(); }

 private:
  std::unique_ptr<char, FreeCopyData> buffer_;
  std::string_view frames_;
};

}  // namespace applier
