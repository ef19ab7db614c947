// SPDX-License-Identifier: PostgreSQL
// One value of a row as it stands in a frame: sixteen bytes, borrowing text from the frame.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

namespace frame {

// NULL, "this image does not carry the column" and a value are three different things.
enum class ValueKind : std::uint8_t {
  Null,
  Unchanged,  // an unchanged TOAST value: PostgreSQL did not log it, so the target keeps its own
  Boolean,
  Integer,
  Unsigned,  // only where the number does not fit Integer
  Float,
  Double,
  Text,
  Binary,
  LongText,    // the bytes follow in piece frames; length says how many
  LongBinary,  // likewise
};

struct Value {
  ValueKind kind = ValueKind::Null;
  std::uint32_t length = 0;  // bytes of Text, Binary, LongText, LongBinary
  union {
    std::int64_t integer = 0;  // Boolean (0 or 1) and Integer
    std::uint64_t unsigned_integer;
    float single;
    double number;
    const char* data;  // Text and Binary: lives as long as the bytes that were read
  };

  bool is_null() const { return kind == ValueKind::Null; }
  bool is_unchanged() const { return kind == ValueKind::Unchanged; }
  bool is_long() const { return kind == ValueKind::LongText || kind == ValueKind::LongBinary; }
  bool is_bytes() const { return kind == ValueKind::Text || kind == ValueKind::Binary; }
  std::string_view bytes() const { return {data, length}; }
};

static_assert(sizeof(Value) == 16);

}  // namespace frame
