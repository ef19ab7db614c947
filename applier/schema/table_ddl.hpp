// SPDX-License-Identifier: PostgreSQL
// The MySQL table for a relation.
#pragma once

#include <string>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/schema/foreign_key_plan.hpp"
#include "applier/schema/table_plan.hpp"

namespace applier {

std::string create_database_text(const TargetName& target);

// CREATE TABLE with the columns as the plugin typed them, the primary key, and a unique key where
// rows are named by another one; or, without any key, the column of their hash, if it is wanted,
// and a key of the constants that tell them from those of other tables.
std::string create_table_text(const Relation& relation, const TablePlan& plan = {});

// "ADD UNIQUE KEY `name` (`a`, `b`(255) DESC)"
std::string add_index_text(const Relation& relation, const PlannedIndex& index);
// One ALTER TABLE, which reads the rows once; there is an index at least.
std::string add_indexes_text(const Relation& relation, const std::vector<PlannedIndex>& indexes);

// Likewise; each with its definition, and all of them the table's.
std::string add_foreign_keys_text(const TargetName& table,
                                  const std::vector<PlannedForeignKey>& keys);

}  // namespace applier
