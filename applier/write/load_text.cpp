// SPDX-License-Identifier: PostgreSQL
#include "applier/write/load_text.hpp"

#include <charconv>
#include <iterator>

#include <fmt/format.h>

namespace applier {
namespace {

template <typename Number>
void append_number(Number number, std::string& text) {
  char digits[32];
  text.append(digits, std::to_chars(std::begin(digits), std::end(digits), number).ptr);
}

void append_escaped(std::string_view bytes, std::string& text) {
  using namespace std::string_view_literals;
  constexpr std::string_view kSpecial = "\t\n\\\0"sv;
  for (std::size_t at; (at = bytes.find_first_of(kSpecial)) != std::string_view::npos;
       bytes.remove_prefix(at + 1)) {
    text.append(bytes, 0, at);
    text += '\\';
    text += bytes[at] == '\0' ? '0' : bytes[at];
  }
  text += bytes;
}

void append_padded(unsigned number, unsigned digits, std::string& text) {
  char padded[8];
  for (unsigned i = digits; i > 0; --i, number /= 10)
    padded[i - 1] = static_cast<char>('0' + number % 10);
  text.append(padded, digits);
}

void append_day(const MYSQL_TIME& time, std::string& text) {
  append_padded(time.year, 4, text);
  text += '-';
  append_padded(time.month, 2, text);
  text += '-';
  append_padded(time.day, 2, text);
}

void append_clock(const MYSQL_TIME& time, unsigned hours, std::string& text) {
  append_padded(hours, 2, text);
  text += ':';
  append_padded(time.minute, 2, text);
  text += ':';
  append_padded(time.second, 2, text);
  if (time.second_part == 0) return;
  text += '.';
  append_padded(static_cast<unsigned>(time.second_part), 6, text);
}

}  // namespace

void append_loaded(const MYSQL_BIND& bind, std::string& text) {
  if (*bind.is_null) {
    text += kLoadedNull;
    return;
  }
  const auto& time = *static_cast<const MYSQL_TIME*>(bind.buffer);
  switch (bind.buffer_type) {
    case MYSQL_TYPE_LONGLONG:
      if (bind.is_unsigned) return append_number(*static_cast<std::uint64_t*>(bind.buffer), text);
      return append_number(*static_cast<std::int64_t*>(bind.buffer), text);
    // The server reads a double and makes a float of it: the double's digits are exact, a float's
    // would be rounded twice.
    case MYSQL_TYPE_FLOAT:
      return append_number(static_cast<double>(*static_cast<float*>(bind.buffer)), text);
    case MYSQL_TYPE_DOUBLE:
      return append_number(*static_cast<double*>(bind.buffer), text);
    case MYSQL_TYPE_DATE:
      return append_day(time, text);
    case MYSQL_TYPE_TIME:
      return append_clock(time, time.day * 24 + time.hour, text);
    case MYSQL_TYPE_DATETIME:
      append_day(time, text);
      text += ' ';
      return append_clock(time, time.hour, text);
    default:
      return append_escaped({static_cast<const char*>(bind.buffer), *bind.length}, text);
  }
}

}  // namespace applier
