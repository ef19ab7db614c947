// SPDX-License-Identifier: PostgreSQL
#include "plugin/column_width.hpp"

namespace plugin {
namespace {

constexpr std::uint32_t kIndexBytesMax = 3072;
// What InnoDB may add to each column of a composite index.
constexpr std::uint32_t kKeyColumnOverhead = 3;
constexpr std::uint32_t kRowBytesMax = 65535;
constexpr std::uint32_t kHashBytes = 32;  // the applier's SHA-256

std::uint32_t unit_of(const ColumnType& type) {
  return type.storage == Storage::Characters ? kBytesPerCharacter : 1;
}

std::uint32_t bytes_wanted(const ColumnType& type) {
  return type.length == 0 ? kIndexBytesMax + 1 : type.length * unit_of(type);
}

// No index holds JSON, LONGTEXT or LONGBLOB.
void make_indexable(ColumnType& type) {
  if (type.wire != frame::Wire::Json) return;
  type.wire = frame::Wire::Text;
  type.storage = Storage::Characters;
  type.length = 0;
}

void shorten(ColumnType& type, std::uint32_t bytes) {
  type.length = Max(bytes / unit_of(type), 1);
  if (type.length > 255) type.padded = false;
}

void leave_to_hash(ColumnType& type) {
  type.length = 0;
  type.padded = false;
}

std::size_t longest_of(std::span<const ColumnType> columns, std::span<const std::uint16_t> key,
                       const bool* decided) {
  std::size_t longest = key.size();
  for (std::size_t i = 0; i < key.size(); ++i)
    if (!decided[i] && (longest == key.size() ||
                        bytes_wanted(columns[key[i]]) > bytes_wanted(columns[key[longest]])))
      longest = i;
  return longest;
}

std::uint32_t widest_column(std::span<ColumnType> columns, std::span<const bool> in_key) {
  std::uint32_t widest = 0;
  std::uint32_t widest_width = 0;
  for (std::uint32_t i = 0; i < columns.size(); ++i) {
    const bool movable = columns[i].storage == Storage::Characters && !in_key[i];
    if (!movable || row_width(columns[i]) <= widest_width) continue;
    widest = i;
    widest_width = row_width(columns[i]);
  }
  return widest_width > kLongWidth ? widest : static_cast<std::uint32_t>(columns.size());
}

}  // namespace

// Each round gives every column that wants no more than an equal share of what is left what it
// wants; when none does, they all get that share, or the longest is left to a hash.
void fit_key(std::span<ColumnType> columns, std::span<const std::uint16_t> key, bool hashes_long) {
  std::uint32_t left = kIndexBytesMax;
  if (key.size() > 1) left -= kKeyColumnOverhead * static_cast<std::uint32_t>(key.size());
  std::uint32_t undecided = 0;
  bool decided[INDEX_MAX_KEYS] = {};
  for (std::size_t i = 0; i < key.size(); ++i) {
    make_indexable(columns[key[i]]);
    decided[i] = columns[key[i]].storage == Storage::Fixed;
    if (decided[i])
      left -= Min(left, columns[key[i]].width);
    else
      ++undecided;
  }
  while (undecided > 0) {
    const std::uint32_t share = left / undecided;
    bool progress = false;
    for (std::size_t i = 0; i < key.size(); ++i) {
      if (decided[i] || bytes_wanted(columns[key[i]]) > share) continue;
      left -= bytes_wanted(columns[key[i]]);
      --undecided;
      decided[i] = progress = true;
    }
    if (progress) continue;
    if (!hashes_long) {
      for (std::size_t i = 0; i < key.size(); ++i)
        if (!decided[i]) shorten(columns[key[i]], share);
      break;
    }
    const std::size_t longest = longest_of(columns, key, decided);
    leave_to_hash(columns[key[longest]]);
    decided[longest] = true;
    left -= Min(left, kHashBytes);
    --undecided;
  }
}

void fit_row(std::span<ColumnType> columns, std::span<const bool> in_key) {
  std::uint32_t total = static_cast<std::uint32_t>(columns.size() + 7) / 8;
  for (const ColumnType& type : columns) total += row_width(type);
  while (total > kRowBytesMax) {
    const std::uint32_t widest = widest_column(columns, in_key);
    if (widest == columns.size()) break;
    total -= row_width(columns[widest]) - kLongWidth;
    columns[widest].length = 0;
    columns[widest].padded = false;
  }
}

}  // namespace plugin
