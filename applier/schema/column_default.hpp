// SPDX-License-Identifier: PostgreSQL
// What becomes of a column's default.
//
// The stream writes every column of every row, so defaults are for whoever writes to the target
// after it.
#pragma once

#include <string>

#include "applier/model/relation.hpp"
#include "applier/schema/source_schema.hpp"

namespace applier {

struct ColumnDefault {
  std::string sql;       // what stands behind DEFAULT; empty: none
  std::string obstacle;  // why the source's cannot be carried over; empty: nothing is lost
};

ColumnDefault translate_default(const SourceColumn& source, const Column& column);

}  // namespace applier
