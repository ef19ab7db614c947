// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/pattern.hpp"

#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "applier/base/error.hpp"

namespace applier {
namespace {

constexpr std::string_view kEscapable = "\\.*{";

// One character, and whether a backslash took its meaning.
struct Token {
  char character;
  bool is_plain;

  bool is(char special) const { return !is_plain && character == special; }
};

Token next_token(std::string_view& rest) {
  Token token{rest.front(), kEscapable.find(rest.front()) == std::string_view::npos};
  rest.remove_prefix(1);
  if (!token.is('\\')) return token;
  if (rest.empty() || kEscapable.find(rest.front()) == std::string_view::npos)
    throw Error("a backslash stands before nothing that has a meaning", {},
                "It takes the meaning of \\ . * { only; write \\\\ for a backslash, and in TOML "
                "put text with backslashes in single quotes.");
  token = {rest.front(), true};
  rest.remove_prefix(1);
  return token;
}

std::size_t read_capture(std::string_view& rest) {
  std::size_t number = 0;
  const char* const end = rest.data() + rest.size();
  const auto [stop, error] = std::from_chars(rest.data(), end, number);
  if (error != std::errc{} || stop == end || *stop != '}' || number == 0)
    throw Error("there is no number from 1 between braces", {},
                "{1} is what the first asterisk stood for; write \\{ for a brace itself.");
  rest = {stop + 1, end};
  return number;
}

std::string escaped(std::string_view text) {
  std::string result;
  for (const char character : text) {
    if (kEscapable.find(character) != std::string_view::npos) result += '\\';
    result += character;
  }
  return result;
}

}  // namespace

Pattern::Pattern(std::string_view text) : literals_(1) {
  if (text.empty()) throw Error("a pattern is empty", {}, "An asterisk stands for any name.");
  while (!text.empty()) {
    const Token token = next_token(text);
    if (token.is('*'))
      literals_.emplace_back();
    else
      literals_.back() += token.character;
  }
}

std::optional<Captures> Pattern::match(std::string_view name) const {
  const std::string& first = literals_.front();
  const std::string& last = literals_.back();
  if (!name.starts_with(first)) return std::nullopt;
  name.remove_prefix(first.size());
  if (asterisks() == 0) return name.empty() ? std::optional(Captures()) : std::nullopt;
  if (!name.ends_with(last)) return std::nullopt;
  name.remove_suffix(last.size());
  // The leftmost place of each leaves the most room for those behind it.
  Captures captures;
  for (std::size_t i = 1; i + 1 < literals_.size(); ++i) {
    const std::size_t place = name.find(literals_[i]);
    if (place == std::string_view::npos) return std::nullopt;
    captures.emplace_back(name.substr(0, place));
    name.remove_prefix(place + literals_[i].size());
  }
  captures.emplace_back(name);
  return captures;
}

Template::Template(std::string_view text) : parts_(1) {
  while (!text.empty()) {
    const Token token = next_token(text);
    if (token.is('{')) {
      parts_.back().capture = read_capture(text);
      parts_.emplace_back();
    } else {
      parts_.back().literal += token.character;
    }
  }
}

std::size_t Template::highest() const {
  std::size_t highest = 0;
  for (const Part& part : parts_) highest = std::max(highest, part.capture);
  return highest;
}

std::string Template::expanded(const Captures& captures) const {
  std::string text;
  for (const Part& part : parts_) {
    text += part.literal;
    if (part.capture != 0) text += captures.at(part.capture - 1);
  }
  return text;
}

std::string Template::expanded_partly(const Captures& captures) const {
  std::string text;
  for (const Part& part : parts_) {
    text += escaped(part.literal);
    if (part.capture == 0) continue;
    text += part.capture <= captures.size() ? escaped(captures[part.capture - 1])
                                            : fmt::format("{{{}}}", part.capture - captures.size());
  }
  return text;
}

std::pair<std::string, std::string> split_at_dot(std::string_view text) {
  std::size_t dots = 0;
  std::size_t place = 0;
  for (std::string_view rest = text; !rest.empty();) {
    const std::size_t at = text.size() - rest.size();
    if (!next_token(rest).is('.')) continue;
    ++dots;
    place = at;
  }
  if (dots != 1 || place == 0 || place + 1 == text.size())
    throw Error(fmt::format("\"{}\" is not two names with a dot between them", text), {},
                "A dot that is part of a name has a backslash before it: 'odd\\.schema.table'.");
  return {std::string(text.substr(0, place)), std::string(text.substr(place + 1))};
}

}  // namespace applier
