// SPDX-License-Identifier: PostgreSQL
#include "plugin/type_map.hpp"

#include "plugin/enum_type.hpp"
#include "plugin/numeric.hpp"

namespace plugin {
namespace {

using frame::Wire;

// What the type modifier makes of a type.
using Refine = void (*)(ColumnType& type, std::int32_t typmod);

void limit_length(ColumnType& type, std::int32_t typmod) {
  const std::int32_t length = typmod - VARHDRSZ;
  if (length > 0 && length <= static_cast<std::int32_t>(kVarcharLengthMax))
    type.length = static_cast<std::uint32_t>(length);
}

// MySQL's CHAR ends at 255.
void limit_padded_length(ColumnType& type, std::int32_t typmod) {
  limit_length(type, typmod);
  type.padded = type.length > 0 && type.length <= 255;
}

void name_length(ColumnType& type, std::int32_t) {
  type.length = NAMEDATALEN - 1;
}

// TIME and DATETIME without a precision would round to seconds.
void add_precision(ColumnType& type, std::int32_t typmod) {
  type.name = psprintf("%s(%d)", type.name, typmod < 0 ? 6 : typmod);
}

// Scales below zero and above the precision exist in PostgreSQL only.
void choose_decimal(ColumnType& type, std::int32_t typmod) {
  if (typmod < 0) {
    type.encode = encode_widest_numeric;
    return;
  }
  int precision = ((typmod - VARHDRSZ) >> 16) & 0xffff;
  int scale = (((typmod - VARHDRSZ) & 0x7ff) ^ 1024) - 1024;
  if (scale < 0) {
    precision -= scale;
    scale = 0;
  }
  if (scale > precision) precision = scale;
  if (precision <= kDecimalDigitsMax && scale <= kDecimalScaleMax) {
    type.name = psprintf("DECIMAL(%d,%d)", precision, scale);
    type.width = static_cast<std::uint32_t>(precision / 2 + 5);
  } else {
    type.wire = Wire::Text;
    type.encode = encode_output;
    type.storage = Storage::Characters;
  }
}

struct TypeEntry {
  Oid type;
  Wire wire;
  EncodeValue encode;
  Storage storage;
  const char* name = nullptr;  // Fixed
  std::uint32_t width = 0;     // Fixed
  Refine refine = nullptr;
};

constexpr TypeEntry kTypes[] = {
    {BOOLOID, Wire::Boolean, encode_bool, Storage::Fixed, "TINYINT(1)", 1},
    {INT2OID, Wire::Integer, encode_int2, Storage::Fixed, "SMALLINT", 2},
    {INT4OID, Wire::Integer, encode_int4, Storage::Fixed, "INT", 4},
    {INT8OID, Wire::Integer, encode_int8, Storage::Fixed, "BIGINT", 8},
    {FLOAT4OID, Wire::Float, encode_float4, Storage::Fixed, "FLOAT", 4},
    {FLOAT8OID, Wire::Double, encode_float8, Storage::Fixed, "DOUBLE", 8},
    {NUMERICOID, Wire::Decimal, encode_numeric, Storage::Fixed, "DECIMAL(65,30)", 37,
     choose_decimal},
    {DATEOID, Wire::Date, encode_date, Storage::Fixed, "DATE", 3},
    {TIMEOID, Wire::Time, encode_time, Storage::Fixed, "TIME", 6, add_precision},
    {TIMESTAMPOID, Wire::Datetime, encode_timestamp, Storage::Fixed, "DATETIME", 8, add_precision},
    {TIMESTAMPTZOID, Wire::Datetime, encode_timestamptz, Storage::Fixed, "DATETIME", 8,
     add_precision},
    {TEXTOID, Wire::Text, encode_text, Storage::Characters},
    {VARCHAROID, Wire::Text, encode_text, Storage::Characters, nullptr, 0, limit_length},
    {BPCHAROID, Wire::Text, encode_bpchar, Storage::Characters, nullptr, 0, limit_padded_length},
    {NAMEOID, Wire::Text, encode_name, Storage::Characters, nullptr, 0, name_length},
    {BYTEAOID, Wire::Binary, encode_bytea, Storage::Bytes},
    {UUIDOID, Wire::Uuid, encode_uuid, Storage::Fixed,
     "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin", 36},
    {JSONOID, Wire::Json, encode_json, Storage::Fixed, "JSON", kLongWidth},
    {JSONBOID, Wire::Json, encode_jsonb, Storage::Fixed, "JSON", kLongWidth},
};

// Every type that the table lacks.
constexpr TypeEntry kAnyType = {InvalidOid, Wire::Text, encode_output, Storage::Characters};

const TypeEntry& find_type(Oid type) {
  for (const TypeEntry& entry : kTypes)
    if (entry.type == type) return entry;
  return kAnyType;
}

}  // namespace

ColumnType column_type(Oid type, std::int32_t typmod) {
  const Oid base = getBaseTypeAndTypmod(type, &typmod);
  if (get_typtype(base) == TYPTYPE_ENUM) return enum_column_type(base);
  const TypeEntry& entry = find_type(base);
  ColumnType result{};
  result.wire = entry.wire;
  result.encode = entry.encode;
  result.storage = entry.storage;
  result.name = entry.name;
  result.width = entry.width;
  if (entry.refine != nullptr) entry.refine(result, typmod);
  return result;
}

}  // namespace plugin
