// SPDX-License-Identifier: PostgreSQL
// Tells which earlier task a change must come after: the newest one that touches the same row.
//
// Rows are known by 64-bit hashes of their keys, old and new: the replica identity, and the
// target's other unique keys as far as the log has their values.  Two rows of the same hash only
// cost a wait.  What hashes cannot see (an old value that is not logged, a collation that takes two
// texts for one) is met by the target's own locks and unique keys, and then the later unit is
// written again.
#pragma once

#include <cstddef>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include "applier/model/change.hpp"

namespace applier {

class Conflicts {
 public:
  // The newest earlier task that `change`, of task `sequence`, must come after; 0: none.
  // Sequences never decrease.
  std::uint64_t note(const Change& change, std::uint64_t sequence);

  // Everything after `sequence` must come after it.
  void note_barrier(std::uint64_t sequence);

  // Tasks up to this one are committed: nothing has to wait for them.
  void forget(std::uint64_t committed) { committed_ = committed; }

  // Rows remembered, those that could be forgotten included.
  std::size_t size() const { return used_; }

 private:
  struct Row {
    std::uint64_t hash = 0;
    std::uint64_t sequence = 0;  // 0: free
  };
  // Whole tables: rows of a table change side by side, TRUNCATE and changes without a key do not.
  struct Table {
    std::uint64_t shared = 0;
    std::uint64_t shared_before = 0;  // the newest other than `shared`
    std::uint64_t exclusive = 0;
  };

  std::uint64_t note_table(const Change& change, std::uint64_t sequence);
  std::uint64_t note_row(std::uint64_t hash, std::uint64_t sequence);
  void make_room();

  std::vector<Row> rows_;  // a power of two; open addressing
  std::size_t used_ = 0;
  std::unordered_map<std::uint64_t, Table> tables_;  // by their number in the target
  std::uint64_t committed_ = 0;
  std::uint64_t barrier_ = 0;
};

}  // namespace applier
