// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/mysql_type.hpp"

#include <charconv>

#include <fmt/format.h>

#include "applier/base/error.hpp"

namespace applier {
namespace {

bool is_of_name(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

std::string upper_case(std::string_view text) {
  std::string result(text);
  for (char& c : result)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return result;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), rest_(text) { skip_blanks(); }

  MysqlType type() {
    MysqlType type;
    type.word = upper_case(name());
    if (accept('(')) {
      type.length = number();
      if (accept(',')) type.scale = number();
      if (!accept(')')) refuse();
    }
    type.is_unsigned = accept("UNSIGNED");
    if (accept("CHARACTER")) {
      if (!accept("SET")) refuse();
      type.character_set = name();
    }
    if (accept("COLLATE")) type.collation = name();
    if (!rest_.empty()) refuse();
    return type;
  }

 private:
  [[noreturn]] void refuse() const {
    throw Error(fmt::format("\"{}\" is no type of MySQL", text_), {},
                "Write it as in CREATE TABLE, such as VARCHAR(40), DECIMAL(12,2), BIGINT UNSIGNED "
                "or VARCHAR(40) CHARACTER SET ascii COLLATE ascii_bin; nothing else belongs here.");
  }

  void skip_blanks() {
    while (rest_.starts_with(' ')) rest_.remove_prefix(1);
  }

  bool accept(char character) {
    if (!rest_.starts_with(character)) return false;
    rest_.remove_prefix(1);
    skip_blanks();
    return true;
  }

  std::string_view next_name() const {
    std::size_t length = 0;
    while (length < rest_.size() && is_of_name(rest_[length])) ++length;
    return rest_.substr(0, length);
  }

  bool accept(std::string_view keyword) {
    const std::string_view next = next_name();
    if (upper_case(next) != keyword) return false;
    rest_.remove_prefix(next.size());
    skip_blanks();
    return true;
  }

  std::string name() {
    const std::string name(next_name());
    if (name.empty()) refuse();
    rest_.remove_prefix(name.size());
    skip_blanks();
    return name;
  }

  std::uint32_t number() {
    std::uint32_t number = 0;
    const char* const end = rest_.data() + rest_.size();
    const auto [stop, error] = std::from_chars(rest_.data(), end, number);
    if (error != std::errc{}) refuse();
    rest_ = {stop, end};
    skip_blanks();
    return number;
  }

  std::string_view text_;
  std::string_view rest_;
};

}  // namespace

std::string MysqlType::text() const {
  std::string result = word;
  if (length) result += fmt::format("({}{})", *length, scale ? fmt::format(",{}", *scale) : "");
  if (is_unsigned) result += " UNSIGNED";
  if (!character_set.empty()) result += " CHARACTER SET " + character_set;
  if (!collation.empty()) result += " COLLATE " + collation;
  return result;
}

MysqlType parse_mysql_type(std::string_view text) {
  return Parser(text).type();
}

bool is_one_of(std::string_view word, std::string_view words) {
  return words.find(fmt::format(" {} ", word)) != std::string_view::npos;
}

}  // namespace applier
