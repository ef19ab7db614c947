// SPDX-License-Identifier: PostgreSQL
// Types of well-known extensions: their OIDs differ from database to database, so they are found by
// their names and those of the extensions that they belong to.
#pragma once

#include "plugin/type_entry.hpp"

namespace plugin {

// nullptr where the type is of no extension that is known.
const TypeEntry* find_extension_type(Oid type);

}  // namespace plugin
