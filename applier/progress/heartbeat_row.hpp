// SPDX-License-Identifier: PostgreSQL
// The newest heartbeat of a stream, for who wants to know in MySQL how far behind it is.
//
// Table `wal2mysql`.`heartbeat`, written in the transaction that the heartbeat came with.
#pragma once

#include <string>

#include "applier/write/connection.hpp"
#include "frame/messages.hpp"

namespace applier {

// Adds it to the open transaction.  Only for who is next to commit: all transactions with
// heartbeats write the same row.
void save_heartbeat(TargetConnection& connection, const std::string& stream,
                    const frame::Heartbeat& heartbeat);

}  // namespace applier
