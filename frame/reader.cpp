// SPDX-License-Identifier: PostgreSQL
// The msgpack specification's tags, https://github.com/msgpack/msgpack/blob/master/spec.md.
#include "frame/reader.hpp"

#include <bit>

#include "frame/messages.hpp"

namespace frame {
namespace {

enum Tag : std::uint8_t {
  kFixMap = 0x80,
  kFixArray = 0x90,
  kFixStr = 0xa0,
  kNil = 0xc0,
  kNeverUsed = 0xc1,
  kFalse = 0xc2,
  kTrue = 0xc3,
  kBin8 = 0xc4,
  kBin16 = 0xc5,
  kBin32 = 0xc6,
  kExt8 = 0xc7,
  kFloat32 = 0xca,
  kFloat64 = 0xcb,
  kUint8 = 0xcc,
  kUint64 = 0xcf,
  kInt8 = 0xd0,
  kInt64 = 0xd3,
  kFixExt1 = 0xd4,
  kStr8 = 0xd9,
  kStr16 = 0xda,
  kStr32 = 0xdb,
  kArray16 = 0xdc,
  kArray32 = 0xdd,
  kNegativeFixInt = 0xe0,
};

// How the tags 0xc0 to 0xdf go on: a length field, bytes of a fixed number, elements.
struct Shape {
  std::uint8_t length_bytes = 0;  // big-endian length behind the tag
  std::uint8_t fixed_bytes = 0;
  std::uint8_t elements_per_length = 0;  // 0: the length counts bytes
};

constexpr Shape kShapes[32] = {
    {},        {},        {},        {},                  // nil, never used, false, true
    {1},       {2},       {4},                            // bin
    {1, 1},    {2, 1},    {4, 1},                         // ext: one byte of type
    {0, 4},    {0, 8},                                    // float
    {0, 1},    {0, 2},    {0, 4},    {0, 8},              // uint
    {0, 1},    {0, 2},    {0, 4},    {0, 8},              // int
    {0, 2},    {0, 3},    {0, 5},    {0, 9},    {0, 17},  // fixext: one byte of type
    {1},       {2},       {4},                            // str
    {2, 0, 1}, {4, 0, 1}, {2, 0, 2}, {4, 0, 2},           // array, map
};

std::int64_t sign_extend(std::uint64_t bits, unsigned bytes) {
  const unsigned shift = 64 - 8 * bytes;
  return static_cast<std::int64_t>(bits << shift) >> shift;
}

Value integer_value(std::int64_t number) {
  Value value;
  value.kind = ValueKind::Integer;
  value.integer = number;
  return value;
}

Value unsigned_value(std::uint64_t number) {
  if (number <= INT64_MAX) return integer_value(static_cast<std::int64_t>(number));
  Value value;
  value.kind = ValueKind::Unsigned;
  value.unsigned_integer = number;
  return value;
}

Value boolean_value(bool truth) {
  Value value;
  value.kind = ValueKind::Boolean;
  value.integer = truth;
  return value;
}

}  // namespace

void Reader::fail(const char* reason) {
  if (failure_ == nullptr) failure_ = reason;
}

std::uint8_t Reader::byte() {
  if (!sound()) return 0;
  if (next_ == end_) {
    fail("the bytes end inside a value");
    return 0;
  }
  return static_cast<std::uint8_t>(*next_++);
}

std::string_view Reader::take(std::uint64_t bytes) {
  if (!sound()) return {};
  if (bytes > rest()) {
    fail("a length reaches past the end of the bytes");
    return {};
  }
  std::string_view taken{next_, static_cast<std::size_t>(bytes)};
  next_ += bytes;
  return taken;
}

std::uint64_t Reader::big_endian(unsigned bytes) {
  std::uint64_t number = 0;
  for (char byte : take(bytes)) number = number << 8 | static_cast<std::uint8_t>(byte);
  return number;
}

std::uint32_t Reader::array() {
  const std::uint8_t tag = byte();
  std::uint64_t count = 0;
  if ((tag & 0xf0) == kFixArray)
    count = tag & 0x0f;
  else if (tag == kArray16)
    count = big_endian(2);
  else if (tag == kArray32)
    count = big_endian(4);
  else
    fail("an array was expected");
  if (count > rest()) fail("an array claims more elements than there are bytes");
  return sound() ? static_cast<std::uint32_t>(count) : 0;
}

Value Reader::bytes_value(ValueKind kind, std::uint64_t length) {
  const std::string_view bytes = take(length);
  Value value;
  if (!sound()) return value;
  value.kind = kind;
  value.length = static_cast<std::uint32_t>(bytes.size());
  value.data = bytes.data();
  return value;
}

Value Reader::extension(std::uint32_t length) {
  const auto type = static_cast<std::int8_t>(byte());
  Value value;
  if (type == kExtUnchanged && length == 0) {
    value.kind = ValueKind::Unchanged;
  } else if ((type == kExtLongText || type == kExtLongBinary) && length == 4) {
    const std::uint64_t bytes = big_endian(4);
    if (bytes > kValueBytesMax) fail("a value is longer than PostgreSQL can hold");
    value.kind = type == kExtLongText ? ValueKind::LongText : ValueKind::LongBinary;
    value.length = static_cast<std::uint32_t>(bytes);
  } else {
    fail("an extension type that this version does not know");
  }
  return sound() ? value : Value{};
}

// Everything that is not a fixint, fixstr or container.
Value Reader::scalar(std::uint8_t tag) {
  Value value;
  switch (tag) {
    case kNil:
      return value;
    case kFalse:
    case kTrue:
      return boolean_value(tag == kTrue);
    case kFloat32:
      value.kind = ValueKind::Float;
      value.single = std::bit_cast<float>(static_cast<std::uint32_t>(big_endian(4)));
      return value;
    case kFloat64:
      value.kind = ValueKind::Double;
      value.number = std::bit_cast<double>(big_endian(8));
      return value;
    case kBin8:
    case kBin16:
    case kBin32:
      return bytes_value(ValueKind::Binary, big_endian(1u << (tag - kBin8)));
    case kStr8:
    case kStr16:
    case kStr32:
      return bytes_value(ValueKind::Text, big_endian(1u << (tag - kStr8)));
    case kExt8:
      return extension(static_cast<std::uint32_t>(big_endian(1)));
    case kFixExt1 + 2:
      return extension(4);
    default:
      break;
  }
  if (tag >= kUint8 && tag <= kUint64) return unsigned_value(big_endian(1u << (tag - kUint8)));
  if (tag >= kInt8 && tag <= kInt64) {
    const unsigned bytes = 1u << (tag - kInt8);
    return integer_value(sign_extend(big_endian(bytes), bytes));
  }
  fail("not a value of a row");
  return value;
}

Value Reader::value() {
  const std::uint8_t tag = byte();
  if (!sound()) return {};
  if (tag < kFixMap) return integer_value(tag);
  if (tag >= kNegativeFixInt) return integer_value(static_cast<std::int8_t>(tag));
  if ((tag & 0xe0) == kFixStr) return bytes_value(ValueKind::Text, tag & 0x1f);
  const Value value = scalar(tag);
  return sound() ? value : Value{};
}

std::uint64_t Reader::uint() {
  const Value number = value();
  if (number.kind == ValueKind::Unsigned) return number.unsigned_integer;
  if (number.kind != ValueKind::Integer || number.integer < 0) {
    fail("a number that is not negative was expected");
    return 0;
  }
  return static_cast<std::uint64_t>(number.integer);
}

std::uint32_t Reader::uint32(std::uint32_t most) {
  const std::uint64_t number = uint();
  if (number > most) fail("a number is larger than its field allows");
  return sound() ? static_cast<std::uint32_t>(number) : 0;
}

std::int64_t Reader::integer() {
  const Value number = value();
  if (number.kind != ValueKind::Integer) {
    fail("a 64-bit integer was expected");
    return 0;
  }
  return number.integer;
}

bool Reader::boolean() {
  const Value truth = value();
  if (truth.kind != ValueKind::Boolean) fail("a boolean was expected");
  return sound() && truth.integer != 0;
}

std::string_view Reader::text() {
  const Value text = value();
  if (text.kind != ValueKind::Text) fail("a text was expected");
  return sound() ? text.bytes() : std::string_view{};
}

std::string_view Reader::binary() {
  const Value bytes = value();
  if (bytes.kind != ValueKind::Binary) fail("bytes were expected");
  return sound() ? bytes.bytes() : std::string_view{};
}

// A counter of what is still to be skipped instead of recursion: nesting costs no stack.
void Reader::skip() {
  std::uint64_t pending = 1;
  while (pending > 0 && sound()) {
    --pending;
    const std::uint8_t tag = byte();
    if (tag < kFixMap || tag >= kNegativeFixInt) continue;
    if (tag < kFixStr) {
      pending += (tag & 0x0f) * (tag < kFixArray ? 2u : 1u);
    } else if (tag < kNil) {
      take(tag & 0x1f);
    } else if (tag == kNeverUsed) {
      fail("the tag that msgpack never uses");
    } else {
      const Shape& shape = kShapes[tag - kNil];
      const std::uint64_t length = shape.length_bytes == 0 ? 0 : big_endian(shape.length_bytes);
      pending += length * shape.elements_per_length;
      take(shape.fixed_bytes + (shape.elements_per_length == 0 ? length : 0));
    }
    if (pending > rest()) fail("a container claims more elements than there are bytes");
  }
}

}  // namespace frame
