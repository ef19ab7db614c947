// SPDX-License-Identifier: PostgreSQL
// Reads back from the target what the source did not log.
#pragma once

#include "applier/model/arena.hpp"
#include "applier/model/change.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// Replaces the unchanged TOAST values of `row` by those that the target's row of this key has; the
// bytes go into `arena`.  Throws Error where there is no such row.
void read_unchanged(TargetConnection& connection, const Relation& relation, const Value* key,
                    Value* row, Arena& arena);

}  // namespace applier
