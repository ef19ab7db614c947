// SPDX-License-Identifier: PostgreSQL
// How far the copy is, in all and of each table, counted by its workers and shown to people.
#pragma once

#include <chrono>
#include <cstdint>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

namespace applier {

class CopyProgress {
 public:
  // A table, of so many blocks.
  void add_table(std::string name, std::uint64_t blocks);

  // Tables by their number, in the order in which they were added.
  void begin(std::size_t table);
  void add_rows(std::size_t table, std::uint64_t rows, std::uint64_t bytes);
  void add_blocks(std::size_t table, std::uint64_t blocks);
  void finish(std::size_t table);

  // "copy 45 %, 1200000 rows, 130.2 MB, 98000 rows/s, 0:14 left".
  std::string text() const;
  // Likewise, of the largest tables under way: "table "public.orders" 60 %, …".
  std::vector<std::string> tables_under_way() const;
  // "1200000 rows, 130.2 MB in 12.1 s, 98000 rows/s".
  std::string result(std::size_t table) const;
  std::string result() const;

  std::uint64_t rows(std::size_t table) const;

 private:
  using Clock = std::chrono::steady_clock;

  struct Count {
    std::string name;
    std::uint64_t blocks = 0;
    std::uint64_t blocks_done = 0;
    std::uint64_t rows = 0;
    std::uint64_t bytes = 0;
    std::optional<Clock::time_point> begun = {};
    bool finished = false;
  };

  static std::string text(const Count& count);
  static std::string result(const Count& count);
  static double seconds(const Count& count);

  mutable std::mutex mutex_;
  Count all_{.name = "copy", .begun = Clock::now()};
  std::vector<Count> tables_;
};

}  // namespace applier
