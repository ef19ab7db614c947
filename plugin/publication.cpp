// SPDX-License-Identifier: PostgreSQL
#include "plugin/publication.hpp"

namespace plugin {
namespace {

// What PostgreSQL's catalogues say about one relation, whatever the publication.
struct Membership {
  Oid relation;
  List* own;        // publications that list the relation
  List* by_schema;  // that list its schema
  List* ancestors;  // of a partition
};

Membership membership_of(Relation relation) {
  const Oid id = RelationGetRelid(relation);
  return {id, GetRelationPublications(id), GetSchemaPublications(RelationGetNamespace(relation)),
          relation->rd_rel->relispartition ? get_partition_ancestors(id) : NIL};
}

bool through_ancestor(const Membership& membership, const Publication& publication) {
  return membership.ancestors != NIL && OidIsValid(GetTopMostAncestorInPublication(
                                            publication.oid, membership.ancestors, nullptr));
}

bool covers(const Membership& membership, const Publication& publication) {
  return publication.alltables || list_member_oid(membership.own, publication.oid) ||
         list_member_oid(membership.by_schema, publication.oid) ||
         through_ancestor(membership, publication);
}

[[noreturn]] void refuse(Relation relation, const Publication& publication, const char* feature,
                         const char* remedy) {
  ereport(ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
          errmsg("publication \"%s\" has %s for table \"%s.%s\", which wal2mysql does not support",
                 publication.name, feature, get_namespace_name(RelationGetNamespace(relation)),
                 RelationGetRelationName(relation)),
          errhint("%s, then create the replication slot anew.", remedy));
}

void refuse_partition_root(Relation relation, const Membership& membership,
                           const Publication& publication) {
  if (!publication.pubviaroot) return;
  const bool root = relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE;
  const bool leaf = membership.ancestors != NIL &&
                    (publication.alltables || through_ancestor(membership, publication));
  if (root || leaf)
    refuse(relation, publication, "publish_via_partition_root",
           "Set publish_via_partition_root to false, which replicates partitions as tables");
}

}  // namespace

bool PublishedActions::include(ReorderBufferChangeType change) const {
  switch (change) {
    case REORDER_BUFFER_CHANGE_INSERT:
      return inserts;
    case REORDER_BUFFER_CHANGE_UPDATE:
      return updates;
    case REORDER_BUFFER_CHANGE_DELETE:
      return deletes;
    case REORDER_BUFFER_CHANGE_TRUNCATE:
      return truncates;
    default:
      return false;
  }
}

List* load_publications(List* names) {
  List* publications = NIL;
  ListCell* cell;
  foreach (cell, names) {
    const auto* name = static_cast<const char*>(lfirst(cell));
    Publication* publication = GetPublicationByName(name, true);
    if (publication == nullptr)
      ereport(ERROR, errcode(ERRCODE_UNDEFINED_OBJECT),
              errmsg("publication \"%s\" does not exist", name),
              errdetail("It must have existed when the changes that are being read were made."),
              errhint("CREATE PUBLICATION, then create the replication slot anew."));
    publications = lappend(publications, publication);
  }
  return publications;
}

bool publication_detail(Relation relation, const Publication& publication, AttrNumber column,
                        Datum* value) {
  if (publication.alltables) return false;
  HeapTuple tuple = SearchSysCache2(PUBLICATIONRELMAP, ObjectIdGetDatum(RelationGetRelid(relation)),
                                    ObjectIdGetDatum(publication.oid));
  if (!HeapTupleIsValid(tuple)) return false;
  bool is_null = true;
  const Datum stored = SysCacheGetAttr(PUBLICATIONRELMAP, tuple, column, &is_null);
  if (!is_null) *value = datumCopy(stored, false, -1);
  ReleaseSysCache(tuple);
  return !is_null;
}

Publishing publishing(Relation relation, List* publications) {
  Publishing result{};
  if (!is_publishable_relation(relation)) return result;
  const Membership membership = membership_of(relation);
  ListCell* cell;
  foreach (cell, publications) {
    auto* publication = static_cast<Publication*>(lfirst(cell));
    if (!covers(membership, *publication)) continue;
    refuse_partition_root(relation, membership, *publication);
    // A partitioned table has no rows of its own: its partitions are published as themselves.
    if (relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE) continue;
    result.actions.inserts |= publication->pubactions.pubinsert;
    result.actions.updates |= publication->pubactions.pubupdate;
    result.actions.deletes |= publication->pubactions.pubdelete;
    result.actions.truncates |= publication->pubactions.pubtruncate;
    result.publications = lappend(result.publications, publication);
  }
  return result;
}

}  // namespace plugin
