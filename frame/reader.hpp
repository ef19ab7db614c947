// SPDX-License-Identifier: PostgreSQL
// Reads msgpack without copying, allocating or throwing.
//
// The first malformed byte makes the reader fail, and a failed reader returns zeros for ever
// after, so a caller reads a whole frame straight through and asks once, before it uses any of
// it, whether the bytes were sound.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>

#include "frame/value.hpp"

namespace frame {

class Reader {
 public:
  explicit Reader(std::string_view bytes)
      : begin_(bytes.data()), next_(bytes.data()), end_(bytes.data() + bytes.size()) {}

  // The number of elements that follow.  Fails where the rest cannot hold so many.
  std::uint32_t array();
  std::uint64_t uint();
  // Fails above `most`.
  std::uint32_t uint32(std::uint32_t most = UINT32_MAX);
  std::int64_t integer();
  bool boolean();
  std::string_view text();
  std::string_view binary();
  // Any value of a row.
  Value value();
  // One value of any type and all that is nested in it.
  void skip();

  void fail(const char* reason);
  bool sound() const { return failure_ == nullptr; }
  bool at_end() const { return next_ == end_; }
  // Why and where it failed; nullptr and meaningless while sound.
  const char* failure() const { return failure_; }
  std::size_t offset() const { return static_cast<std::size_t>(next_ - begin_); }

 private:
  std::uint8_t byte();
  std::uint64_t big_endian(unsigned bytes);
  std::string_view take(std::uint64_t bytes);
  Value bytes_value(ValueKind kind, std::uint64_t length);
  Value extension(std::uint32_t length);
  Value scalar(std::uint8_t tag);
  std::size_t rest() const { return static_cast<std::size_t>(end_ - next_); }

  const char* begin_;
  const char* next_;
  const char* end_;
  const char* failure_ = nullptr;
};

}  // namespace frame
