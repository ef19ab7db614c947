// SPDX-License-Identifier: PostgreSQL
// The publication that follows source.tables: wal2mysql creates it and keeps its list.
#pragma once

#include <string>

#include "applier/receive/connection.hpp"

namespace applier {

// A condition of SQL over pg_class c and pg_namespace n: whether the patterns of source.tables want
// the table.  The last pattern that fits a table decides; "!" leaves out.
std::string wanted_tables(const SourceConnection& connection,
                          const std::vector<std::string>& patterns);

// Makes the publication what source.tables, source.operations and source.via_partition_root say;
// nothing where they say nothing.  `begun`: the slot exists, and what it still has to read was
// written without a publication that does not exist by now.  Returns whether tables were added.
bool keep_publication(SourceConnection& connection, const Config& config, bool begun);

// Removes it again; nothing where the publications are somebody else's.
void drop_publication(SourceConnection& connection, const Config& config);

}  // namespace applier
