// SPDX-License-Identifier: PostgreSQL
#include "applier/schedule/row_key.hpp"

#include <bit>
#include <functional>
#include <string_view>

namespace applier {

using frame::Value;
using frame::ValueKind;

namespace {

// splitmix64's finaliser: every input bit reaches every output bit.
std::uint64_t mixed(std::uint64_t bits) {
  bits = (bits ^ (bits >> 30)) * 0xbf58476d1ce4e5b9u;
  bits = (bits ^ (bits >> 27)) * 0x94d049bb133111ebu;
  return bits ^ (bits >> 31);
}

std::uint64_t hash_value(const Value& value) {
  if (value.is_bytes()) return std::hash<std::string_view>{}(value.bytes());
  if (value.kind == ValueKind::Float) return std::bit_cast<std::uint32_t>(value.single);
  return value.is_null() ? 0 : value.unsigned_integer;
}

}  // namespace

bool same_value(const Value& left, const Value& right) {
  if (left.kind != right.kind) return false;
  if (left.is_bytes()) return left.bytes() == right.bytes();
  switch (left.kind) {
    case ValueKind::Null:
    case ValueKind::Unchanged:
      return true;
    case ValueKind::Float:
      return std::bit_cast<std::uint32_t>(left.single) ==
             std::bit_cast<std::uint32_t>(right.single);
    default:
      return left.unsigned_integer == right.unsigned_integer;
  }
}

bool same_key(const Value* left, const Value* right, std::size_t columns) {
  for (std::size_t i = 0; i < columns; ++i)
    if (!same_value(left[i], right[i])) return false;
  return true;
}

static bool value_before(const Value& left, const Value& right) {
  if (left.kind != right.kind) return left.kind < right.kind;
  if (left.is_bytes()) return left.bytes() < right.bytes();
  switch (left.kind) {
    case ValueKind::Null:
    case ValueKind::Unchanged:
      return false;
    case ValueKind::Float:
      return std::bit_cast<std::uint32_t>(left.single) < std::bit_cast<std::uint32_t>(right.single);
    case ValueKind::Integer:
      return left.integer < right.integer;
    default:
      return left.unsigned_integer < right.unsigned_integer;
  }
}

bool key_before(const Value* left, const Value* right, std::size_t columns) {
  for (std::size_t i = 0; i < columns; ++i) {
    if (value_before(left[i], right[i])) return true;
    if (value_before(right[i], left[i])) return false;
  }
  return false;
}

std::uint64_t hash_key(const Value* key, std::size_t columns, std::uint64_t seed) {
  std::uint64_t hash = seed;
  for (std::size_t i = 0; i < columns; ++i) hash = mixed(hash + hash_value(key[i]) + i);
  return hash;
}

std::uint64_t hash_key_of_row(const Value* row, std::span<const std::uint16_t> positions,
                              std::uint64_t seed, const Value* old_key) {
  std::uint64_t hash = seed;
  for (std::size_t i = 0; i < positions.size(); ++i) {
    const Value& value = row[positions[i]];
    const bool is_old = value.is_unchanged() && old_key != nullptr;
    hash = mixed(hash + hash_value(is_old ? old_key[i] : value) + i);
  }
  return hash;
}

std::uint64_t hash_loosely(std::uint64_t hash, const Value& value) {
  if (value.kind == ValueKind::Text) {
    std::string_view text = value.bytes();
    while (text.ends_with(' ')) text.remove_suffix(1);
    // Bytes beyond ASCII all count alike: é may be equal to É.
    for (const char c : text)
      hash = hash * 31 + (c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : (c & 0x80) != 0 ? 0 : c);
    return mixed(hash);
  }
  const bool is_zero = (value.kind == ValueKind::Double && value.number == 0) ||
                       (value.kind == ValueKind::Float && value.single == 0);
  return mixed(hash + (is_zero ? 0 : hash_value(value)));
}

void RowIndex::reset(std::size_t columns) {
  columns_ = columns;
  if (used_ > 0) slots_.assign(slots_.size(), Slot{});
  used_ = 0;
}

std::uint32_t RowIndex::find(const Value* key) const {
  if (used_ == 0) return kNone;
  const std::uint64_t hash = hash_key(key, columns_);
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t i = hash & mask; slots_[i].key != nullptr; i = (i + 1) & mask)
    if (slots_[i].hash == hash && same_key(slots_[i].key, key, columns_)) return slots_[i].entry;
  return kNone;
}

void RowIndex::add(const Value* key, std::uint32_t entry) {
  if (2 * (used_ + 1) > slots_.size()) grow();
  place({hash_key(key, columns_), key, entry});
  ++used_;
}

void RowIndex::place(const Slot& slot) {
  const std::size_t mask = slots_.size() - 1;
  std::size_t i = slot.hash & mask;
  while (slots_[i].key != nullptr) i = (i + 1) & mask;
  slots_[i] = slot;
}

void RowIndex::grow() {
  std::vector<Slot> old(slots_.empty() ? 64 : 2 * slots_.size());
  old.swap(slots_);
  for (const Slot& slot : old)
    if (slot.key != nullptr) place(slot);
}

}  // namespace applier
