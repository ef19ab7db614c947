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

bool is_set(HeapTuple tuple, AttrNumber column) {
  bool is_null = true;
  SysCacheGetAttr(PUBLICATIONRELMAP, tuple, column, &is_null);
  return !is_null;
}

void refuse_filter_and_columns(Relation relation, const Publication& publication) {
  HeapTuple tuple = SearchSysCache2(PUBLICATIONRELMAP, ObjectIdGetDatum(RelationGetRelid(relation)),
                                    ObjectIdGetDatum(publication.oid));
  if (!HeapTupleIsValid(tuple)) return;
  const bool filtered = is_set(tuple, Anum_pg_publication_rel_prqual);
  const bool listed = is_set(tuple, Anum_pg_publication_rel_prattrs);
  ReleaseSysCache(tuple);
  if (filtered) refuse(relation, publication, "a row filter", "Publish the table without WHERE");
  if (listed)
    refuse(relation, publication, "a column list", "Publish the table without a column list");
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

PublishedActions published_actions(Relation relation, List* publications) {
  PublishedActions actions{};
  if (!is_publishable_relation(relation)) return actions;
  const Membership membership = membership_of(relation);
  ListCell* cell;
  foreach (cell, publications) {
    const auto& publication = *static_cast<const Publication*>(lfirst(cell));
    if (!covers(membership, publication)) continue;
    refuse_partition_root(relation, membership, publication);
    // A partitioned table has no rows of its own: its partitions are published as themselves.
    if (relation->rd_rel->relkind == RELKIND_PARTITIONED_TABLE) continue;
    if (!publication.alltables) refuse_filter_and_columns(relation, publication);
    actions.inserts |= publication.pubactions.pubinsert;
    actions.updates |= publication.pubactions.pubupdate;
    actions.deletes |= publication.pubactions.pubdelete;
    actions.truncates |= publication.pubactions.pubtruncate;
  }
  return actions;
}

}  // namespace plugin
