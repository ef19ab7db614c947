// SPDX-License-Identifier: PostgreSQL
// Bytes in an allocation of just their size, so that AddressSanitizer sees a read past their end.
#pragma once

#include <algorithm>
#include <cstddef>
#include <memory>
#include <string_view>

namespace frame::testing {

class ExactBytes {
 public:
  explicit ExactBytes(std::string_view bytes) : copy_(new char[bytes.size()]), size_(bytes.size()) {
    std::copy(bytes.begin(), bytes.end(), copy_.get());
  }

  operator std::string_view() const { return {copy_.get(), size_}; }

 private:
  std::unique_ptr<char[]> copy_;
  std::size_t size_;
};

}  // namespace frame::testing
