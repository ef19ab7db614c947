// SPDX-License-Identifier: PostgreSQL
// The columns that only the target has.  docs/added-columns.md has what they mean.
#pragma once

#include "applier/model/relation.hpp"
#include "applier/rules/table_rules.hpp"

namespace applier {

// Whether the rules say anything of that.
bool adds_columns(const TableRules& rules);

// Appends the columns that the rules add to a table, but for computed ones, which the source sends;
// puts the constants of its key before the keys, and notes whether deleted rows stay and whether
// the target is shared.  The relation is complete otherwise: its target and columns have the names
// that rules give them.  Throws Error for what cannot be.
void add_columns(const TableRules& rules, Relation& relation);

}  // namespace applier
