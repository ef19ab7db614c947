// SPDX-License-Identifier: PostgreSQL
// The rows of one source table in a target that others fill, too: those with the constants of its
// key.  Without such constants all rows are its own.
#pragma once

#include <string>

#include "applier/model/relation.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// "`region` = 'eu' AND `shard` = '7'"; empty where all rows are its own.  Equal only where the rows
// are.
std::string own_rows_text(const Relation& relation);

// Throws Error where rules have changed since the table was copied, whose own rows then were
// `copied`.
void check_own_rows(const std::string& copied, const Relation& relation);

bool has_own_rows(TargetConnection& connection, const Relation& relation);
// Commits, a part of the rows at a time.
void remove_own_rows(TargetConnection& connection, const Relation& relation);

}  // namespace applier
