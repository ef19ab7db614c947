// SPDX-License-Identifier: PostgreSQL
#include "plugin/column_width.hpp"

namespace plugin {
namespace {

constexpr std::uint32_t kIndexBytesMax = 3072;
// What InnoDB may add to each column of a composite index.
constexpr std::uint32_t kKeyColumnOverhead = 3;
constexpr std::uint32_t kRowBytesMax = 65535;
// What a page of 16 KiB takes of one row; the row of a wider table would be refused by InnoDB.
constexpr std::uint32_t kPageRecordBytesMax = 8125;
constexpr std::uint32_t kHashBytes = 32;  // the applier's SHA-256

std::uint32_t bytes_wanted(const ColumnType& type) {
  return type.length == 0 ? kIndexBytesMax + 1 : type.length * unit_of(type);
}

// No index holds JSON, VECTOR, LONGTEXT or LONGBLOB.
void make_indexable(ColumnType& type) {
  if (type.storage != Storage::Json && type.storage != Storage::Vector) return;
  if (type.storage == Storage::Json) type.wire = frame::Wire::Text;
  type.storage = type.storage == Storage::Json ? Storage::Characters : Storage::Bytes;
  type.length = 0;
}

void shorten(ColumnType& type, std::uint32_t bytes) {
  type.length = Max(bytes / unit_of(type), 1);
  if (type.length > 255) type.padded = false;
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

void move_out_of_row(ColumnType& type) {
  type.length = 0;
  type.padded = false;
}

bool is_movable(const ColumnType& type) {
  return type.storage == Storage::Characters || type.storage == Storage::Ascii ||
         type.storage == Storage::Bytes;
}

// Moves the widest columns, as `width` has it, until they fit into `room`.
template <typename Width>
void fit(std::span<ColumnType> columns, std::span<const bool> in_key, std::uint32_t room,
         Width width) {
  std::uint32_t total = 0;
  for (const ColumnType& type : columns) total += width(type);
  while (total > room) {
    std::size_t best = columns.size();
    std::uint32_t most = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (!is_movable(columns[i]) || in_key[i]) continue;
      ColumnType moved = columns[i];
      move_out_of_row(moved);
      if (width(columns[i]) <= width(moved) + most) continue;
      best = i;
      most = width(columns[i]) - width(moved);
    }
    if (best == columns.size()) return;
    move_out_of_row(columns[best]);
    total -= most;
  }
}

// What a record has beside its columns: header, transaction, undo pointer, null flags.
std::uint32_t page_room(std::size_t columns) {
  return kPageRecordBytesMax - 5 - 6 - 7 - static_cast<std::uint32_t>(columns + 7) / 8;
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
    move_out_of_row(columns[key[longest]]);
    decided[longest] = true;
    left -= Min(left, kHashBytes);
    --undecided;
  }
}

void fit_row(std::span<ColumnType> columns, std::span<const bool> in_key, const PageLimits& page) {
  fit(columns, in_key, kRowBytesMax - static_cast<std::uint32_t>(columns.size() + 7) / 8,
      row_width);
  fit(columns, in_key, page_room(columns.size()),
      [&](const ColumnType& type) { return page_width(type, page); });
}

bool fits_page(std::span<const ColumnType> columns, const PageLimits& page) {
  std::uint32_t total = 0;
  for (const ColumnType& type : columns) total += page_width(type, page);
  return total <= page_room(columns.size());
}

}  // namespace plugin
