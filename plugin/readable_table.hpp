// SPDX-License-Identifier: PostgreSQL
// What the functions of the extension may read: no more than a query of the same role could.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// Opens an ordinary table under ACCESS SHARE, which is kept to the end of the transaction.
// Refuses what is no such table, what the role may not read, what row-level security would cut, and
// what the publications do not publish, unless the list of their names is empty.
Relation open_readable_table(Oid id, List* publication_names);

}  // namespace plugin
