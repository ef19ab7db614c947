// SPDX-License-Identifier: PostgreSQL
// The plugin gives the texts of a key all the room that an index has; constants of the key that
// only the target has need some of it.
#pragma once

#include <cstdint>
#include <vector>

#include "applier/model/relation.hpp"

namespace applier {

inline constexpr std::uint32_t kIndexBytesMax = 3072;
// What InnoDB may add to each column of a composite index.
inline constexpr std::uint32_t kKeyColumnOverhead = 3;

// Of the column in an index, with that; not of a long text, which only a part of can be in one.
std::uint32_t key_bytes(const Column& column);

// Makes the longest texts of the key that come from the source shorter, until MySQL can have the
// key.  Values that are longer then are MySQL's to refuse.
void shorten_key(Relation& relation, const std::vector<std::uint16_t>& key);

}  // namespace applier
