// SPDX-License-Identifier: PostgreSQL
// A MySQL column type while it is being decided: what a type asks for (type_map) has to fit the
// indexes and the row that it becomes part of (column_width) before it can be written down.
#pragma once

#include "plugin/target.hpp"
#include "plugin/value_encoder.hpp"

namespace plugin {

enum class Storage : std::uint8_t {
  Fixed,       // by its name, whatever the table
  Characters,  // CHAR, VARCHAR or LONGTEXT, by its length
  Bytes,       // VARBINARY or LONGBLOB, by its length
};

struct ColumnType {
  frame::Wire wire;
  EncodeValue encode;
  Storage storage;
  const char* name;      // Fixed
  std::uint32_t width;   // Fixed: bytes in a row or an index
  std::uint32_t length;  // Characters, Bytes: 0 is without a bound
  bool padded;           // Characters: CHAR
  bool collated;         // Fixed: ENUM
  std::span<const EnumLabel> labels;

  bool is_bounded() const { return storage == Storage::Fixed || length != 0; }
};
SAFE_TO_LONGJMP_OVER(ColumnType);

inline constexpr std::uint32_t kBytesPerCharacter = 4;  // of utf8mb4
// The longest column that a row of 65535 bytes has room for.
inline constexpr std::uint32_t kVarcharLengthMax = 16383;
// A LONGTEXT, LONGBLOB or JSON in a row: a length and a pointer.
inline constexpr std::uint32_t kLongWidth = 12;

// Bytes that the column takes of the 65535 that the declared widths of a row may add up to.
std::uint32_t row_width(const ColumnType& type);

// As in CREATE TABLE: "VARCHAR(20) COLLATE utf8mb4_0900_bin".
const char* mysql_type(const ColumnType& type, const Target& target);

}  // namespace plugin
