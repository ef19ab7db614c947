// SPDX-License-Identifier: PostgreSQL
// One column that the rules add: which types it can have, and what they mean for its values.
#pragma once

#include "applier/config/rules.hpp"
#include "applier/model/relation.hpp"

namespace applier {

// Of any kind but computed ones.  Throws Error, with file and line, for a type that cannot hold the
// values, and for a value that the type cannot hold.
Column added_column(const AddedColumn& added);

}  // namespace applier
