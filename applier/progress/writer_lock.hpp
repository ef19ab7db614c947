// SPDX-License-Identifier: PostgreSQL
// One writing session per stream.
#pragma once

#include <string>

#include "applier/write/connection.hpp"

namespace applier {

// Makes `connection` the stream's writing session until it ends.  A session that an earlier attempt
// left behind (its connection was lost, the server has not noticed) is ended by the server, and
// with it its transaction and locks.  Call only while holding the replication slot: that proves
// that no other applier is at work.
void take_writer_lock(TargetConnection& connection, const std::string& stream);

}  // namespace applier
