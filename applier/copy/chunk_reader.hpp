// SPDX-License-Identifier: PostgreSQL
// The rows of a range of blocks, as payloads of frames.
#pragma once

#include <optional>
#include <string>

#include "applier/base/stop.hpp"
#include "applier/copy/published_tables.hpp"

namespace applier {

struct Chunk {
  std::size_t table = 0;  // position in the list of tables
  std::uint32_t heap = 0;
  std::uint64_t first_block = 0;
  std::uint64_t end_block = 0;  // not in the range
  bool is_last = false;         // of its heap: read to the end, wherever that is
};

class ChunkReader {
 public:
  // `connection` must be inside the snapshot's transaction.
  ChunkReader(SourceConnection& connection, const Chunk& chunk, const std::string& options);

  // Nothing at the end, or once the stop is requested.
  std::optional<Payload> next(const Stop& stop);

 private:
  // Leaves only the frames of one row of COPY's binary format; false at its end mark.
  bool unwrap(Payload& message);

  SourceConnection& connection_;
  bool in_header_ = true;
  bool ended_ = false;
};

}  // namespace applier
