// SPDX-License-Identifier: PostgreSQL
#include "plugin/column_list.hpp"

#include "plugin/publication.hpp"

namespace plugin {
namespace {

// nullptr where the publication lists no columns.
Bitmapset* listed_columns(Relation relation, const Publication& publication) {
  Datum stored = 0;
  if (!publication_detail(relation, publication, Anum_pg_publication_rel_prattrs, &stored))
    return nullptr;
  ArrayType* attnums = DatumGetArrayTypeP(stored);
  const auto* first = reinterpret_cast<const std::int16_t*>(ARR_DATA_PTR(attnums));
  Bitmapset* columns = nullptr;
  for (int i = 0; i < ARR_DIMS(attnums)[0]; ++i) columns = bms_add_member(columns, first[i] - 1);
  return columns;
}

Bitmapset* without(TupleDesc attributes, const Bitmapset* listed) {
  Bitmapset* unlisted = nullptr;
  for (int i = 0; i < attributes->natts; ++i)
    if (!bms_is_member(i, listed)) unlisted = bms_add_member(unlisted, i);
  return unlisted;
}

// To list every column that is not generated is to list none.
bool lists_everything(TupleDesc attributes, const Bitmapset* listed) {
  for (int i = 0; i < attributes->natts; ++i) {
    const FormData_pg_attribute& attribute = *TupleDescAttr(attributes, i);
    if (!attribute.attisdropped && attribute.attgenerated == '\0' && !bms_is_member(i, listed))
      return false;
  }
  return true;
}

struct Lists {
  bool agree;
  const Bitmapset* listed;  // nullptr: every column
};

Lists gather(Relation relation, List* publications) {
  const Bitmapset* listed = nullptr;
  bool has_whole = false;
  ListCell* cell;
  foreach (cell, publications) {
    Bitmapset* columns = listed_columns(relation, *static_cast<const Publication*>(lfirst(cell)));
    if (columns == nullptr)
      has_whole = true;
    else if (listed != nullptr && !bms_equal(listed, columns))
      return {false, nullptr};
    else
      listed = columns;
  }
  if (listed == nullptr || !has_whole) return {true, listed};
  return {lists_everything(RelationGetDescr(relation), listed), nullptr};
}

}  // namespace

Bitmapset* unlisted_columns(Relation relation, List* publications) {
  const Lists lists = gather(relation, publications);
  if (!lists.agree)
    ereport(
        ERROR, errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
        errmsg("cannot use different column lists for table \"%s.%s\" in different publications",
               get_namespace_name(RelationGetNamespace(relation)),
               RelationGetRelationName(relation)),
        errhint("List the same columns in every publication that the stream names, or replicate "
                "the publications by streams of their own."));
  return lists.listed == nullptr ? nullptr : without(RelationGetDescr(relation), lists.listed);
}

bool column_lists_agree(Relation relation, List* publications) {
  return gather(relation, publications).agree;
}

}  // namespace plugin
