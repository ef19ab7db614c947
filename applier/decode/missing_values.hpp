// SPDX-License-Identifier: PostgreSQL
// What the source's log does not have, and nothing else could tell.
#pragma once

#include "applier/base/lsn.hpp"
#include "applier/model/change.hpp"

namespace applier {

// Throws Error where an INSERT lacks a value, or the key of a changed row is not there.
void require_values(const Change& change, Lsn end_lsn);

}  // namespace applier
