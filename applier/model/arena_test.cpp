// SPDX-License-Identifier: PostgreSQL
#include "applier/model/arena.hpp"

#include <cstdint>
#include <cstring>
#include <set>
#include <vector>

#include <boost/test/unit_test.hpp>

using applier::Arena;

namespace {

bool is_aligned(const void* place) {
  return reinterpret_cast<std::uintptr_t>(place) % alignof(std::max_align_t) == 0;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(model_arena)

BOOST_AUTO_TEST_CASE(gives_room_that_does_not_overlap_and_is_aligned) {
  Arena arena;
  std::vector<std::pair<unsigned char*, std::size_t>> given;
  for (std::size_t i = 0; i < 3000; ++i) {
    // Small ones, ones that leave a block's end unused, and ones larger than a block.
    const std::size_t size = i % 500 == 0 ? 300'000 : i % 50 == 0 ? 100'000 : 1 + i % 97;
    auto* bytes = arena.array<unsigned char>(size);
    BOOST_REQUIRE(is_aligned(bytes));
    std::memset(bytes, static_cast<int>(i % 251), size);
    given.emplace_back(bytes, size);
  }
  for (std::size_t i = 0; i < given.size(); ++i) {
    BOOST_REQUIRE_EQUAL(given[i].first[0], i % 251);
    BOOST_REQUIRE_EQUAL(given[i].first[given[i].second - 1], i % 251);
  }
}

BOOST_AUTO_TEST_CASE(gives_whole_blocks_and_one_byte_more) {
  Arena arena;
  for (std::size_t size : {256u * 1024u, 256u * 1024u + 1, 256u * 1024u - 1, 1u, 0u}) {
    auto* bytes = arena.array<char>(size);
    BOOST_REQUIRE(bytes != nullptr);
    std::memset(bytes, 'x', size);
  }
}

BOOST_AUTO_TEST_CASE(uses_its_blocks_again_after_clear) {
  Arena arena;
  std::set<const void*> first, second;
  for (int i = 0; i < 100; ++i) first.insert(arena.array<char>(10'000));
  arena.clear();
  for (int i = 0; i < 100; ++i) second.insert(arena.array<char>(10'000));
  BOOST_TEST((first == second));
}

BOOST_AUTO_TEST_CASE(keeps_what_it_gave_when_it_is_moved) {
  Arena arena;
  auto* number = arena.array<int>(1);
  *number = 42;
  const Arena moved = std::move(arena);
  BOOST_TEST(*number == 42);
}

BOOST_AUTO_TEST_CASE(can_be_used_after_it_was_moved_from) {
  Arena arena;
  for (int i = 0; i < 100; ++i) arena.array<char>(10'000);
  const Arena moved = std::move(arena);
  auto* bytes = arena.array<char>(10'000);
  std::memset(bytes, 'x', 10'000);
  BOOST_TEST(bytes[9'999] == 'x');
}

BOOST_AUTO_TEST_SUITE_END()
