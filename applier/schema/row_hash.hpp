// SPDX-License-Identifier: PostgreSQL
// How a row without a key is found in MySQL.
//
// The source names such a row by all of its values, and no index of MySQL has room for those.  So
// the tables that the applier creates have an invisible column with a hash of the row's values,
// and a key on it.  The hash only narrows the search: all values are compared as well, and rows
// with equal hashes cost time, nothing else.
//
// The hash is kept in the target for years, so it is the same in every release:
//
//   hash       := 0, then each attribute that the column's comment lists, in its order
//   attribute  := a word with the kind (NULL 0, integer 1, unsigned beyond those 2, float 3,
//                 double 4, text 5, bytes 6), then
//                   integers: a word with the number; booleans are integers
//                   floats, doubles: a word with the bits, so that 0 and -0 differ
//                   text, bytes: a word with the length, then the bytes, eight a word, the lowest
//                   first, the last word filled up with zeros; decimals are text, even small ones
//   a word w   : hash := splitmix64's finaliser of ((hash ^ w) + 0x9e3779b97f4a7c15)
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "applier/model/relation.hpp"
#include "frame/value.hpp"

namespace applier {

// The column of the hashes, as statements bind it.
const Column& row_hash_column();

// The attributes to be hashed in a new table for the relation: all of the source's, or none where a
// column of its own has the name, or so many as a comment can list.
std::vector<std::int32_t> attributes_to_hash(const Relation& relation);

// Notes those in the relation, where its new table is to have the column.
void choose_row_hash(Relation& relation);

// "`wal2mysql_row` BIGINT …", of the relation's hashed attributes.
std::string row_hash_definition(const Relation& relation);

// The attributes that the comment of a column of that name lists; none where it is not one of ours.
std::vector<std::int32_t> attributes_in_comment(std::string_view comment);

// Where the hashed attributes stand in a row; empty where there is no hash, or where the source no
// longer has one of them.
std::vector<std::uint16_t> hashed_positions(const Relation& relation);

frame::Value row_hash(const Relation& relation, const std::vector<std::uint16_t>& positions,
                      const frame::Value* row);

}  // namespace applier
