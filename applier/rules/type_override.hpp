// SPDX-License-Identifier: PostgreSQL
// Another MySQL type for a column than the plugin's: which are possible, and how values are bound.
//
// Nothing may be changed in silence: either every value that fits arrives exactly and MySQL refuses
// the others, or the type is refused here.  Whatever becomes text is sent as text from the start,
// in PostgreSQL's spelling, so any value that has a spelling fits.
#pragma once

#include <string>

#include "applier/model/relation.hpp"
#include "applier/rules/table_rules.hpp"

namespace applier {

// Whether the plugin must be told that the column is text (its option text_columns).
bool is_text_type(const std::string& mysql_type);

// Gives the relation's column at `position` the type, and the wire kind by which its values are
// then bound.  Throws Error with the rule's line where the values could not be kept as they are.
void override_type(Relation& relation, std::size_t position, const Said& type);

}  // namespace applier
