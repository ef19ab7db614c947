// SPDX-License-Identifier: PostgreSQL
// What is left to copy, handed out in chunks: table after table, several workers in one.
//
// A chunk is as many blocks as were copied in some seconds before, for its table, because blocks
// say little: a row of a hundred bytes may have a megabyte elsewhere.  Towards the end chunks
// shrink, so that the workers end together.
#pragma once

#include <chrono>
#include <deque>
#include <mutex>
#include <optional>

#include "applier/copy/chunks.hpp"

namespace applier {

class ChunkQueue {
 public:
  using Seconds = std::chrono::duration<double>;

  // `ranges` in the order in which they are to be copied.
  ChunkQueue(const std::vector<Chunk>& ranges, std::size_t tables, std::uint64_t blocks_max,
             std::size_t workers);

  // Nothing where there is none.
  std::optional<Chunk> next();
  // The chunk is copied.  Returns whether its table is, with it.
  bool finish(const Chunk& chunk, Seconds taken);

  // Whether there was nothing to copy of a table from the start.
  bool is_empty(std::size_t table) const { return tables_[table].unfinished == 0; }

 private:
  struct Table {
    std::size_t unfinished = 0;  // ranges, and chunks that were handed out
    std::uint64_t blocks_each = 0;
  };

  std::uint64_t blocks_for(const Table& table) const;

  std::mutex mutex_;
  std::deque<Chunk> ranges_;
  std::vector<Table> tables_;
  std::uint64_t blocks_left_ = 0;
  std::uint64_t blocks_max_;
  std::size_t workers_;
};

}  // namespace applier
