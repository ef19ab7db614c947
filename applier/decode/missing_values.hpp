// SPDX-License-Identifier: PostgreSQL
// What the source's log does not have, and nothing else could tell.
#pragma once

#include "applier/base/lsn.hpp"
#include "applier/model/change.hpp"

namespace applier {

// Throws Error where an INSERT lacks a value, or an old row does not name what was changed.
void require_values(const Change& change, Lsn end_lsn);

}  // namespace applier
