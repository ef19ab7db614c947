// SPDX-License-Identifier: PostgreSQL
// The key of a row as people read it.
#pragma once

#include <string>

#include "applier/model/change.hpp"

namespace applier {

// "id = 5, name = 'x'": one value per identity column.
std::string row_key_text(const Relation& relation, const Value* key);

}  // namespace applier
