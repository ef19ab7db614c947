// SPDX-License-Identifier: PostgreSQL
#include "plugin/published_relation.hpp"

namespace plugin {

PublishedRelation published_relation(Relation relation, List* publications,
                                     const Options& options) {
  return {describe(relation, nullptr, options), row_filter(relation, publications, NIL)};
}

}  // namespace plugin
