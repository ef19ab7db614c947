// SPDX-License-Identifier: PostgreSQL
#include "plugin/rule_condition.hpp"

#include "plugin/row_expression.hpp"
#include "plugin/rule_expression.hpp"

namespace plugin {
namespace {

Bitmapset* attributes_of(Oid index) {
  Bitmapset* attributes = nullptr;
  const IndexColumns columns = index_columns(index);
  for (int i = 0; i < columns.count; ++i)
    attributes = bms_add_member(attributes, columns.attnums[i] - 1);
  return attributes;
}

void check_inputs(Relation relation, const char* subject, Node* condition, Oid index) {
  Bitmapset* missing = bms_difference(attributes_in(condition), attributes_of(index));
  if (bms_is_empty(missing)) return;
  const FormData_pg_attribute& column =
      *TupleDescAttr(RelationGetDescr(relation), bms_next_member(missing, -1));
  ereport(ERROR, errcode(ERRCODE_INVALID_COLUMN_REFERENCE),
          errmsg("%s cannot be used: it needs column \"%s\", which the replica identity does not "
                 "carry",
                 subject, NameStr(column.attname)),
          errdetail("Whether a row that is changed or deleted was replicated has to be told from "
                    "what is logged of it."),
          errhint("Use columns of the replica identity only, or ALTER TABLE ... REPLICA IDENTITY "
                  "FULL."));
}

}  // namespace

List* rule_conditions(Relation relation, const TableRules* rules, const ReplicaIdentity& identity,
                      bool changes_rows) {
  if (rules == nullptr || rules->where == nullptr) return NIL;
  const char* subject =
      psprintf("condition on table \"%s.%s\"", rules->name.schema, rules->name.table);
  Node* condition = analyse_condition(relation, subject, rules->where).node;
  const bool logs_all = relation->rd_rel->relreplident == REPLICA_IDENTITY_FULL;
  if (changes_rows && !logs_all && OidIsValid(identity.index))
    check_inputs(relation, subject, condition, identity.index);
  return list_make1(condition);
}

// PostgreSQL refuses such changes for its own row filters only.
void check_partition_of_ruled(Relation partition, Relation root, const TableRules* rules,
                              bool keeps_key) {
  if (rules == nullptr || (rules->where == nullptr && rules->replaced == NIL)) return;
  if (partition->rd_rel->relreplident == REPLICA_IDENTITY_FULL) return;
  if (keeps_key && root->rd_rel->relreplident != REPLICA_IDENTITY_FULL) return;
  ereport(
      ERROR, errcode(ERRCODE_INVALID_TABLE_DEFINITION),
      errmsg("rules for table \"%s.%s\" cannot be followed in its partition \"%s\"",
             rules->name.schema, rules->name.table, RelationGetRelationName(partition)),
      errdetail("Of a row that is changed or deleted, the partition logs other columns than the "
                "replica identity of the table says."),
      errhint("Give the partition the replica identity of the table, or ALTER TABLE ... REPLICA "
              "IDENTITY FULL."));
}

}  // namespace plugin
