// SPDX-License-Identifier: PostgreSQL
// Which policy each column of a relation has.
#pragma once

#include "applier/config/config.hpp"
#include "applier/model/relation.hpp"

namespace applier {

void assign_policies(const ValuesConfig& values, Relation& relation);

// Whether the column's policy may put other values in the place of the source's: MySQL holds every
// integer, say.
bool may_change_values(const Column& column);

}  // namespace applier
