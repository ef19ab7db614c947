// SPDX-License-Identifier: PostgreSQL
#include "plugin/type_map.hpp"

#include "plugin/enum_type.hpp"
#include "plugin/extension_types.hpp"
#include "plugin/json_shape.hpp"
#include "plugin/money.hpp"
#include "plugin/numeric.hpp"

namespace plugin {
namespace {

using frame::Wire;

// pg_type.h has no name for it.
constexpr Oid kTxidSnapshotOid = 2970;

void limit_length(ColumnType& type, std::int32_t typmod, const Target&) {
  const std::int32_t length = typmod - VARHDRSZ;
  if (length > 0 && length <= static_cast<std::int32_t>(kVarcharLengthMax))
    type.length = static_cast<std::uint32_t>(length);
}

// MySQL's CHAR ends at 255.
void limit_padded_length(ColumnType& type, std::int32_t typmod, const Target& target) {
  limit_length(type, typmod, target);
  type.padded = type.length > 0 && type.length <= 255;
}

void pad(ColumnType& type, std::int32_t, const Target&) {
  type.padded = true;
}

// TIME and DATETIME without a precision would round to seconds.
void add_precision(ColumnType& type, std::int32_t typmod, const Target&) {
  type.name = psprintf("%s(%d)", type.name, typmod < 0 ? 6 : typmod);
}

// MySQL packs nine digits into four bytes, and what is left into fewer.
std::uint32_t decimal_bytes(int digits) {
  constexpr std::uint8_t kRest[] = {0, 1, 1, 2, 2, 3, 3, 4, 4};
  return static_cast<std::uint32_t>(digits / 9 * 4 + kRest[digits % 9]);
}

// Scales below zero and above the precision exist in PostgreSQL only.
void choose_decimal(ColumnType& type, std::int32_t typmod, const Target&) {
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
    type.width = decimal_bytes(precision - scale) + decimal_bytes(scale);
  } else {
    type.wire = Wire::Text;
    type.encode = encode_output;
    type.storage = Storage::Characters;
  }
}

void check_decimals(ColumnType&, std::int32_t, const Target&) {
  require_two_decimals();
}

// MySQL's BIT ends at 64; of longer strings the digits are sent.
void choose_bit(ColumnType& type, std::int32_t typmod, const Target&) {
  if (typmod > 0 && typmod <= 64) {
    type.name = psprintf("BIT(%d)", typmod);
    type.width = static_cast<std::uint32_t>(typmod + 7) / 8;
    return;
  }
  type.wire = Wire::Text;
  type.encode = encode_output;
  type.storage = Storage::Ascii;
  if (typmod <= static_cast<std::int32_t>(kVarcharLengthMax))
    type.length = static_cast<std::uint32_t>(Max(typmod, 0));
}

void limit_bits(ColumnType& type, std::int32_t typmod, const Target&) {
  if (typmod > 0 && typmod <= static_cast<std::int32_t>(kVarcharLengthMax))
    type.length = static_cast<std::uint32_t>(typmod);
}

struct BuiltinType {
  Oid type;
  TypeEntry entry;
};

constexpr TypeEntry kOid = {Wire::Unsigned, encode_oid, Storage::Fixed, "INT UNSIGNED", 4};
constexpr TypeEntry kText = {Wire::Text, encode_output, Storage::Characters};
constexpr TypeEntry kAscii = {Wire::Text, encode_output, Storage::Ascii};
constexpr TypeEntry kAscii255 = {Wire::Text, encode_output, Storage::Ascii, nullptr, 255};

constexpr BuiltinType kTypes[] = {
    {BOOLOID, {Wire::Boolean, encode_bool, Storage::Fixed, "TINYINT(1)", 1}},
    {INT2OID, {Wire::Integer, encode_int2, Storage::Fixed, "SMALLINT", 2}},
    {INT4OID, {Wire::Integer, encode_int4, Storage::Fixed, "INT", 4}},
    {INT8OID, {Wire::Integer, encode_int8, Storage::Fixed, "BIGINT", 8}},
    {FLOAT4OID, {Wire::Float, encode_float4, Storage::Fixed, "FLOAT", 4}},
    {FLOAT8OID, {Wire::Double, encode_float8, Storage::Fixed, "DOUBLE", 8}},
    {NUMERICOID,
     {Wire::Decimal, encode_numeric, Storage::Fixed, "DECIMAL(65,30)", 30, choose_decimal}},
    {MONEYOID, {Wire::Decimal, encode_money, Storage::Fixed, "DECIMAL(19,2)", 9, check_decimals}},

    {DATEOID, {Wire::Date, encode_date, Storage::Fixed, "DATE", 3}},
    {TIMEOID, {Wire::Time, encode_time, Storage::Fixed, "TIME", 6, add_precision}},
    {TIMETZOID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 24}},
    {TIMESTAMPOID,
     {Wire::Datetime, encode_timestamp, Storage::Fixed, "DATETIME", 8, add_precision}},
    {TIMESTAMPTZOID,
     {Wire::Datetime, encode_timestamptz, Storage::Fixed, "DATETIME", 8, add_precision}},
    {INTERVALOID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 64}},

    {TEXTOID, {Wire::Text, encode_text, Storage::Characters}},
    {VARCHAROID, {Wire::Text, encode_text, Storage::Characters, nullptr, 0, limit_length}},
    {BPCHAROID, {Wire::Text, encode_bpchar, Storage::Characters, nullptr, 0, limit_padded_length}},
    {NAMEOID, {Wire::Text, encode_name, Storage::Characters, nullptr, NAMEDATALEN - 1}},
    {CHAROID, {Wire::Binary, encode_char, Storage::Bytes, nullptr, 1}},
    {BYTEAOID, {Wire::Binary, encode_bytea, Storage::Bytes}},
    {BITOID, {Wire::Unsigned, encode_bit, Storage::Fixed, nullptr, 0, choose_bit}},
    {VARBITOID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 0, limit_bits}},
    {UUIDOID,
     {Wire::Uuid, encode_uuid, Storage::Fixed, "CHAR(36) CHARACTER SET ascii COLLATE ascii_bin",
      36}},
    {JSONOID, {Wire::Json, encode_json, Storage::Json}},
    {JSONBOID, {Wire::Json, encode_jsonb, Storage::Json}},
    {XMLOID, kText},
    {TSVECTOROID, kText},
    {TSQUERYOID, kText},
    {JSONPATHOID, kText},
    {REFCURSOROID, kText},

    {OIDOID, kOid},
    {XIDOID, kOid},
    {CIDOID, kOid},
    {XID8OID, {Wire::Unsigned, encode_unsigned8, Storage::Fixed, "BIGINT UNSIGNED", 8}},
    {PG_LSNOID, {Wire::Unsigned, encode_unsigned8, Storage::Fixed, "BIGINT UNSIGNED", 8}},
    {TIDOID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 32}},
    // Their names depend on who asks.
    {REGPROCOID, kOid},
    {REGPROCEDUREOID, kOid},
    {REGOPEROID, kOid},
    {REGOPERATOROID, kOid},
    {REGCLASSOID, kOid},
    {REGCOLLATIONOID, kOid},
    {REGTYPEOID, kOid},
    {REGROLEOID, kOid},
    {REGNAMESPACEOID, kOid},
    {REGCONFIGOID, kOid},
    {REGDICTIONARYOID, kOid},
    {ACLITEMOID, kText},
    {PG_SNAPSHOTOID, kAscii},
    {kTxidSnapshotOid, kAscii},
    {INT2VECTOROID, kAscii},
    {OIDVECTOROID, kAscii},

    {INETOID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 43}},
    {CIDROID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 43}},
    {MACADDROID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 17, pad}},
    {MACADDR8OID, {Wire::Text, encode_output, Storage::Ascii, nullptr, 23, pad}},

    {POINTOID, kAscii255},
    {LINEOID, kAscii255},
    {LSEGOID, kAscii255},
    {BOXOID, kAscii255},
    {CIRCLEOID, kAscii255},
    {PATHOID, kAscii},
    {POLYGONOID, kAscii},

    {INT4RANGEOID, kAscii255},
    {INT8RANGEOID, kAscii255},
    {DATERANGEOID, kAscii255},
    {TSRANGEOID, kAscii255},
    {TSTZRANGEOID, kAscii255},
    {NUMRANGEOID, kAscii},
    {INT4MULTIRANGEOID, kAscii},
    {INT8MULTIRANGEOID, kAscii},
    {DATEMULTIRANGEOID, kAscii},
    {TSMULTIRANGEOID, kAscii},
    {TSTZMULTIRANGEOID, kAscii},
    {NUMMULTIRANGEOID, kAscii},
};

const TypeEntry* find_builtin(Oid type) {
  for (const BuiltinType& builtin : kTypes)
    if (builtin.type == type) return &builtin.entry;
  return nullptr;
}

ColumnType json_of(const JsonShape* shape) {
  ColumnType type = begin_type({Wire::Json, encode_shape, Storage::Json});
  type.shape = shape;
  return type;
}

ColumnType range_type(Oid type) {
  if (getBaseType(get_range_subtype(type)) == MONEYOID) require_two_decimals();
  return begin_type(kText);
}

// Of types that users and extensions define.
ColumnType defined_type(Oid type, const Target& target) {
  if (const Oid element = get_element_type(type); OidIsValid(element))
    return json_of(array_shape(element, target));
  switch (get_typtype(type)) {
    case TYPTYPE_ENUM:
      return enum_column_type(type, target);
    case TYPTYPE_COMPOSITE:
      return json_of(composite_shape(type, target));
    case TYPTYPE_RANGE:
      return range_type(type);
    case TYPTYPE_MULTIRANGE:
      return range_type(get_multirange_range(type));
    default:
      break;
  }
  ColumnType text = begin_type(kText);
  text.flags = frame::kColumnOfUnknownType;
  return text;
}

}  // namespace

ColumnType column_type(Oid type, std::int32_t typmod, const Target& target) {
  const Oid base = getBaseTypeAndTypmod(type, &typmod);
  const TypeEntry* entry = find_builtin(base);
  if (entry == nullptr) entry = find_extension_type(base);
  if (entry == nullptr) return defined_type(base, target);
  ColumnType result = begin_type(*entry);
  result.oid = base;
  if (entry->refine != nullptr) entry->refine(result, typmod, target);
  return result;
}

ColumnType declared_text() {
  ColumnType text = begin_type(kText);
  text.flags = frame::kColumnDeclaredText;
  return text;
}

}  // namespace plugin
