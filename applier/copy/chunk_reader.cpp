// SPDX-License-Identifier: PostgreSQL
// PostgreSQL documentation, COPY, "Binary Format".
#include "applier/copy/chunk_reader.hpp"

#include <fmt/format.h>

namespace applier {
namespace {

constexpr std::size_t kSignatureBytes = 11;
constexpr std::size_t kFlagsBytes = 4;

template <typename Number>
std::optional<Number> big_endian_at(std::string_view bytes, std::size_t offset) {
  if (bytes.size() < offset + sizeof(Number)) return std::nullopt;
  std::uint32_t number = 0;
  for (unsigned char byte : bytes.substr(offset, sizeof(Number))) number = number << 8 | byte;
  return static_cast<Number>(number);
}

}  // namespace

ChunkReader::ChunkReader(SourceConnection& connection, const Chunk& chunk,
                         const std::string& options, const Stop& stop)
    : connection_(connection) {
  const std::string last = chunk.is_last ? "NULL" : std::to_string(chunk.end_block - 1);
  const std::string since =
      chunk.since_xid == 0 ? "" : fmt::format(" || ARRAY['since_xid', '{}']", chunk.since_xid);
  connection_.start_copy(
      stop, fmt::format("COPY (SELECT wal2mysql.copy_rows({}, {}, {}, VARIADIC {}{})) TO STDOUT "
                        "(FORMAT binary)",
                        chunk.heap, chunk.first_block, last, options, since));
}

std::optional<Payload> ChunkReader::next(const Stop& stop) {
  while (!ended_ && !stop.requested()) {
    if (std::optional<Payload> message = connection_.receive(ended_)) {
      if (unwrap(*message)) return message;
    } else if (ended_) {
      connection_.finish_copy();
    } else {
      connection_.wait_readable(stop, 1000);
    }
  }
  return std::nullopt;
}

bool ChunkReader::unwrap(Payload& message) {
  if (in_header_) {
    const auto extension =
        big_endian_at<std::int32_t>(message.frames(), kSignatureBytes + kFlagsBytes);
    if (!extension) throw Error("the source sent a COPY header that is cut short");
    message.skip(kSignatureBytes + kFlagsBytes + 4 + static_cast<std::size_t>(*extension));
    in_header_ = false;
  }
  const auto fields = big_endian_at<std::int16_t>(message.frames(), 0);
  if (!fields || *fields == -1) return false;
  const auto length = big_endian_at<std::int32_t>(message.frames(), 2);
  message.skip(6);
  if (*fields != 1 || !length || *length < 0 || static_cast<std::size_t>(*length) != message.size())
    throw Error("the source sent a COPY row that is not one value");
  return true;
}

}  // namespace applier
