// SPDX-License-Identifier: PostgreSQL
#include "plugin/readable_table.hpp"

#include "plugin/publication.hpp"
#include "plugin/rule_columns.hpp"
#include "plugin/rule_condition.hpp"

namespace plugin {
namespace {

void refuse_other_kinds(Relation relation) {
  const char* name = RelationGetRelationName(relation);
  const char kind = relation->rd_rel->relkind;
  if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE)
    ereport(ERROR, errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("\"%s\" is not a table", name));
  if (RELATION_IS_OTHER_TEMP(relation))
    ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
            errmsg("\"%s\" is a temporary table of another session", name));
}

// As a query of what it is published as would, that selects what is sent where the filter holds.
void check_select_privilege(const ReadableTable& table) {
  const Oid id = RelationGetRelid(table.sent_as);
  if (pg_class_aclcheck(id, GetUserId(), ACL_SELECT) == ACLCHECK_OK) return;
  Bitmapset* read = table.filter == nullptr ? nullptr : bms_copy(table.filter->inputs);
  for (const ColumnEncoder& column : table.description->columns)
    if (column.rule == nullptr) read = bms_add_member(read, column.attribute);
  if (const RuleColumns* rules = table.description->rules; rules != nullptr)
    read = bms_add_members(read, rules->inputs);
  bool allowed = !bms_is_empty(read);
  for (int attribute = -1; allowed && (attribute = bms_next_member(read, attribute)) >= 0;)
    allowed = pg_attribute_aclcheck(id, static_cast<AttrNumber>(attribute + 1), GetUserId(),
                                    ACL_SELECT) == ACLCHECK_OK;
  if (!allowed)
    aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(table.sent_as));
}

// As row_security = off has it for pg_dump.
void refuse_row_security(Relation relation) {
  if (check_enable_rls(RelationGetRelid(relation), InvalidOid, true) == RLS_ENABLED)
    ereport(ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
            errmsg("reading would be affected by row-level security policy for table \"%s\"",
                   RelationGetRelationName(relation)),
            errhint("Read as the owner of the table or as a role with BYPASSRLS."));
}

// Where no publications are named, every table is read whole, as itself.
Publishing find_publishing(Relation relation, List* publication_names) {
  if (publication_names == NIL) return {{}, RelationGetRelid(relation), NIL};
  const Publishing found = publishing(relation, load_publications(publication_names));
  if (found.publications == NIL)
    ereport(
        ERROR, errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
        errmsg("table \"%s\" is in none of the publications", RelationGetRelationName(relation)),
        errhint("ALTER PUBLICATION ... ADD TABLE."));
  return found;
}

}  // namespace

ReadableTable open_readable_table(Oid id, const Options& options) {
  ReadableTable table{};
  table.relation = table.sent_as = relation_open(id, AccessShareLock);
  refuse_other_kinds(table.relation);
  const Publishing found = find_publishing(table.relation, options.publication_names);
  if (found.as != id) table.sent_as = relation_open(found.as, AccessShareLock);
  const PublishedRelation published =
      published_relation(table.sent_as, found.publications, options);
  table.description = published.description;
  table.filter = published.filter;
  if (found.as != id) {
    table.root = partition_root(table.relation, table.sent_as, *table.description);
    check_partition_of_ruled(table.relation, table.sent_as, rules_of(options.rules, table.sent_as),
                             table.root.keeps_key);
  }
  check_select_privilege(table);
  refuse_row_security(table.sent_as);
  return table;
}

void close_readable_table(const ReadableTable& table) {
  if (table.sent_as != table.relation) relation_close(table.sent_as, NoLock);
  relation_close(table.relation, NoLock);
}

}  // namespace plugin
