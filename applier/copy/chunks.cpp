// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/chunks.hpp"

#include <algorithm>

namespace applier {

std::vector<Chunk> chunks_of(std::size_t table, const Heap& heap, std::uint64_t blocks_each,
                             std::span<const CopiedChunk> copied) {
  std::vector<Chunk> chunks;
  std::uint64_t block = 0;
  const auto add_until = [&](std::uint64_t end) {
    for (; block < end; block = chunks.back().end_block)
      chunks.push_back({table, heap.relation, block, std::min(block + blocks_each, end), false, 0});
  };
  for (const CopiedChunk& chunk : copied) {
    if (chunk.heap != heap.relation) continue;
    add_until(chunk.first_block);
    chunks.push_back(
        {table, heap.relation, chunk.first_block, chunk.end_block, false, chunk.oldest_xid});
    block = chunk.end_block;
  }
  add_until(heap.blocks);
  if (chunks.empty()) chunks.push_back({table, heap.relation, 0, 0, false, 0});
  chunks.back().is_last = true;
  return chunks;
}

}  // namespace applier
