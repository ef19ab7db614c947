// SPDX-License-Identifier: PostgreSQL
// PostgreSQL's types to MySQL's: one table, in which adding a type is adding a line.
#pragma once

#include "plugin/column_type.hpp"

namespace plugin {

// What a column of the type asks for.  A domain is what it is a domain over; arrays and composites
// are JSON; a type that is in no table is the text of its output function, and flagged.
ColumnType column_type(Oid type, std::int32_t typmod, const Target& target);

// A column that is told to be text, whatever its type.
ColumnType declared_text();

}  // namespace plugin
