// SPDX-License-Identifier: PostgreSQL
// Whether a table that is there already, and was not made for the relation, keeps its values as
// they are.
#pragma once

#include <string>

#include "applier/model/relation.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// A column of the target, as information_schema has it.
struct TargetColumn {
  std::string name;
  std::string data_type;
  int precision = 0;  // of seconds
  std::string column_type;
  std::string collation;  // empty: not a text
};

// Whether MySQL keeps the column's values there as they are, or refuses them; never that it would
// change them in silence.
bool keeps_values(const Column& column, const TargetColumn& target);

// Whether texts that the source tells apart are different there, too.
bool tells_apart(const Column& column, const TargetColumn& target);

// Throws Misfit for the first column that the table would change values of, or whose keys it would
// not tell apart where that loses rows: constants, and keys that are overwritten.  Other such keys
// stop the stream when they meet, of which it warns.
void check_columns_fit(TargetConnection& connection, const Relation& relation);

}  // namespace applier
