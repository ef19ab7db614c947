// SPDX-License-Identifier: PostgreSQL
// The plugin gives the texts of a key all the room that an index has; constants of the key that
// only the target has need some of it.
#pragma once

#include <vector>

#include "applier/model/relation.hpp"

namespace applier {

// Makes the longest texts of the key that come from the source shorter, until MySQL can have the
// key.  Values that are longer then are MySQL's to refuse.
void shorten_key(Relation& relation, const std::vector<std::uint16_t>& key);

}  // namespace applier
