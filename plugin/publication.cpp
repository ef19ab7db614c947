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

Membership membership_of(Relation relation, List* ancestors) {
  const Oid id = RelationGetRelid(relation);
  return {id, GetRelationPublications(id), GetSchemaPublications(RelationGetNamespace(relation)),
          ancestors};
}

// What a publication publishes a relation as: itself, or an ancestor so many levels above.
struct Place {
  Oid relation;
  int level;
};

bool find_place(const Membership& membership, const Publication& publication, Place* place) {
  int level = 0;
  Oid ancestor = InvalidOid;
  if (membership.ancestors != NIL) {
    if (publication.alltables) {
      ancestor = llast_oid(membership.ancestors);
      level = list_length(membership.ancestors);
    } else {
      ancestor = GetTopMostAncestorInPublication(publication.oid, membership.ancestors, &level);
    }
  }
  *place = OidIsValid(ancestor) && publication.pubviaroot ? Place{ancestor, level}
                                                          : Place{membership.relation, 0};
  return publication.alltables || OidIsValid(ancestor) ||
         list_member_oid(membership.own, publication.oid) ||
         list_member_oid(membership.by_schema, publication.oid);
}

void add_actions(PublishedActions& actions, const PublicationActions& more) {
  actions.inserts |= more.pubinsert;
  actions.updates |= more.pubupdate;
  actions.deletes |= more.pubdelete;
  actions.truncates |= more.pubtruncate;
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

List* load_publications(List* names, bool missing_ok) {
  List* publications = NIL;
  ListCell* cell;
  foreach (cell, names) {
    const auto* name = static_cast<const char*>(lfirst(cell));
    Publication* publication = GetPublicationByName(name, true);
    if (publication == nullptr && missing_ok) return NIL;
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
  List* ancestors =
      relation->rd_rel->relispartition ? get_partition_ancestors(RelationGetRelid(relation)) : NIL;
  return publishing(relation, ancestors, publications);
}

Publishing publishing(Relation relation, List* ancestors, List* publications) {
  Publishing result{{}, RelationGetRelid(relation), NIL};
  if (!is_publishable_relation(relation)) return result;
  const bool has_rows = relation->rd_rel->relkind != RELKIND_PARTITIONED_TABLE;
  const Membership membership = membership_of(relation, ancestors);
  int topmost = 0;
  ListCell* cell;
  foreach (cell, publications) {
    auto* publication = static_cast<Publication*>(lfirst(cell));
    Place place;
    if (!find_place(membership, *publication, &place)) continue;
    // Elsewhere the partitions of a partitioned table are published as themselves.
    if (!has_rows && !publication->pubviaroot) continue;
    add_actions(result.actions, publication->pubactions);
    if (place.level < topmost) continue;
    if (place.level > topmost) result.publications = NIL;
    topmost = place.level;
    result.as = place.relation;
    result.publications = lappend(result.publications, publication);
  }
  return result;
}

}  // namespace plugin
