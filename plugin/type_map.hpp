// SPDX-License-Identifier: PostgreSQL
// PostgreSQL's types to MySQL's: one table, in which adding a type is adding a line.
#pragma once

#include "plugin/column_type.hpp"

namespace plugin {

// What a column of the type asks for.  A domain is what it is a domain over; a type that is not in
// the table is the text of its output function.
ColumnType column_type(Oid type, std::int32_t typmod);

}  // namespace plugin
