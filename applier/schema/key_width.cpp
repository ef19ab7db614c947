// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/key_width.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

namespace applier {
namespace {

// Whatever is not text: decimals need the most, a hash of long text as much.
constexpr std::uint32_t kOtherBytes = 32;
constexpr std::uint32_t kStepBytes = 64;

// Of a type with a length: "VARCHAR(765) COLLATE …".
struct Text {
  std::uint32_t length = 0;
  std::uint32_t unit_bytes = 0;
  std::size_t end = 0;  // of the length in the type's text
};

Text text_of(const Column& column) {
  const std::string_view type = column.mysql_type;
  for (const std::string_view opening : {"VARCHAR(", "CHAR(", "VARBINARY("}) {
    if (!type.starts_with(opening)) continue;
    Text text;
    const char* begin = type.data() + opening.size();
    const char* end = std::from_chars(begin, type.data() + type.size(), text.length).ptr;
    text.end = static_cast<std::size_t>(end - type.data());
    const bool is_narrow = opening == "VARBINARY(" || type.find("ascii") != type.npos;
    text.unit_bytes = is_narrow ? 1 : 4;
    return text;
  }
  return {};
}

bool can_be_shorter(const Column& column) {
  return column.origin == Origin::Source && column.mysql_type.starts_with("VAR");
}

void shorten(Column& column, std::uint32_t bytes) {
  const Text text = text_of(column);
  const std::uint32_t less = (bytes + text.unit_bytes - 1) / text.unit_bytes;
  const std::uint32_t length = text.length > less ? text.length - less : 1;
  const std::size_t open = column.mysql_type.find('(') + 1;
  column.mysql_type.replace(open, text.end - open, std::to_string(length));
  if (column.length_max > 0) column.length_max = std::min(column.length_max, length);
}

}  // namespace

std::uint32_t key_bytes(const Column& column) {
  const Text text = text_of(column);
  return (text.length == 0 ? kOtherBytes : text.length * text.unit_bytes) + kKeyColumnOverhead;
}

void shorten_key(Relation& relation, const std::vector<std::uint16_t>& key) {
  std::vector<Column*> texts;
  std::uint32_t bytes = 0;
  for (const std::uint16_t position : key) {
    Column& column = relation.columns[position];
    bytes += key_bytes(column);
    if (can_be_shorter(column)) texts.push_back(&column);
  }
  // Each down to the next longest, so that the shortest keep what they have.
  const auto longer = [](const Column* left, const Column* right) {
    return key_bytes(*left) > key_bytes(*right);
  };
  while (bytes > kIndexBytesMax && !texts.empty()) {
    std::sort(texts.begin(), texts.end(), longer);
    const std::uint32_t before = key_bytes(*texts[0]);
    const std::uint32_t next = texts.size() > 1 ? key_bytes(*texts[1]) : 0;
    shorten(*texts[0], std::min(bytes - kIndexBytesMax, std::max(before - next, kStepBytes)));
    if (key_bytes(*texts[0]) == before) return;
    bytes -= before - key_bytes(*texts[0]);
  }
}

}  // namespace applier
