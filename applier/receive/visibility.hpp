// SPDX-License-Identifier: PostgreSQL
// What sessions of the source see of transactions that are in its log.
#pragma once

#include <cstdint>

#include "applier/receive/connection.hpp"

namespace applier {

// The log has the commit of a transaction before anybody can see what it did: by a moment, or for
// as long as it waits for a synchronous standby.  Returns once new snapshots see it; throws Error
// with Remedy::Reconnect where that takes longer than a moment.
void await_visible(SourceConnection& connection, std::uint32_t xid);

}  // namespace applier
