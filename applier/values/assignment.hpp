// SPDX-License-Identifier: PostgreSQL
// Which policy each column of a relation has.
#pragma once

#include "applier/config/config.hpp"
#include "applier/model/relation.hpp"

namespace applier {

void assign_policies(const ValuesConfig& values, Relation& relation);

}  // namespace applier
