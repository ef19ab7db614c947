// SPDX-License-Identifier: PostgreSQL
// Values of rows, as tests write them down and read them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "frame/value.hpp"

namespace applier::testing {

using frame::Value;
using frame::ValueKind;

inline Value null() {
  return {};
}

inline Value unchanged() {
  Value value;
  value.kind = ValueKind::Unchanged;
  return value;
}

inline Value boolean(bool truth) {
  Value value;
  value.kind = ValueKind::Boolean;
  value.integer = truth;
  return value;
}

inline Value integer(std::int64_t number) {
  Value value;
  value.kind = ValueKind::Integer;
  value.integer = number;
  return value;
}

inline Value unsigned_integer(std::uint64_t number) {
  Value value;
  value.kind = ValueKind::Unsigned;
  value.unsigned_integer = number;
  return value;
}

inline Value single(float number) {
  Value value;
  value.kind = ValueKind::Float;
  value.single = number;
  return value;
}

inline Value real(double number) {
  Value value;
  value.kind = ValueKind::Double;
  value.number = number;
  return value;
}

inline Value bytes_of(ValueKind kind, std::string_view bytes) {
  Value value;
  value.kind = kind;
  value.length = static_cast<std::uint32_t>(bytes.size());
  value.data = bytes.data();
  return value;
}

// Both borrow their bytes.
inline Value text(std::string_view bytes) {
  return bytes_of(ValueKind::Text, bytes);
}
inline Value binary(std::string_view bytes) {
  return bytes_of(ValueKind::Binary, bytes);
}

inline Value long_value(ValueKind kind, std::uint32_t length) {
  Value value;
  value.kind = kind;
  value.length = length;
  return value;
}

inline Value long_text(std::uint32_t length) {
  return long_value(ValueKind::LongText, length);
}
inline Value long_binary(std::uint32_t length) {
  return long_value(ValueKind::LongBinary, length);
}

inline std::string shown(const Value& value) {
  switch (value.kind) {
    case ValueKind::Null:
      return "NULL";
    case ValueKind::Unchanged:
      return "unchanged";
    case ValueKind::Boolean:
      return value.integer != 0 ? "true" : "false";
    case ValueKind::Integer:
      return std::to_string(value.integer);
    case ValueKind::Unsigned:
      return std::to_string(value.unsigned_integer);
    case ValueKind::Float:
      return std::to_string(value.single);
    case ValueKind::Double:
      return std::to_string(value.number);
    case ValueKind::Text:
      return "'" + std::string(value.bytes()) + "'";
    case ValueKind::Binary:
      return "b'" + std::string(value.bytes()) + "'";
    default:
      return "long " + std::to_string(value.length);
  }
}

// "1, 'one', NULL".
inline std::string shown(const Value* row, std::size_t columns) {
  std::string text;
  for (std::size_t i = 0; i < columns; ++i) text += (i == 0 ? "" : ", ") + shown(row[i]);
  return text;
}

}  // namespace applier::testing
