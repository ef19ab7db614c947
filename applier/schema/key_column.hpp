// SPDX-License-Identifier: PostgreSQL
// How a column of a key is found in MySQL.
//
// A text or byte string of any length cannot be in a key of MySQL.  With long_text_keys = "hash"
// the plugin leaves it its long type, and the target has a generated column beside it that holds
// its SHA-256 and is in the key in its place.
#pragma once

#include <string>

#include "applier/model/relation.hpp"

namespace applier {

// Whether the column is in a key by its hash.
bool is_hashed(const Column& column);

// The name, quoted, of what stands for the column in a key: itself, or its hash.
std::string key_column_name(const Column& column);

// `operand` as it compares with key_column_name().
std::string key_operand(const Column& column, const std::string& operand);

// `operand` as it compares, exactly, with the column itself.
std::string compared_operand(const Column& column, const std::string& operand);

// "`wal2mysql_key_1` BINARY(32) …": the generated column of a hashed one.
std::string hash_column_definition(const Column& column);

}  // namespace applier
