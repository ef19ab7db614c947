// SPDX-License-Identifier: PostgreSQL
#include "plugin/published_relation.hpp"

#include "plugin/column_list.hpp"
#include "plugin/rule_condition.hpp"

namespace plugin {
namespace {

bool publish_changes_of_rows(List* publications) {
  ListCell* cell;
  foreach (cell, publications) {
    const PublicationActions& actions = static_cast<const Publication*>(lfirst(cell))->pubactions;
    if (actions.pubupdate || actions.pubdelete) return true;
  }
  return false;
}

}  // namespace

PublishedRelation published_relation(Relation relation, List* publications,
                                     const Options& options) {
  List* conditions =
      rule_conditions(relation, rules_of(options.rules, relation), replica_identity(relation),
                      publish_changes_of_rows(publications));
  return {describe(relation, unlisted_columns(relation, publications), options),
          row_filter(relation, publications, conditions)};
}

}  // namespace plugin
