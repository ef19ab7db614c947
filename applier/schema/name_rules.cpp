// SPDX-License-Identifier: PostgreSQL
// MySQL manual, "Schema Object Names".
#include "applier/schema/name_rules.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "applier/base/error.hpp"

namespace applier {
namespace {

// MySQL puts '?' in the place of these, with a warning; MariaDB refuses them.
bool has_supplementary_character(std::string_view name) {
  return std::any_of(name.begin(), name.end(),
                     [](char byte) { return static_cast<unsigned char>(byte) >= 0xf0; });
}

// In characters, of UTF-8; PostgreSQL's own names are shorter.
constexpr std::ptrdiff_t kNameLengthMax = 64;

bool is_too_long(std::string_view name) {
  return std::count_if(name.begin(), name.end(), [](char byte) { return (byte & 0xc0) != 0x80; }) >
         kNameLengthMax;
}

void check_name(const char* kind, const std::string& name, const Relation& relation) {
  const char* mistake = mistake_in_name(name);
  if (mistake == nullptr) return;
  throw Error(
      fmt::format("{} name \"{}\" of table \"{}\" {}", kind, name, relation.source_name(), mistake),
      "MySQL has no such names.", "Give it another name by a rule, or on the source.");
}

char lower_case(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lower_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) { return lower_case(c); });
  return text;
}

}  // namespace

const char* mistake_in_name(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.ends_with(' ')) return "ends in a blank";
  if (has_supplementary_character(name)) return "has a character beyond U+FFFF";
  if (is_too_long(name)) return "is longer than 64 characters";
  return nullptr;
}

void check_names(const Relation& relation) {
  check_name("database", relation.target.database, relation);
  check_name("table", relation.target.table, relation);
  std::map<std::string, std::string> seen;
  for (const Column& column : relation.columns) {
    check_name("column", column.name, relation);
    const auto [other, is_new] = seen.emplace(lower_case(column.name), column.name);
    if (!is_new)
      throw Error(fmt::format("columns \"{}\" and \"{}\" of table \"{}\" differ only in case",
                              other->second, column.name, relation.source_name()),
                  "MySQL's column names do not know case.",
                  "Rename one of them by a rule, or on the source.");
  }
}

std::string first_characters(const std::string& utf8, std::size_t count) {
  std::size_t seen = 0;
  for (std::size_t i = 0; i < utf8.size(); ++i)
    if ((utf8[i] & 0xc0) != 0x80 && ++seen > count) return utf8.substr(0, i);
  return utf8;
}

bool same_column_name(std::string_view left, std::string_view right) {
  return std::equal(left.begin(), left.end(), right.begin(), right.end(),
                    [](char l, char r) { return lower_case(l) == lower_case(r); });
}

}  // namespace applier
