// SPDX-License-Identifier: PostgreSQL
// Names that PostgreSQL allows and MySQL does not, or changes in silence.
#pragma once

#include <string>
#include <string_view>

#include "applier/model/relation.hpp"

namespace applier {

// Throws Error for the first name of the relation or its target that MySQL cannot have, and for
// columns whose names differ only in case.
void check_names(const Relation& relation);

// What is wrong with a name of a database, table or column: "is empty"; nullptr: nothing.
const char* mistake_in_name(std::string_view name);

// As many characters of the text as there may be.
std::string first_characters(const std::string& utf8, std::size_t count);

// MySQL compares the names of columns without regard to case.
bool same_column_name(std::string_view left, std::string_view right);

}  // namespace applier
