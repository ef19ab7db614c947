// SPDX-License-Identifier: PostgreSQL
#include "applier/values/clamp.hpp"

#include <charconv>
#include <cstring>
#include <limits>
#include <string>
#include <utility>

namespace applier {

using frame::ValueKind;
using frame::Wire;

namespace {

constexpr std::int64_t kFirstDay = -719'162;  // 0001-01-01
constexpr std::int64_t kLastDay = 2'932'896;  // 9999-12-31
constexpr std::int64_t kDayUs = 86'400'000'000;

Value integer_value(std::int64_t number) {
  Value value;
  value.kind = ValueKind::Integer;
  value.integer = number;
  return value;
}

Value text_value(const std::string& text, Arena& arena) {
  char* bytes = arena.array<char>(text.size());
  std::memcpy(bytes, text.data(), text.size());
  Value value;
  value.kind = ValueKind::Text;
  value.length = static_cast<std::uint32_t>(text.size());
  value.data = bytes;
  return value;
}

bool is_negative(std::string_view text) {
  return text.starts_with('-');
}

// The numbers in "DECIMAL(12,2)"; missing ones are `otherwise`.
std::pair<int, int> modifiers(const std::string& mysql_type, int otherwise) {
  std::pair<int, int> numbers{otherwise, 0};
  const std::size_t open = mysql_type.find('(');
  if (open == std::string::npos) return numbers;
  const char* end = mysql_type.data() + mysql_type.size();
  const auto first = std::from_chars(mysql_type.data() + open + 1, end, numbers.first);
  if (first.ptr < end && *first.ptr == ',') std::from_chars(first.ptr + 1, end, numbers.second);
  return numbers;
}

Value clamped_decimal(const Column& column, std::string_view text, Arena& arena) {
  if (text == "NaN") return {};
  const auto [precision, scale] = modifiers(column.mysql_type, 65);
  const std::string sign = is_negative(text) ? "-" : "";
  text.remove_prefix(sign.size());
  const std::size_t point = std::min(text.find('.'), text.size());
  const auto whole_most = static_cast<std::size_t>(precision - scale);
  std::string digits;
  if (text == "Infinity" || point > whole_most)
    digits = std::string(whole_most, '9') + "." + std::string(static_cast<std::size_t>(scale), '9');
  else
    digits = text.substr(0, point + 1 + static_cast<std::size_t>(scale));
  if (digits.ends_with('.')) digits.pop_back();
  if (digits.empty()) digits = "0";
  return text_value(sign + digits, arena);
}

template <typename Number>
std::optional<Number> end_of_range(std::string_view text) {
  if (text == "NaN") return std::nullopt;
  return is_negative(text) ? std::numeric_limits<Number>::lowest()
                           : std::numeric_limits<Number>::max();
}

Value clamped_float(std::string_view text) {
  Value value;
  if (const auto number = end_of_range<float>(text)) {
    value.kind = ValueKind::Float;
    value.single = *number;
  }
  return value;
}

Value clamped_double(std::string_view text) {
  Value value;
  if (const auto number = end_of_range<double>(text)) {
    value.kind = ValueKind::Double;
    value.number = *number;
  }
  return value;
}

bool is_before_all(std::string_view text) {
  return is_negative(text) || text.ends_with(" BC");
}

// The last instant has as many decimals as the column, or MySQL would round it over the end.
Value clamped_datetime(const Column& column, std::string_view text) {
  if (is_before_all(text)) return integer_value(kFirstDay * kDayUs);
  std::int64_t unit_us = 1'000'000;
  for (int i = modifiers(column.mysql_type, 0).first; i > 0; --i) unit_us /= 10;
  return integer_value((kLastDay + 1) * kDayUs - std::max<std::int64_t>(unit_us, 1));
}

// How many bytes of the text's start are one character of UTF-8; 0: none.
std::size_t utf8_length(std::string_view text) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char lead = byte(0);
  if (lead < 0x80) return 1;
  const std::size_t length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  if (lead < 0xc2 || lead > 0xf4 || text.size() < length) return 0;
  for (std::size_t i = 1; i < length; ++i)
    if ((byte(i) & 0xc0) != 0x80) return 0;
  const unsigned char second = byte(1);
  const bool overlong = (lead == 0xe0 && second < 0xa0) || (lead == 0xf0 && second < 0x90);
  const bool beyond = (lead == 0xed && second > 0x9f) || (lead == 0xf4 && second > 0x8f);
  return overlong || beyond ? 0 : length;
}

Value replaced_text(std::string_view bytes, Arena& arena) {
  std::string text;
  while (!bytes.empty()) {
    const std::size_t length = utf8_length(bytes);
    text += length == 0 ? std::string_view("\uFFFD") : bytes.substr(0, length);
    bytes.remove_prefix(std::max<std::size_t>(length, 1));
  }
  return text_value(text, arena);
}

// The first `characters` of valid text; all of it where it has not more.
std::string_view first_characters(std::string_view text, std::size_t characters) {
  std::size_t bytes = 0;
  for (; characters > 0 && bytes < text.size(); --characters)
    bytes += std::max<std::size_t>(utf8_length(text.substr(bytes)), 1);
  return text.substr(0, bytes);
}

// `value` as long as the column may have it.
std::string_view cut(const Column& column, const Value& value) {
  return value.kind == ValueKind::Text ? first_characters(value.bytes(), column.length_max)
                                       : value.bytes().substr(0, column.length_max);
}

bool is_too_long(const Column& column, const Value& value) {
  return column.length_max > 0 && value.is_bytes() && value.length > column.length_max &&
         cut(column, value).size() < value.length;
}

Value shortened(const Column& column, Value value) {
  if (is_too_long(column, value))
    value.length = static_cast<std::uint32_t>(cut(column, value).size());
  return value;
}

bool is_of_wire(const Column& column, const Value& value) {
  switch (column.wire) {
    case Wire::Float:
      return value.kind == ValueKind::Float;
    case Wire::Double:
      return value.kind == ValueKind::Double;
    case Wire::Decimal: {
      if (value.kind == ValueKind::Integer) return true;
      const char last = value.is_bytes() && value.length > 0 ? value.data[value.length - 1] : 'N';
      return value.kind == ValueKind::Text && last >= '0' && last <= '9';
    }
    case Wire::Date:
    case Wire::Datetime:
    case Wire::Time:
    case Wire::Integer:
    case Wire::Unsigned:
      return !value.is_bytes();
    case Wire::Text:
    case Wire::Json:
      return value.kind == ValueKind::Text;
    default:
      return true;
  }
}

}  // namespace

bool fits(const Column& column, const Value& value) {
  if (value.is_null() || value.is_unchanged()) return true;
  return is_of_wire(column, value) && !is_too_long(column, value);
}

Value clamped(const Column& column, const Value& value, bool json_is_valid, Arena& arena) {
  if (!value.is_bytes()) return {};
  if (is_of_wire(column, value)) return shortened(column, value);
  const std::string_view text = value.bytes();
  switch (column.wire) {
    case Wire::Float:
      return clamped_float(text);
    case Wire::Double:
      return clamped_double(text);
    case Wire::Decimal:
      return clamped_decimal(column, text, arena);
    case Wire::Date:
      return integer_value(is_before_all(text) ? kFirstDay : kLastDay);
    case Wire::Datetime:
      return clamped_datetime(column, text);
    case Wire::Text:
      return shortened(column, replaced_text(text, arena));
    case Wire::Json:
      return json_is_valid ? text_value(std::string(text), arena) : Value{};
    default:
      return {};
  }
}

}  // namespace applier
