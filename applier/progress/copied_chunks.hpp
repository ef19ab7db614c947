// SPDX-License-Identifier: PostgreSQL
// Which ranges of an unfinished copy are in the target, so that one that is interrupted need not
// begin anew.
//
// Table `wal2mysql`.`copied_chunk`: written in the MySQL transaction that has the rows.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "applier/write/connection.hpp"

namespace applier {

// Blocks of a heap, from the first up to the end, which is not among them.
struct CopiedChunk {
  std::uint32_t heap = 0;  // of the table, or of a partition
  std::uint64_t first_block = 0;
  std::uint64_t end_block = 0;
  bool is_last = false;  // reached to the end of the heap, wherever that was
  // Of the snapshot that read them: what older transactions wrote is in the target.
  std::uint64_t oldest_xid = 0;
};

class CopiedChunks {
 public:
  explicit CopiedChunks(std::string stream) : stream_(std::move(stream)) {}

  // In the order of the blocks of each heap.
  std::vector<CopiedChunk> load(TargetConnection& connection, std::uint32_t relation) const;
  // Adds the chunk to the open transaction.
  void save(TargetConnection& connection, std::uint32_t relation, const CopiedChunk& chunk) const;
  // Likewise: none of the table's is there any more.
  void forget(TargetConnection& connection, std::uint32_t relation) const;

 private:
  std::string stream_;
};

}  // namespace applier
