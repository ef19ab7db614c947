// SPDX-License-Identifier: PostgreSQL
// Only the sessions of one applier write for a stream.
#pragma once

#include <span>
#include <string>

#include "applier/write/connection.hpp"

namespace applier {

// Makes `connections` the stream's writing sessions until they end.  Sessions that an earlier
// attempt left behind (the connection was lost, the server has not noticed) are ended by the
// server, and with them their transactions and locks.  Call only while holding the replication
// slot: that proves that no other applier is at work.
void take_writer_locks(std::span<TargetConnection* const> connections, const std::string& stream);

}  // namespace applier
