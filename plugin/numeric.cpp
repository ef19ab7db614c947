// SPDX-License-Identifier: PostgreSQL
// The format is that of PostgreSQL's numeric.c, which does not export it but cannot change it
// either: it is what tables hold.
#include "plugin/numeric.hpp"

namespace plugin {
namespace {

constexpr std::uint16_t kSignMask = 0xc000;
constexpr std::uint16_t kNegative = 0x4000;
constexpr std::uint16_t kShort = 0x8000;
constexpr std::uint16_t kSpecial = 0xc000;
constexpr std::uint16_t kPositiveInfinity = 0xd000;
constexpr std::uint16_t kNegativeInfinity = 0xf000;
constexpr std::uint16_t kShortNegative = 0x2000;
constexpr std::uint16_t kScaleMask = 0x3fff;

constexpr int kDigitsPerGroup = 4;  // a group is a digit to the base 10000

struct Numeric {
  std::uint16_t header;
  bool negative;
  int scale;
  int weight;  // of the first group, in groups
  int count;
  const char* groups;  // not aligned

  bool is_special() const { return (header & kSignMask) == kSpecial; }
  int group(int position) const {
    if (position < 0 || position >= count) return 0;
    std::int16_t digits;
    std::memcpy(&digits, groups + 2 * position, sizeof digits);
    return digits;
  }
};
SAFE_TO_LONGJMP_OVER(Numeric);

Numeric parse(const varlena* value) {
  const char* bytes = VARDATA_ANY(value);
  const int length = static_cast<int>(VARSIZE_ANY_EXHDR(value));
  Numeric number{};
  std::memcpy(&number.header, bytes, 2);
  const std::uint16_t header = number.header;
  int header_bytes = 2;
  if (number.is_special()) return number;
  if ((header & kSignMask) == kShort) {
    number.negative = (header & kShortNegative) != 0;
    number.scale = (header >> 7) & 0x3f;
    number.weight = (header & 0x3f) - (header & 0x40);
  } else {
    std::int16_t weight;
    std::memcpy(&weight, bytes + 2, 2);
    number.negative = (header & kSignMask) == kNegative;
    number.scale = header & kScaleMask;
    number.weight = weight;
    header_bytes = 4;
  }
  number.count = (length - header_bytes) / 2;
  number.groups = bytes + header_bytes;
  return number;
}

const char* special_text(std::uint16_t header) {
  switch (header & 0xf000) {
    case kPositiveInfinity:
      return "Infinity";
    case kNegativeInfinity:
      return "-Infinity";
    default:
      return "NaN";
  }
}

char* put_group(char* to, int digits) {
  to[0] = static_cast<char>('0' + digits / 1000);
  to[1] = static_cast<char>('0' + digits / 100 % 10);
  to[2] = static_cast<char>('0' + digits / 10 % 10);
  to[3] = static_cast<char>('0' + digits % 10);
  return to + kDigitsPerGroup;
}

// As numeric_out() writes it.  `to` has room for text_bytes_max().
std::size_t put_digits(char* to, const Numeric& number) {
  char* const start = to;
  if (number.negative) *to++ = '-';
  char* const integer = to;
  for (int i = 0; i <= number.weight; ++i) to = put_group(to, number.group(i));
  char* first = integer;
  while (first < to && *first == '0') ++first;
  std::memmove(integer, first, static_cast<std::size_t>(to - first));
  to -= first - integer;
  if (to == integer) *to++ = '0';
  if (number.scale == 0) return static_cast<std::size_t>(to - start);
  *to++ = '.';
  char* const fraction = to;
  for (int i = number.weight + 1; to - fraction < number.scale; ++i)
    to = put_group(to, number.group(i));
  return static_cast<std::size_t>(fraction + number.scale - start);
}

std::size_t text_bytes_max(const Numeric& number) {
  const int integer_groups = Max(number.weight + 1, 1);
  return static_cast<std::size_t>(integer_groups * kDigitsPerGroup + number.scale +
                                  kDigitsPerGroup + 3);
}

// Sixteen digits, which no integer type of either side rounds.
bool is_small_integer(const Numeric& number) {
  return number.scale == 0 && number.weight < 4;
}

std::int64_t small_integer(const Numeric& number) {
  std::int64_t integer = 0;
  for (int i = 0; i <= number.weight; ++i) integer = integer * 10000 + number.group(i);
  return number.negative ? -integer : integer;
}

// Whether DECIMAL(65,30) holds it exactly; cuts zeros that it has no room for.
bool fits_widest(const char* text, std::size_t& length) {
  const std::string_view digits{text, length};
  std::size_t point = 0;
  while (point < length && digits[point] != '.') ++point;
  const std::size_t sign = digits[0] == '-' ? 1 : 0;
  if (point - sign > kDecimalDigitsMax - kDecimalScaleMax) return false;
  for (; length > point + 1 + kDecimalScaleMax; --length)
    if (digits[length - 1] != '0') return false;
  return true;
}

void encode(FrameBuffer& out, Datum value, bool widest) {
  const Numeric number = parse(PG_DETOAST_DATUM_PACKED(value));
  if (number.is_special()) {
    const char* text = special_text(number.header);
    return out.text(text, std::strlen(text));
  }
  if (is_small_integer(number)) {
    out.packer().pack_int64(small_integer(number));
    return;
  }
  char small[128];
  const std::size_t bytes = text_bytes_max(number);
  char* text = bytes <= sizeof small ? small : static_cast<char*>(palloc(bytes));
  std::size_t length = put_digits(text, number);
  if (widest && !fits_widest(text, length))
    out.binary(text, length);
  else
    out.text(text, length);
}

}  // namespace

void encode_numeric(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  encode(out, value, false);
}

void encode_widest_numeric(FrameBuffer& out, const ColumnEncoder&, Datum value) {
  encode(out, value, true);
}

}  // namespace plugin
