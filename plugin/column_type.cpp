// SPDX-License-Identifier: PostgreSQL
#include "plugin/column_type.hpp"

namespace plugin {
namespace {

const char* characters(const ColumnType& type, const char* collation) {
  if (type.length == 0) return psprintf("LONGTEXT %s", collation);
  return psprintf("%s(%u) %s", type.padded ? "CHAR" : "VARCHAR", type.length, collation);
}

}  // namespace

std::uint32_t unit_of(const ColumnType& type) {
  return type.storage == Storage::Characters || type.storage == Storage::Vector ? kBytesPerCharacter
                                                                                : 1;
}

std::uint32_t row_width(const ColumnType& type) {
  if (type.storage == Storage::Fixed) return type.width;
  if (type.length == 0 || type.storage == Storage::Vector) return kLongWidth;
  return type.length * unit_of(type) + (type.padded ? 0 : 2);
}

std::uint32_t page_width(const ColumnType& type, const PageLimits& limits) {
  if (type.storage == Storage::Fixed) return type.width;
  const std::uint32_t bytes = type.length * unit_of(type);
  const bool is_inline = bytes > 0 && bytes <= limits.inline_bytes;
  return (is_inline ? bytes : limits.external_bytes) + 1;
}

const char* mysql_type(const ColumnType& type, const Target& target) {
  switch (type.storage) {
    case Storage::Fixed:
      return type.collated ? psprintf("%s COLLATE %s", type.name, target.collation) : type.name;
    case Storage::Json:
      return "JSON";
    case Storage::Vector:
      return psprintf("VECTOR(%u)", type.length);
    case Storage::Bytes:
      return type.length == 0 ? "LONGBLOB" : psprintf("VARBINARY(%u)", type.length);
    case Storage::Ascii:
      return characters(type, "CHARACTER SET ascii COLLATE ascii_bin");
    case Storage::Characters:
      break;
  }
  return characters(type, psprintf("COLLATE %s", target.collation));
}

}  // namespace plugin
