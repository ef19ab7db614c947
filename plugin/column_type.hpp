// SPDX-License-Identifier: PostgreSQL
// A MySQL column type while it is being decided: what a type asks for (type_map) has to fit the
// indexes and the row that it becomes part of (column_width) before it can be written down.
#pragma once

#include "plugin/target.hpp"
#include "plugin/value_encoder.hpp"

namespace plugin {

enum class Storage : std::uint8_t {
  Fixed,       // by its name, whatever the table
  Json,        // JSON, or text in a key
  Characters,  // CHAR, VARCHAR or LONGTEXT, by its length
  Ascii,       // likewise, of one byte each
  Bytes,       // VARBINARY or LONGBLOB, by its length
  Vector,      // VECTOR by its length; LONGBLOB in a key
};

struct ColumnType {
  Oid oid;  // of PostgreSQL's type, domains resolved
  frame::Wire wire;
  EncodeValue encode;
  Storage storage;
  const char* name;      // Fixed
  std::uint32_t width;   // Fixed: bytes in a row or an index
  std::uint32_t length;  // of the others: 0 is without a bound
  bool padded;           // Characters, Ascii: CHAR
  bool collated;         // Fixed: ENUM
  bool sends;            // encode calls the type's send function, not its output function
  std::uint8_t flags;    // of frame::Column
  std::span<const EnumLabel> labels;
  const JsonShape* shape;
};
SAFE_TO_LONGJMP_OVER(ColumnType);

inline constexpr std::uint32_t kBytesPerCharacter = 4;  // of utf8mb4
// The longest column that a row of 65535 bytes has room for.
inline constexpr std::uint32_t kVarcharLengthMax = 16383;
// A LONGTEXT, LONGBLOB or JSON in a row: a length and a pointer.
inline constexpr std::uint32_t kLongWidth = 12;

// Bytes of one unit of the length.
std::uint32_t unit_of(const ColumnType& type);

// Bytes that the column takes of the 65535 that the declared widths of a row may add up to.
std::uint32_t row_width(const ColumnType& type);

// Bytes that the column takes of a page.
std::uint32_t page_width(const ColumnType& type, const PageLimits& limits);

// As in CREATE TABLE: "VARCHAR(20) COLLATE utf8mb4_0900_bin".
const char* mysql_type(const ColumnType& type, const Target& target);

}  // namespace plugin
