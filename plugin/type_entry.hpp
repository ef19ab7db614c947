// SPDX-License-Identifier: PostgreSQL
// A line of the tables that say what becomes of a type: type_map.cpp, extension_types.cpp.
#pragma once

#include "plugin/column_type.hpp"

namespace plugin {

// What the type modifier and the target make of a type.
using Refine = void (*)(ColumnType& type, std::int32_t typmod, const Target& target);

struct TypeEntry {
  frame::Wire wire;
  EncodeValue encode;
  Storage storage;
  const char* name = nullptr;  // Fixed
  std::uint32_t width = 0;     // Fixed: bytes; others: length
  Refine refine = nullptr;
};

inline ColumnType begin_type(const TypeEntry& entry) {
  ColumnType type{};
  type.wire = entry.wire;
  type.encode = entry.encode;
  type.storage = entry.storage;
  type.name = entry.name;
  (entry.storage == Storage::Fixed ? type.width : type.length) = entry.width;
  return type;
}

}  // namespace plugin
