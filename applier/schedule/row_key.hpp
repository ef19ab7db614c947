// SPDX-License-Identifier: PostgreSQL
// The key of a row as the source logged it, and where rows are found by it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "frame/value.hpp"

namespace applier {

// Whether two values are the same bytes.  PostgreSQL logs the stored image of a key, so the same
// row always has the same bytes, whatever its collation calls equal.
bool same_value(const frame::Value& left, const frame::Value& right);
bool same_key(const frame::Value* left, const frame::Value* right, std::size_t columns);
// An order of keys; that of integers and of bytes is the target's.
bool key_before(const frame::Value* left, const frame::Value* right, std::size_t columns);
// The hash of a key depends on `seed`, too, which tells keys of different tables apart.
std::uint64_t hash_key(const frame::Value* key, std::size_t columns, std::uint64_t seed = 0);
// The same for the key that stands in a row, at these positions; where the row has a value as
// unchanged, it is that of `old_key`, if there is one.
std::uint64_t hash_key_of_row(const frame::Value* row, std::span<const std::uint16_t> positions,
                              std::uint64_t seed, const frame::Value* old_key = nullptr);

// Continues `hash` so that most values which a unique key of the target takes for one hash alike:
// without regard to case, to blanks at the end, and to the sign of zero.
std::uint64_t hash_loosely(std::uint64_t hash, const frame::Value& value);

// Finds the entry of a key among entries that are numbered as they are added.  The keys stay with
// the caller and must outlive the index's use of them.
class RowIndex {
 public:
  static constexpr std::uint32_t kNone = UINT32_MAX;

  // Forgets every key; keys have `columns` columns from now on.
  void reset(std::size_t columns);
  std::uint32_t find(const frame::Value* key) const;
  // `key` must not be in the index.
  void add(const frame::Value* key, std::uint32_t entry);

 private:
  struct Slot {
    std::uint64_t hash = 0;
    const frame::Value* key = nullptr;
    std::uint32_t entry = kNone;
  };

  void grow();
  void place(const Slot& slot);

  std::vector<Slot> slots_;  // a power of two; open addressing
  std::size_t used_ = 0;
  std::size_t columns_ = 0;
};

}  // namespace applier
