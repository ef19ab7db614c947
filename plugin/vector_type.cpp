// SPDX-License-Identifier: PostgreSQL
#include "plugin/vector_type.hpp"

namespace plugin {
namespace {

constexpr std::int32_t kVectorDimensionsMax = 16383;  // of MySQL
constexpr std::size_t kHeaderBytes = 4;               // dimensions and an unused int16

struct Vector {
  const char* elements;
  std::size_t dimensions;
};

Vector parse(const varlena* value) {
  std::int16_t dimensions;
  std::memcpy(&dimensions, VARDATA_ANY(value), sizeof dimensions);
  return {VARDATA_ANY(value) + kHeaderBytes, static_cast<std::size_t>(dimensions)};
}

void put_little_endian(char* to, std::uint32_t bits) {
  for (int i = 0; i < 4; ++i) to[i] = static_cast<char>(bits >> (8 * i));
}

std::uint32_t widen(std::uint16_t half) {
  const std::uint32_t sign = static_cast<std::uint32_t>(half >> 15) << 31;
  std::uint32_t exponent = (half >> 10) & 0x1f;
  std::uint32_t fraction = half & 0x3ff;
  if (exponent == 0x1f) return sign | 0x7f800000 | fraction << 13;
  if (exponent == 0) {
    if (fraction == 0) return sign;
    // A float has exponents enough to write it with a leading one.
    for (exponent = 1; (fraction & 0x400) == 0; --exponent) fraction <<= 1;
    fraction &= 0x3ff;
  }
  return sign | (exponent + 112) << 23 | fraction << 13;
}

}  // namespace

void choose_vector(ColumnType& type, std::int32_t typmod, const Target& target) {
  const bool bounded = typmod > 0 && typmod <= kVectorDimensionsMax;
  if (target.has_vector) {
    type.storage = Storage::Vector;
    type.length = static_cast<std::uint32_t>(bounded ? typmod : kVectorDimensionsMax);
  } else if (bounded && typmod <= static_cast<std::int32_t>(kVarcharLengthMax / 4)) {
    type.length = static_cast<std::uint32_t>(4 * typmod);
  }
}

void encode_vector(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const Vector vector = parse(PG_DETOAST_DATUM_PACKED(value));
  auto* bytes = static_cast<char*>(palloc(4 * vector.dimensions + 1));
  for (std::size_t i = 0; i < vector.dimensions; ++i) {
    std::uint32_t bits;
    std::memcpy(&bits, vector.elements + 4 * i, sizeof bits);
    put_little_endian(bytes + 4 * i, bits);
  }
  out.binary(bytes, 4 * vector.dimensions);
}

void encode_halfvec(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  const Vector vector = parse(PG_DETOAST_DATUM_PACKED(value));
  auto* bytes = static_cast<char*>(palloc(4 * vector.dimensions + 1));
  for (std::size_t i = 0; i < vector.dimensions; ++i) {
    std::uint16_t half;
    std::memcpy(&half, vector.elements + 2 * i, sizeof half);
    put_little_endian(bytes + 4 * i, widen(half));
  }
  out.binary(bytes, 4 * vector.dimensions);
}

// From "{1:1.5,3:2}/5".
void write_sparse_vector(StringInfo out, const JsonShape& shape, Datum value) {
  const char* text = OutputFunctionCall(shape.output, value);
  const char* slash = std::strrchr(text, '/');
  appendStringInfo(out, "{\"dimensions\":%s,\"elements\":{", slash + 1);
  for (const char* at = text + 1; at < slash - 1; ++at) {
    const bool index_begins = at[-1] == '{' || at[-1] == ',';
    if (index_begins || *at == ':') appendStringInfoChar(out, '"');
    appendStringInfoChar(out, *at);
  }
  appendStringInfoString(out, "}}");
}

}  // namespace plugin
