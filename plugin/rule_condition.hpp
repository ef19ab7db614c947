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

// Refuses a partition that logs less of a row that goes than its root, as which it is published,
// would. `keeps_key`: it logs what names the row in the root.
void check_partition_of_ruled(Relation partition, Relation root, const TableRules* rules,
                              bool keeps_key);

}  // namespace plugin
