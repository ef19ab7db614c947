// SPDX-License-Identifier: PostgreSQL
// The fuzzer's seeds are payloads of the protocol as it is, not as it once was.
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

#include "frame/testing/exact_bytes.hpp"
#include "frame/testing/walk.hpp"

using frame::testing::ExactBytes;
using frame::testing::Walk;

namespace {

std::vector<std::string> seeds() {
  std::vector<std::string> contents;
  for (const auto& entry : std::filesystem::directory_iterator(FRAME_CORPUS)) {
    std::ifstream file(entry.path(), std::ios::binary);
    contents.emplace_back(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
  }
  return contents;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(frame_corpus)

BOOST_AUTO_TEST_CASE(is_sound_to_its_last_byte) {
  BOOST_TEST(seeds().size() >= 5u);
  for (const std::string& seed : seeds()) {
    Walk walk;
    BOOST_TEST(walk.read(seed));
    BOOST_TEST(walk.frames() > 0u);
    BOOST_TEST(walk.skips_agree());
  }
}

BOOST_AUTO_TEST_CASE(is_read_no_further_than_it_reaches) {
  for (const std::string& seed : seeds()) {
    for (std::size_t length = 0; length < seed.size(); ++length) {
      const ExactBytes cut(std::string_view(seed).substr(0, length));
      Walk walk;
      walk.read(cut);
      BOOST_REQUIRE(walk.skips_agree());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()
