// SPDX-License-Identifier: PostgreSQL
#include "plugin/json_numbers.hpp"

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
  if (decimal.count == 0) return true;
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

const char* end_of_string(const char* at, const char* end) {
  for (; at != end && *at != '"'; ++at)
    if (*at == '\\') ++at;
  return at;
}

}  // namespace

bool numbers_survive(std::string_view json) {
  const char* const end = json.data() + json.size();
  for (const char* at = json.data(); at < end; ++at) {
    if (*at == '"') {
      at = end_of_string(at + 1, end);
    } else if (is_digit(*at) || *at == '-') {
      const char* const start = at;
      while (at < end && is_part_of_number(*at)) ++at;
      const std::string_view number{start, static_cast<std::size_t>(at - start)};
      if (!is_machine_integer(number) && !is_double(number)) return false;
      --at;
    }
  }
  return true;
}

}  // namespace plugin
