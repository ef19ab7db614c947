// SPDX-License-Identifier: PostgreSQL
// An enum of PostgreSQL as an ENUM of MySQL.
#pragma once

#include "plugin/column_type.hpp"

namespace plugin {

// Labels are read once and kept in the current memory context.
ColumnType enum_column_type(Oid type, const Target& target);

}  // namespace plugin
