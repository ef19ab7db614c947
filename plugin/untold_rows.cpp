// SPDX-License-Identifier: PostgreSQL
#include "plugin/untold_rows.hpp"

#include "plugin/catalog_versions.hpp"
#include "plugin/column_list.hpp"

namespace plugin {
namespace {

struct Search {
  const ReorderBufferTXN& txn;
  const RelationCache& relations;
  List* publications;
  List* found;
};
SAFE_TO_LONGJMP_OVER(Search);

void add(Search& search, Oid relation, frame::Untold reason) {
  ListCell* cell;
  foreach (cell, search.found)
    if (static_cast<const UntoldRelation*>(lfirst(cell))->relation == relation) return;
  auto* untold = static_cast<UntoldRelation*>(palloc(sizeof(UntoldRelation)));
  *untold = {relation, reason};
  search.found = lappend(search.found, untold);
}

bool same_publications(const List* one, const List* other) {
  if (list_length(one) != list_length(other)) return false;
  for (int i = 0; i < list_length(one); ++i)
    if (list_nth(one, i) != list_nth(other, i)) return false;
  return true;
}

// A table that the transaction created, and that has always been published as it is now, has no row
// that was not logged.
bool may_have_rows(const Search& search, Oid table, Oid published_as) {
  return !created_in(search.txn, table) || search.relations.was_sent_otherwise(table, published_as);
}

// The tables that hold the rows of a relation.
List* tables_of(Oid relation) {
  const char kind = get_rel_relkind(relation);
  if (kind == RELKIND_RELATION) return list_make1_oid(relation);
  if (kind != RELKIND_PARTITIONED_TABLE) return NIL;
  List* tables = NIL;
  ListCell* cell;
  foreach (cell, find_all_inheritors(relation, NoLock, nullptr))
    if (get_rel_relkind(lfirst_oid(cell)) == RELKIND_RELATION)
      tables = lappend_oid(tables, lfirst_oid(cell));
  return tables;
}

struct Link {
  Oid child;
  Version version;
};

// The partitions that came to a table or left it.  One that is being detached concurrently has left
// it with the first of two transactions.
List* changed_partitions(const Search& search, Oid parent) {
  List* links = NIL;
  visit_versions(search.txn, InheritsRelationId, InheritsParentIndexId, Anum_pg_inherits_inhparent,
                 parent, [&](HeapTuple row, Version version) {
                   const auto& inherits = *reinterpret_cast<Form_pg_inherits>(GETSTRUCT(row));
                   if (inherits.inhdetachpending) return;
                   auto* link = static_cast<Link*>(palloc(sizeof(Link)));
                   *link = {inherits.inhrelid, version};
                   links = lappend(links, link);
                 });
  return links;
}

List* ancestors_above(Oid parent) {
  return lcons_oid(parent, get_partition_ancestors(parent));
}

// What the ancestors of a table were before its partition `child`, or it as that, came or left.
List* ancestors_before(Oid table, const Link& link, Oid parent) {
  List* before = NIL;
  ListCell* cell;
  if (table != link.child)
    foreach (cell, get_partition_ancestors(table)) {
      before = lappend_oid(before, lfirst_oid(cell));
      if (lfirst_oid(cell) == link.child) break;
    }
  return link.version == Version::Removed ? list_concat(before, ancestors_above(parent)) : before;
}

// Whether it was published before.
bool check_table(Search& search, Oid table, const Link& link, Oid parent) {
  Relation relation = RelationIdGetRelation(table);
  if (!RelationIsValid(relation)) return false;
  const Publishing before =
      publishing(relation, ancestors_before(table, link, parent), search.publications);
  const Publishing now = publishing(relation, search.publications);
  RelationClose(relation);
  const bool is_same =
      before.as == now.as && same_publications(before.publications, now.publications);
  if (now.publications != NIL && !is_same && may_have_rows(search, table, now.as))
    add(search, now.as, frame::Untold::Partitions);
  return before.publications != NIL;
}

// What loses rows: the target of a publication without TRUNCATE keeps them.
void check_parent(Search& search, Relation parent) {
  const Publishing now = publishing(parent, search.publications);
  if (now.publications != NIL && now.actions.truncates)
    add(search, now.as, frame::Untold::Partitions);
}

void check_partitions(Search& search, Oid parent) {
  List* links = changed_partitions(search, parent);
  if (links == NIL) return;
  Relation relation = RelationIdGetRelation(parent);
  if (!RelationIsValid(relation)) return;
  if (relation->rd_rel->relkind != RELKIND_PARTITIONED_TABLE) links = NIL;
  ListCell* cell;
  foreach (cell, links) {
    const auto& link = *static_cast<const Link*>(lfirst(cell));
    // Of what has been dropped nobody knows what it was.
    bool was_published = !SearchSysCacheExists1(RELOID, ObjectIdGetDatum(link.child));
    ListCell* table;
    foreach (table, tables_of(link.child))
      was_published |= check_table(search, lfirst_oid(table), link, parent);
    if (link.version == Version::Removed && was_published) check_parent(search, relation);
  }
  RelationClose(relation);
}

// What of a publication decides about rows.
struct Terms {
  bool known;
  bool via_root;
  PublicationActions actions;
};

Terms terms_of(const FormData_pg_publication& row) {
  return {true, row.pubviaroot, {row.pubinsert, row.pubupdate, row.pubdelete, row.pubtruncate}};
}

bool is_more(const PublicationActions& now, const PublicationActions& before) {
  return (now.pubinsert && !before.pubinsert) || (now.pubupdate && !before.pubupdate) ||
         (now.pubdelete && !before.pubdelete) || (now.pubtruncate && !before.pubtruncate);
}

bool is_altered(const Search& search, const Publication& publication) {
  Terms before{};
  Terms now{};
  visit_versions(search.txn, PublicationRelationId, PublicationObjectIndexId,
                 Anum_pg_publication_oid, publication.oid, [&](HeapTuple row, Version version) {
                   const auto& terms = *reinterpret_cast<Form_pg_publication>(GETSTRUCT(row));
                   (version == Version::Added ? now : before) = terms_of(terms);
                 });
  if (!now.known) return false;
  return !before.known || before.via_root != now.via_root || is_more(now.actions, before.actions);
}

List* all_tables(const Publication& publication) {
  if (publication.alltables) return GetAllTablesPublicationRelations(false);
  return list_concat(GetPublicationRelations(publication.oid, PUBLICATION_PART_LEAF),
                     GetAllSchemaPublicationRelations(publication.oid, PUBLICATION_PART_LEAF));
}

// Tables that a publication has in another way than before, if it has them still.
List* altered_tables(const Search& search, const Publication& publication) {
  if (is_altered(search, publication)) return all_tables(publication);
  List* listed = NIL;
  visit_versions(search.txn, PublicationRelRelationId, PublicationRelPrpubidIndexId,
                 Anum_pg_publication_rel_prpubid, publication.oid, [&](HeapTuple row, Version) {
                   const auto& member = *reinterpret_cast<Form_pg_publication_rel>(GETSTRUCT(row));
                   listed = lappend_oid(listed, member.prrelid);
                 });
  List* schemas = NIL;
  visit_versions(
      search.txn, PublicationNamespaceRelationId, InvalidOid, Anum_pg_publication_namespace_pnpubid,
      publication.oid, [&](HeapTuple row, Version) {
        const auto& member = *reinterpret_cast<Form_pg_publication_namespace>(GETSTRUCT(row));
        schemas = lappend_oid(schemas, member.pnnspid);
      });
  List* tables = NIL;
  ListCell* cell;
  foreach (cell, listed) tables = list_concat(tables, tables_of(lfirst_oid(cell)));
  foreach (cell, schemas)
    tables =
        list_concat(tables, GetSchemaPublicationRelations(lfirst_oid(cell), PUBLICATION_PART_LEAF));
  return tables;
}

void add_tables(Search& search, List* tables) {
  ListCell* cell;
  foreach (cell, tables) {
    const Oid table = lfirst_oid(cell);
    Relation relation = RelationIdGetRelation(table);
    if (!RelationIsValid(relation)) continue;
    const Publishing now = publishing(relation, search.publications);
    RelationClose(relation);
    if (now.publications != NIL && may_have_rows(search, table, now.as))
      add(search, now.as, frame::Untold::Publications);
  }
}

bool publishes_schema(const Search& search, Oid schema) {
  List* publications = GetSchemaPublications(schema);
  ListCell* cell;
  foreach (cell, search.publications)
    if (list_member_oid(publications, static_cast<const Publication*>(lfirst(cell))->oid))
      return true;
  return false;
}

// What of a table decides about publications.
struct Standing {
  bool known;
  Oid schema;
  char persistence;
};

// A table that was moved to or from a schema that is published, or is logged from now on.
bool is_moved(const Search& search, Oid relation) {
  Standing before{};
  Standing now{};
  visit_versions(search.txn, RelationRelationId, ClassOidIndexId, Anum_pg_class_oid, relation,
                 [&](HeapTuple row, Version version) {
                   const auto& table = *reinterpret_cast<Form_pg_class>(GETSTRUCT(row));
                   (version == Version::Added ? now : before) = {true, table.relnamespace,
                                                                 table.relpersistence};
                 });
  if (!before.known || !now.known) return false;
  if (before.persistence != now.persistence) return true;
  return before.schema != now.schema &&
         (publishes_schema(search, before.schema) || publishes_schema(search, now.schema));
}

// Between two commands that give a table another list of columns in two publications it cannot be
// described; the second of them will tell.
bool can_be_described(const Search& search, Oid id) {
  Relation relation = RelationIdGetRelation(id);
  if (!RelationIsValid(relation)) return false;
  const Publishing now = publishing(relation, search.publications);
  const bool agree = column_lists_agree(relation, now.publications);
  RelationClose(relation);
  return agree;
}

}  // namespace

List* untold_relations(const ReorderBufferTXN& txn, RelationCache& relations) {
  const CatalogChanges& changes = relations.changes();
  if (!changes.any()) return NIL;
  Search search{txn, relations, relations.existing_publications(), NIL};
  if (search.publications == NIL) return NIL;
  ListCell* cell;
  if (changes.publications())
    foreach (cell, search.publications)
      add_tables(search, altered_tables(search, *static_cast<const Publication*>(lfirst(cell))));
  foreach (cell, changes.relations()) {
    if (is_moved(search, lfirst_oid(cell))) add_tables(search, tables_of(lfirst_oid(cell)));
    check_partitions(search, lfirst_oid(cell));
  }
  List* untold = NIL;
  foreach (cell, search.found)
    if (can_be_described(search, static_cast<const UntoldRelation*>(lfirst(cell))->relation))
      untold = lappend(untold, lfirst(cell));
  return untold;
}

}  // namespace plugin
