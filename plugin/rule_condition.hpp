// SPDX-License-Identifier: PostgreSQL
// Which rows of a relation a rule wants, beside what publications say.
#pragma once

#include "plugin/replica_identity.hpp"
#include "plugin/rules.hpp"

namespace plugin {

// Conditions that a row must fulfil, of Node *, for row_filter(); NIL where no rule has one. Of a
// row that goes, the log has its identity: where `changes_rows` (UPDATE or DELETE are published)
// that has to be enough. In the current memory context.
List* rule_conditions(Relation relation, const TableRules* rules, const ReplicaIdentity& identity,
                      bool changes_rows);

}  // namespace plugin
