// SPDX-License-Identifier: PostgreSQL
#include "plugin/json_limits.hpp"

#include <cstdlib>

extern "C" {
#include "common/shortest_dec.h"
}

namespace plugin {
namespace {

// As many digits as a double may have, and then some: more cannot survive.
constexpr int kDigitsMax = 20;
// As many as every double of a moderate exponent has.
constexpr int kDigitsSafe = 15;
constexpr int kExponentSafe = 300;

// A decimal number without zeros at its ends: 0.digits * 10 ^ exponent.
struct Decimal {
  char digits[kDigitsMax];
  int count = 0;
  std::int64_t exponent = 0;
  bool too_long = false;

  bool operator==(const Decimal& other) const {
    return count == other.count && (count == 0 || exponent == other.exponent) &&
           std::memcmp(digits, other.digits, static_cast<std::size_t>(count)) == 0;
  }
};
SAFE_TO_LONGJMP_OVER(Decimal);

bool is_digit(char byte) {
  return byte >= '0' && byte <= '9';
}

std::int64_t parse_exponent(const char* at, const char* end) {
  const bool negative = at != end && *at == '-';
  if (at != end && (*at == '-' || *at == '+')) ++at;
  std::int64_t exponent = 0;
  for (; at != end && exponent < 1000000; ++at) exponent = exponent * 10 + (*at - '0');
  return negative ? -exponent : exponent;
}

// Zeros are counted until a digit behind them shows that they belong to the number.
Decimal parse(std::string_view number) {
  Decimal decimal;
  const char* const end = number.data() + number.size();
  bool behind_point = false;
  int zeros = 0;
  for (const char* at = number.data(); at != end; ++at) {
    if (*at == 'e' || *at == 'E') {
      decimal.exponent += parse_exponent(at + 1, end);
      break;
    }
    if (*at == '.') behind_point = true;
    if (!is_digit(*at)) continue;
    if (*at == '0' && decimal.count == 0) {
      if (behind_point) --decimal.exponent;
      continue;
    }
    if (!behind_point) ++decimal.exponent;
    if (*at == '0') {
      ++zeros;
      continue;
    }
    if (decimal.count + zeros >= kDigitsMax) {
      decimal.too_long = true;
      continue;
    }
    for (; zeros > 0; --zeros) decimal.digits[decimal.count++] = '0';
    decimal.digits[decimal.count++] = *at;
  }
  return decimal;
}

// Eighteen digits fit a 64-bit integer of either sign; nineteen and twenty are compared.
bool is_machine_integer(std::string_view number) {
  const bool negative = number.front() == '-';
  if (negative) number.remove_prefix(1);
  for (char byte : number)
    if (!is_digit(byte)) return false;
  const std::string_view most = negative ? "9223372036854775808" : "18446744073709551615";
  return number.size() < most.size() || (number.size() == most.size() &&
                                         std::memcmp(number.data(), most.data(), most.size()) <= 0);
}

bool is_double(std::string_view number) {
  const Decimal decimal = parse(number);
  if (decimal.too_long) return false;
  // MySQL refuses even 0e400.
  if (decimal.count == 0) return std::abs(decimal.exponent) <= kExponentSafe;
  if (decimal.count <= kDigitsSafe && std::abs(decimal.exponent) <= kExponentSafe) return true;
  // 0.digits * 10 ^ exponent, spelled so that its length does not depend on the original's.
  char text[kDigitsMax + 32];
  snprintf(text, sizeof text, "0.%.*se%lld", decimal.count, decimal.digits,
           static_cast<long long>(decimal.exponent));
  const double value = std::strtod(text, nullptr);
  if (!std::isfinite(value)) return false;
  char shortest[DOUBLE_SHORTEST_DECIMAL_LEN];
  const int length = double_to_shortest_decimal_bufn(value, shortest);
  return parse({shortest, static_cast<std::size_t>(length)}) == decimal;
}

bool is_part_of_number(char byte) {
  return is_digit(byte) || byte == '.' || byte == 'e' || byte == 'E' || byte == '+' || byte == '-';
}

int hex_digit(char byte) {
  if (is_digit(byte)) return byte - '0';
  return (byte | 0x20) - 'a' + 10;
}

// Of an escape \uXXXX; -1 where there is none.
int code_unit(const char* at, const char* end) {
  if (end - at < 6 || at[0] != '\\' || at[1] != 'u') return -1;
  int unit = 0;
  for (int i = 2; i < 6; ++i) unit = unit * 16 + hex_digit(at[i]);
  return unit;
}

bool is_high_surrogate(int unit) {
  return unit >= 0xd800 && unit <= 0xdbff;
}

bool is_low_surrogate(int unit) {
  return unit >= 0xdc00 && unit <= 0xdfff;
}

// Moves from behind a string's first quote to its last one; false where half of a surrogate pair
// stands alone.
bool skip_string(const char*& at, const char* end) {
  for (; at < end && *at != '"'; ++at) {
    if (*at != '\\') continue;
    const int unit = code_unit(at, end);
    if (is_low_surrogate(unit)) return false;
    if (is_high_surrogate(unit)) {
      if (!is_low_surrogate(code_unit(at + 6, end))) return false;
      at += 10;
    }
    ++at;
  }
  return true;
}

bool is_key(const char* behind, const char* end) {
  while (behind < end && (*behind == ' ' || *behind == '\n' || *behind == '\t' || *behind == '\r'))
    ++behind;
  return behind < end && *behind == ':';
}

const char* end_of_number(const char* at, const char* end) {
  while (at < end && is_part_of_number(*at)) ++at;
  return at;
}

}  // namespace

bool number_survives(std::string_view number, const JsonLimits& limits) {
  return !limits.rounds_numbers || is_machine_integer(number) || is_double(number);
}

bool json_survives(std::string_view json, const JsonLimits& limits) {
  const char* const end = json.data() + json.size();
  int depth = 0;
  for (const char* at = json.data(); at < end; ++at) {
    const char* const start = at;
    switch (*at) {
      case '"':
        if (!skip_string(++at, end)) return false;
        if (at - start - 1 > limits.key_bytes && is_key(at + 1, end)) return false;
        break;
      case '[':
      case '{':
        if (++depth > limits.depth) return false;
        break;
      case ']':
      case '}':
        --depth;
        break;
      default:
        if (!is_digit(*at) && *at != '-') break;
        at = end_of_number(at, end) - 1;
        if (!number_survives({start, static_cast<std::size_t>(at + 1 - start)}, limits))
          return false;
    }
  }
  return true;
}

}  // namespace plugin
