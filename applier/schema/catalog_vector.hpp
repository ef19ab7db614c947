// SPDX-License-Identifier: PostgreSQL
// Lists of numbers as the source's catalogs write them.
#pragma once

#include <charconv>
#include <cstdint>
#include <string_view>
#include <vector>

namespace applier {

// "1 2 0", as vectors are written.
inline std::vector<std::int32_t> numbers_in(std::string_view vector) {
  std::vector<std::int32_t> numbers;
  const char* next = vector.data();
  const char* const end = next + vector.size();
  while (next < end) {
    next = std::from_chars(next, end, numbers.emplace_back()).ptr;
    while (next < end && *next == ' ') ++next;
  }
  return numbers;
}

}  // namespace applier
