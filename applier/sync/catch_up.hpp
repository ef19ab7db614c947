// SPDX-License-Identifier: PostgreSQL
// What the stream of tables that join and the stream that they join tell each other.
#pragma once

#include <atomic>
#include <cstdint>

namespace applier {

struct CatchUp {
  // For the tables' stream alone: no table of it has still to be copied.
  bool is_whole = false;
  // By the tables' stream: where it is; 0 while it is not whole.
  std::atomic<std::uint64_t> applied = 0;
  // By the stream that they join: the other ends once it is there; 0: it does not.
  std::atomic<std::uint64_t> until = 0;
  // Likewise: it is to be of other tables.
  std::atomic<bool> begin_again = false;
};

}  // namespace applier
