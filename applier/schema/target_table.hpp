// SPDX-License-Identifier: PostgreSQL
// The table of the target, as it is there.
#pragma once

#include "applier/base/error.hpp"
#include "applier/model/relation.hpp"
#include "applier/schema/table_plan.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// The columns of a table of the target are not those of its relation.
class Misfit : public Error {
 public:
  using Error::Error;
};

bool target_table_exists(TargetConnection& connection, const TargetName& name);

// Creates the database where it is missing, and the table; notes the attributes that it hashes.
void create_target_table(TargetConnection& connection, Relation& relation, const TablePlan& plan);

// Throws Misfit that names them where the table lacks columns of the relation, or has others that
// an INSERT cannot leave out.  Notes the attributes that the table hashes.
void check_target_table(TargetConnection& connection, Relation& relation);

// Whether rows are found by a primary or unique key that is the relation's identity.
bool has_identity_key(TargetConnection& connection, const Relation& relation);

void drop_target_table(TargetConnection& connection, const TargetName& name);

// Says so where rows of the relation can only be found by reading the whole table.
void warn_of_scans(const Relation& relation);

// The unique keys of the table, as positions in the relation, without its identity and without
// those that are made of something else than columns.
std::vector<std::vector<std::uint16_t>> unique_keys(TargetConnection& connection,
                                                    const Relation& relation);

// The DATA_TYPEs of the relation's columns, of those that the table has, in no order.
std::vector<std::string> column_types(TargetConnection& connection, const Relation& relation);

}  // namespace applier
