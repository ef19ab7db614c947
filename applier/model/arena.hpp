// SPDX-License-Identifier: PostgreSQL
// Memory for the rows of a unit: given out in blocks, taken back all at once.
#pragma once

#include <cstddef>
#include <memory>
#include <type_traits>
#include <utility>
#include <vector>

namespace applier {

class Arena {
 public:
  Arena() = default;
  // What was moved from is empty.
  Arena(Arena&& other) noexcept { *this = std::move(other); }
  Arena& operator=(Arena&& other) noexcept {
    blocks_ = std::exchange(other.blocks_, {});
    large_ = std::exchange(other.large_, {});
    current_ = std::exchange(other.current_, 0);
    used_ = std::exchange(other.used_, 0);
    return *this;
  }

  // Uninitialised room for `count` objects that need no destructor; valid until clear().
  template <typename T>
  T* array(std::size_t count) {
    static_assert(std::is_trivially_destructible_v<T>);
    return static_cast<T*>(bytes(count * sizeof(T)));
  }

  void clear() {
    large_.clear();
    current_ = 0;
    used_ = 0;
  }

 private:
  static constexpr std::size_t kBlockBytes = 256 * 1024;
  static constexpr std::size_t kAlignment = alignof(std::max_align_t);

  // Blocks are kept for the next unit; what does not fit one is given back.
  void* bytes(std::size_t size) {
    size = (size + kAlignment - 1) & ~(kAlignment - 1);
    if (size > kBlockBytes) return large_.emplace_back(new std::byte[size]).get();
    if (current_ < blocks_.size() && used_ + size > kBlockBytes) {
      ++current_;
      used_ = 0;
    }
    if (current_ == blocks_.size()) blocks_.emplace_back(new std::byte[kBlockBytes]);
    void* place = blocks_[current_].get() + used_;
    used_ += size;
    return place;
  }

  std::vector<std::unique_ptr<std::byte[]>> blocks_;
  std::vector<std::unique_ptr<std::byte[]>> large_;
  std::size_t current_ = 0;
  std::size_t used_ = 0;
};

}  // namespace applier
