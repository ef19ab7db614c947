// SPDX-License-Identifier: PostgreSQL
// The rows of a range of blocks, as payloads of frames.
#pragma once

#include <optional>
#include <string>

#include "applier/base/stop.hpp"
#include "applier/copy/chunks.hpp"
#include "applier/copy/published_tables.hpp"

namespace applier {

class ChunkReader {
 public:
  // `connection` must be inside the snapshot's transaction; `options` are those of the plugin, as
  // the elements of an array.  Waits for the lock on the table; throws when the stop is requested
  // meanwhile.
  ChunkReader(SourceConnection& connection, const Chunk& chunk, const std::string& options,
              const Stop& stop);

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
