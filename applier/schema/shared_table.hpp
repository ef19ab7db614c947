// SPDX-License-Identifier: PostgreSQL
// Whether a table of the target that another source table may have brought there fits one more.
#pragma once

#include <string_view>

#include "applier/model/relation.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// A column of the target, as information_schema has it.
struct TargetColumn {
  std::string_view data_type;
  int precision = 0;  // of seconds
};

// Whether MySQL keeps the column's values there as they are, or refuses them; never that it would
// change them in silence.
bool keeps_values(const Column& column, const TargetColumn& target);

// Throws Error for the first column that the table would change values of, or whose constants it
// would not tell apart.
void check_shared_table(TargetConnection& connection, const Relation& relation);

}  // namespace applier
