// SPDX-License-Identifier: PostgreSQL
// Which columns of a relation are sent, where a publication lists them.
//
// Without a list every column is, generated ones included, whatever publish_generated_columns says:
// the target's column is an ordinary one, and nothing else would fill it.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// The attributes (from 0) that are left out. Refuses publications that list different columns, as
// pgoutput does. In the current memory context.
Bitmapset* unlisted_columns(Relation relation, List* publications);

// False where it would refuse them.
bool column_lists_agree(Relation relation, List* publications);

}  // namespace plugin
