// SPDX-License-Identifier: PostgreSQL
#include "plugin/readable_table.hpp"

#include "plugin/publication.hpp"

namespace plugin {
namespace {

void refuse_other_kinds(Relation relation) {
  const char* name = RelationGetRelationName(relation);
  if (relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE)
    ereport(ERROR, errcode(ERRCODE_WRONG_OBJECT_TYPE),
            errmsg("\"%s\" is a partitioned table", name),
            errhint("Its rows are in its partitions: read each of them."));
  if (relation->rd_rel->relkind != RELKIND_RELATION)
    ereport(ERROR, errcode(ERRCODE_WRONG_OBJECT_TYPE), errmsg("\"%s\" is not a table", name));
  if (RELATION_IS_OTHER_TEMP(relation))
    ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
            errmsg("\"%s\" is a temporary table of another session", name));
}

void check_select_privilege(Relation relation) {
  const Oid id = RelationGetRelid(relation);
  if (pg_class_aclcheck(id, GetUserId(), ACL_SELECT) == ACLCHECK_OK) return;
  if (pg_attribute_aclcheck_all(id, GetUserId(), ACL_SELECT, ACLMASK_ALL) == ACLCHECK_OK) return;
  aclcheck_error(ACLCHECK_NO_PRIV, OBJECT_TABLE, RelationGetRelationName(relation));
}

// As row_security = off has it for pg_dump.
void refuse_row_security(Relation relation) {
  if (check_enable_rls(RelationGetRelid(relation), InvalidOid, true) == RLS_ENABLED)
    ereport(ERROR, errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
            errmsg("reading would be affected by row-level security policy for table \"%s\"",
                   RelationGetRelationName(relation)),
            errhint("Read as the owner of the table or as a role with BYPASSRLS."));
}

void refuse_unpublished(Relation relation, List* publication_names) {
  if (publication_names == NIL) return;
  List* publications = load_publications(publication_names);
  if (!published_actions(relation, publications).any())
    ereport(
        ERROR, errcode(ERRCODE_OBJECT_NOT_IN_PREREQUISITE_STATE),
        errmsg("table \"%s\" is in none of the publications", RelationGetRelationName(relation)),
        errhint("ALTER PUBLICATION ... ADD TABLE."));
}

}  // namespace

Relation open_readable_table(Oid id, List* publication_names) {
  Relation relation = relation_open(id, AccessShareLock);
  refuse_other_kinds(relation);
  check_select_privilege(relation);
  refuse_row_security(relation);
  refuse_unpublished(relation, publication_names);
  return relation;
}

}  // namespace plugin
