// SPDX-License-Identifier: PostgreSQL
#include "plugin/row_filter.hpp"

#include "plugin/error_prefix.hpp"
#include "plugin/publication.hpp"
#include "plugin/row_encoder.hpp"

namespace plugin {
namespace {

using Use = RowFilter::Use;

// The filters of one use, while they are gathered.
struct Alternatives {
  bool every_row;
  List* filters;  // of Node *
};

bool publishes_for(const Publication& publication, int use) {
  switch (use) {
    case Use::kInsert:
      return publication.pubactions.pubinsert;
    case Use::kUpdate:
      return publication.pubactions.pubupdate;
    case Use::kDelete:
      return publication.pubactions.pubdelete;
    default:
      return true;
  }
}

// With all tables, or all of its schema, a relation is published without a filter.
Node* filter_of(Relation relation, const Publication& publication) {
  Datum stored = 0;
  if (SearchSysCacheExists2(PUBLICATIONNAMESPACEMAP,
                            ObjectIdGetDatum(RelationGetNamespace(relation)),
                            ObjectIdGetDatum(publication.oid)) ||
      !publication_detail(relation, publication, Anum_pg_publication_rel_prqual, &stored))
    return nullptr;
  return expand_virtual_columns(static_cast<Node*>(stringToNode(TextDatumGetCString(stored))),
                                relation);
}

void gather(Alternatives (&uses)[RowFilter::kUses], Relation relation, List* publications) {
  ListCell* cell;
  foreach (cell, publications) {
    const auto& publication = *static_cast<const Publication*>(lfirst(cell));
    Node* filter = filter_of(relation, publication);
    for (int use = 0; use < RowFilter::kUses; ++use) {
      if (!publishes_for(publication, use)) continue;
      if (filter == nullptr)
        uses[use].every_row = true;
      else
        uses[use].filters = lappend(uses[use].filters, filter);
    }
  }
}

// nullptr: every row passes.
Node* combined(const Alternatives& alternatives, List* conditions) {
  List* all = list_copy(conditions);
  if (!alternatives.every_row && alternatives.filters != NIL)
    all = lcons(make_orclause(alternatives.filters), all);
  return all == NIL ? nullptr : reinterpret_cast<Node*>(make_andclause(all));
}

}  // namespace

RowFilter* row_filter(Relation relation, List* publications, List* conditions) {
  Alternatives uses[RowFilter::kUses] = {};
  gather(uses, relation, publications);
  RowFilter* filter = nullptr;
  for (int use = 0; use < RowFilter::kUses; ++use) {
    Node* condition = combined(uses[use], conditions);
    if (condition == nullptr) continue;
    if (filter == nullptr) {
      filter = static_cast<RowFilter*>(palloc0(sizeof(RowFilter)));
      filter->subject = psprintf("row filter of table \"%s.%s\"",
                                 get_namespace_name(RelationGetNamespace(relation)),
                                 RelationGetRelationName(relation));
      filter->expressions.create(relation);
    }
    filter->conditions[use] = filter->expressions.prepare(condition);
    filter->inputs = bms_add_members(filter->inputs, filter->conditions[use].inputs);
  }
  return filter;
}

bool passes(RowFilter& filter, Use use, const Row& row) {
  const RowExpression& condition = filter.conditions[use];
  if (condition.state == nullptr) return true;
  filter.expressions.load(row);
  bool is_null = false;
  Datum result = 0;
  with_error_prefix({filter.subject, "cannot be computed", nullptr, filter.lsn},
                    [&] { result = filter.expressions.evaluate(condition, &is_null); });
  return !is_null && DatumGetBool(result);
}

FilteredUpdate filter_update(RowFilter& filter, const Row* old_row, const Row& new_row) {
  const bool is_wanted = passes(filter, Use::kUpdate, new_row);
  const bool was_wanted = old_row == nullptr ? is_wanted : passes(filter, Use::kUpdate, *old_row);
  if (is_wanted) return was_wanted ? FilteredUpdate::Update : FilteredUpdate::Insert;
  return was_wanted ? FilteredUpdate::Delete : FilteredUpdate::Nothing;
}

}  // namespace plugin
