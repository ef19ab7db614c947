// SPDX-License-Identifier: PostgreSQL
// The MySQL table for a relation.
#pragma once

#include <string>

#include "applier/model/relation.hpp"

namespace applier {

// CREATE TABLE with the columns as the plugin typed them, the primary key, and a unique key where
// rows are named by another one; or, without any key, the column of their hash, if it is wanted,
// and a key of the constants that tell them from those of other tables.
std::string create_table_text(const Relation& relation);

}  // namespace applier
