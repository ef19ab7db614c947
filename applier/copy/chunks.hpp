// SPDX-License-Identifier: PostgreSQL
// A table's heap in pieces, each of which one transaction of MySQL copies.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "applier/copy/published_tables.hpp"
#include "applier/progress/copied_chunks.hpp"

namespace applier {

struct Chunk {
  std::size_t table = 0;  // position in the list of tables
  std::uint32_t heap = 0;
  std::uint64_t first_block = 0;
  std::uint64_t end_block = 0;  // not in the range
  bool is_last = false;         // of its heap: read to the end, wherever that is
  // Only what this transaction and younger ones wrote; 0: all of it.
  std::uint64_t since_xid = 0;
};

// All of the heap; of those chunks that are copied, only what came since.  At least one chunk: an
// empty table is copied, too.
std::vector<Chunk> chunks_of(std::size_t table, const Heap& heap, std::uint64_t blocks_each,
                             std::span<const CopiedChunk> copied);

}  // namespace applier
