// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/chunk_queue.hpp"

#include <algorithm>

namespace applier {
namespace {

// Long enough that a transaction costs little, short enough that a crash does, too.
constexpr ChunkQueue::Seconds kWanted{5};
constexpr std::uint64_t kBlocksFirst = 128;
constexpr std::uint64_t kBlocksMin = 64;
constexpr std::uint64_t kGrowthMax = 4;

}  // namespace

ChunkQueue::ChunkQueue(const std::vector<Chunk>& ranges, std::size_t tables,
                       std::uint64_t blocks_max, std::size_t workers)
    : ranges_(ranges.begin(), ranges.end()),
      tables_(tables),
      blocks_max_(blocks_max),
      workers_(workers) {
  for (Table& table : tables_) table.blocks_each = std::min(kBlocksFirst, blocks_max);
  for (const Chunk& range : ranges_) {
    ++tables_[range.table].unfinished;
    blocks_left_ += range.end_block - range.first_block;
  }
}

std::uint64_t ChunkQueue::blocks_for(const Table& table) const {
  const std::uint64_t share = std::max<std::uint64_t>(blocks_left_ / (2 * workers_), kBlocksMin);
  return std::min(table.blocks_each, share);
}

// What was copied before is read once more as it was cut then: its note has the same first block.
std::optional<Chunk> ChunkQueue::next() {
  const std::lock_guard lock(mutex_);
  if (ranges_.empty()) return std::nullopt;
  Chunk& range = ranges_.front();
  Table& table = tables_[range.table];
  const std::uint64_t blocks = blocks_for(table);
  Chunk chunk = range;
  if (range.since_xid != 0 || range.end_block - range.first_block <= blocks) {
    ranges_.pop_front();
  } else {
    chunk.end_block = range.first_block + blocks;
    chunk.is_last = false;
    range.first_block = chunk.end_block;
    ++table.unfinished;
  }
  blocks_left_ -= chunk.end_block - chunk.first_block;
  return chunk;
}

bool ChunkQueue::finish(const Chunk& chunk, Seconds taken) {
  const std::lock_guard lock(mutex_);
  Table& table = tables_[chunk.table];
  const std::uint64_t blocks = chunk.end_block - chunk.first_block;
  if (blocks > 0 && chunk.since_xid == 0) {
    const double fitting =
        static_cast<double>(blocks) * (kWanted / std::max(taken, Seconds(0.001)));
    const auto most = static_cast<double>(std::min(blocks_max_, blocks * kGrowthMax));
    table.blocks_each =
        std::max<std::uint64_t>(static_cast<std::uint64_t>(std::min(fitting, most)), 1);
  }
  return --table.unfinished == 0;
}

}  // namespace applier
