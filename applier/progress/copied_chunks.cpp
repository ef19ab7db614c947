// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/copied_chunks.hpp"

#include <fmt/format.h>

namespace applier {

std::vector<CopiedChunk> CopiedChunks::load(TargetConnection& connection,
                                            std::uint32_t relation) const {
  const TargetConnection::Rows rows = connection.query(
      fmt::format("SELECT heap, first_block, end_block, is_last, oldest_xid "
                  "FROM `wal2mysql`.`copied_chunk` WHERE stream = {} AND relation = {} "
                  "ORDER BY heap, first_block",
                  connection.quoted_literal(stream_), relation));
  connection.commit();
  std::vector<CopiedChunk> chunks;
  for (const auto& row : rows)
    chunks.push_back({static_cast<std::uint32_t>(std::stoul(*row[0])), std::stoull(*row[1]),
                      std::stoull(*row[2]), row[3] == "1", std::stoull(*row[4])});
  return chunks;
}

void CopiedChunks::save(TargetConnection& connection, std::uint32_t relation,
                        const CopiedChunk& chunk) const {
  connection.execute(
      fmt::format("REPLACE INTO `wal2mysql`.`copied_chunk` VALUES ({}, {}, {}, {}, {}, {:d}, {})",
                  connection.quoted_literal(stream_), relation, chunk.heap, chunk.first_block,
                  chunk.end_block, chunk.is_last, chunk.oldest_xid));
}

void CopiedChunks::forget(TargetConnection& connection, std::uint32_t relation) const {
  connection.execute(
      fmt::format("DELETE FROM `wal2mysql`.`copied_chunk` WHERE stream = {} AND relation = {}",
                  connection.quoted_literal(stream_), relation));
}

}  // namespace applier
