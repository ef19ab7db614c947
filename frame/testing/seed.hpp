// SPDX-License-Identifier: PostgreSQL
// The seed of a test in which chance decides: a new one in every run, or the one in the environment
// variable SEED.  A test names it in a BOOST_TEST_CONTEXT, so that a failure can be repeated.
#pragma once

#include <cstdint>
#include <cstdlib>
#include <random>
#include <string>

namespace frame::testing {

inline std::uint32_t seed() {
  const char* given = std::getenv("SEED");
  return given == nullptr ? std::random_device{}() : static_cast<std::uint32_t>(std::stoul(given));
}

class Chance {
 public:
  explicit Chance(std::uint32_t seed) : engine_(seed) {}

  std::uint64_t bits() { return engine_(); }
  // From 0 to `count` - 1.
  std::size_t below(std::size_t count) { return static_cast<std::size_t>(engine_() % count); }
  bool one_in(std::size_t count) { return below(count) == 0; }

 private:
  std::mt19937_64 engine_;
};

}  // namespace frame::testing
