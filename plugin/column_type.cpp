// SPDX-License-Identifier: PostgreSQL
#include "plugin/column_type.hpp"

namespace plugin {

std::uint32_t row_width(const ColumnType& type) {
  if (type.storage == Storage::Fixed) return type.width;
  if (type.length == 0) return kLongWidth;
  const std::uint32_t unit = type.storage == Storage::Characters ? kBytesPerCharacter : 1;
  return type.length * unit + (type.padded ? 0 : 2);
}

const char* mysql_type(const ColumnType& type, const Target& target) {
  const char* collation = target.collation;
  switch (type.storage) {
    case Storage::Fixed:
      return type.collated ? psprintf("%s COLLATE %s", type.name, collation) : type.name;
    case Storage::Bytes:
      return type.length == 0 ? "LONGBLOB" : psprintf("VARBINARY(%u)", type.length);
    case Storage::Characters:
      break;
  }
  if (type.length == 0) return psprintf("LONGTEXT COLLATE %s", collation);
  return psprintf("%s(%u) COLLATE %s", type.padded ? "CHAR" : "VARCHAR", type.length, collation);
}

}  // namespace plugin
