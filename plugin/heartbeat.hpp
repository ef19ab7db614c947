// SPDX-License-Identifier: PostgreSQL
// Table wal2mysql.heartbeat: the applier writes its row there, and finds it again in the stream.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// Whether it is the extension's table.  Such a row is never one that is replicated, even FOR ALL
// TABLES.
bool is_heartbeat_table(Relation relation);

// The heartbeat in a change of that table, if it is one of the stream.  `stream`: nullptr, none
// is wanted.
bool read_heartbeat(Relation relation, ReorderBufferChange* change, const char* stream,
                    frame::Heartbeat& heartbeat);

}  // namespace plugin
