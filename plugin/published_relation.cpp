// SPDX-License-Identifier: PostgreSQL
#include "plugin/published_relation.hpp"

#include "plugin/column_list.hpp"

namespace plugin {

PublishedRelation published_relation(Relation relation, List* publications,
                                     const Options& options) {
  return {describe(relation, unlisted_columns(relation, publications), options),
          row_filter(relation, publications, NIL)};
}

}  // namespace plugin
