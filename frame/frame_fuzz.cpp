// SPDX-License-Identifier: PostgreSQL
// Any bytes as a payload, for libFuzzer:
//
//   cmake -B build/fuzz -G Ninja -DCMAKE_CXX_COMPILER=clang++ -DWAL2MYSQL_FUZZ=ON
//   cmake --build build/fuzz --target frame_fuzz && mkdir -p build/found
//   build/fuzz/frame_fuzz -max_total_time=60 build/found frame/corpus
#include <cstdint>
#include <cstdlib>

#include "frame/testing/walk.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  frame::testing::Walk walk;
  walk.read({reinterpret_cast<const char*>(data), size});
  if (!walk.skips_agree()) std::abort();
  return 0;
}
