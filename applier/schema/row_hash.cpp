// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/row_hash.hpp"

#include <algorithm>
#include <array>
#include <bit>
#include <charconv>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/schema/name_rules.hpp"
#include "applier/write/identifier.hpp"

namespace applier {

using frame::Value;
using frame::ValueKind;

namespace {

constexpr std::string_view kComment = "wal2mysql: hash of attributes ";
constexpr std::size_t kCommentBytesMax = 1024;

class Hash {
 public:
  void add(std::uint64_t word) {
    std::uint64_t bits = (hash_ ^ word) + 0x9e3779b97f4a7c15u;
    bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
    bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
    hash_ = bits ^ (bits >> 31);
  }

  void add(std::string_view bytes) {
    add(bytes.size());
    for (; bytes.size() >= 8; bytes.remove_prefix(8)) add(word_of(bytes.substr(0, 8)));
    if (!bytes.empty()) add(word_of(bytes));
  }

  std::int64_t value() const { return std::bit_cast<std::int64_t>(hash_); }

 private:
  static std::uint64_t word_of(std::string_view bytes) {
    std::uint64_t word = 0;
    for (std::size_t i = 0; i < bytes.size(); ++i)
      word |= std::uint64_t{static_cast<unsigned char>(bytes[i])} << 8 * i;
    return word;
  }

  std::uint64_t hash_ = 0;
};

// Numbers that are kept in MySQL for good.
enum Kind : std::uint64_t { kNull, kInteger, kUnsigned, kFloat, kDouble, kText, kBytes };

void add_text(Hash& hash, std::string_view text) {
  hash.add(kText);
  hash.add(text);
}

void add_integer(Hash& hash, const Column& column, const Value& value) {
  if (column.wire == frame::Wire::Decimal) {
    std::array<char, 24> digits;
    const char* end =
        std::to_chars(digits.data(), digits.data() + digits.size(), value.integer).ptr;
    return add_text(hash, {digits.data(), end});
  }
  hash.add(kInteger);
  hash.add(std::bit_cast<std::uint64_t>(value.integer));
}

void add_value(Hash& hash, const Column& column, const Value& value) {
  switch (value.kind) {
    case ValueKind::Null:
      return hash.add(kNull);
    case ValueKind::Boolean:
    case ValueKind::Integer:
      return add_integer(hash, column, value);
    case ValueKind::Unsigned:
      hash.add(kUnsigned);
      return hash.add(value.unsigned_integer);
    case ValueKind::Float:
      hash.add(kFloat);
      return hash.add(std::bit_cast<std::uint32_t>(value.single));
    case ValueKind::Double:
      hash.add(kDouble);
      return hash.add(std::bit_cast<std::uint64_t>(value.number));
    case ValueKind::Binary:
      hash.add(kBytes);
      return hash.add(value.bytes());
    default:
      return add_text(hash, value.bytes());
  }
}

}  // namespace

const Column& row_hash_column() {
  static const Column column{0, "wal2mysql_row", "BIGINT", frame::Wire::Integer};
  return column;
}

std::vector<std::int32_t> attributes_to_hash(const Relation& relation) {
  std::vector<std::int32_t> attributes;
  std::size_t bytes = kComment.size();
  for (const Column& column : relation.columns) {
    if (same_column_name(column.name, row_hash_column().name)) return {};
    if (column.origin != Origin::Source) continue;
    bytes += std::to_string(column.attnum).size() + 1;
    if (bytes <= kCommentBytesMax) attributes.push_back(column.attnum);
  }
  return attributes;
}

void choose_row_hash(Relation& relation) {
  if (relation.identity_kind == frame::Identity::Full)
    relation.hashed_attributes = attributes_to_hash(relation);
}

std::string row_hash_definition(const Relation& relation) {
  return fmt::format("{} BIGINT NULL INVISIBLE COMMENT '{}{}'",
                     quoted_identifier(row_hash_column().name), kComment,
                     fmt::join(relation.hashed_attributes, ","));
}

std::vector<std::int32_t> attributes_in_comment(std::string_view comment) {
  if (!comment.starts_with(kComment)) return {};
  std::vector<std::int32_t> attributes;
  const char* const end = comment.data() + comment.size();
  for (const char* next = comment.data() + kComment.size();; ++next) {
    const auto [stop, error] = std::from_chars(next, end, attributes.emplace_back());
    if (error != std::errc{}) return {};
    if (stop == end) return attributes;
    if (*stop != ',') return {};
    next = stop;
  }
}

std::vector<std::uint16_t> hashed_positions(const Relation& relation) {
  std::vector<std::uint16_t> positions;
  for (const std::int32_t attribute : relation.hashed_attributes) {
    const auto column =
        std::find_if(relation.columns.begin(), relation.columns.end(),
                     [&](const Column& candidate) { return candidate.attnum == attribute; });
    if (column == relation.columns.end()) return {};
    positions.push_back(static_cast<std::uint16_t>(column - relation.columns.begin()));
  }
  return positions;
}

Value row_hash(const Relation& relation, const std::vector<std::uint16_t>& positions,
               const Value* row) {
  Hash hash;
  for (const std::uint16_t position : positions)
    add_value(hash, relation.columns[position], row[position]);
  Value value;
  value.kind = ValueKind::Integer;
  value.integer = hash.value();
  return value;
}

}  // namespace applier
