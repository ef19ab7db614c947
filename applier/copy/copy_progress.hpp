// SPDX-License-Identifier: PostgreSQL
// How far the copy is, counted by its workers and shown to people.
#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <string>

namespace applier {

class CopyProgress {
 public:
  explicit CopyProgress(std::uint64_t blocks) : blocks_(blocks) {}

  void add_rows(std::uint64_t rows, std::uint64_t bytes) {
    rows_ += rows;
    bytes_ += bytes;
  }
  void add_blocks(std::uint64_t blocks) { blocks_done_ += blocks; }

  // "copy 45 %, 1200000 rows, 130.2 MB, 98000 rows/s, 0:14 left".
  std::string text() const;
  std::uint64_t rows() const { return rows_; }
  double seconds() const;

 private:
  using Clock = std::chrono::steady_clock;

  std::uint64_t blocks_;
  std::atomic<std::uint64_t> blocks_done_ = 0;
  std::atomic<std::uint64_t> rows_ = 0;
  std::atomic<std::uint64_t> bytes_ = 0;
  Clock::time_point begun_ = Clock::now();
};

}  // namespace applier
