// SPDX-License-Identifier: PostgreSQL
#include "applier/values/assignment.hpp"

namespace applier {

void assign_policies(const ValuesConfig& values, Relation& relation) {
  for (Column& column : relation.columns) column.policy = values.policy;
  const std::string table = relation.source_name();
  for (const ValueRule& rule : values.rules) {
    if (rule.table != table) continue;
    for (Column& column : relation.columns)
      if (rule.column.empty() || rule.column == column.name) column.policy = rule.policy;
  }
  for (const Column& column : relation.columns)
    relation.has_policies |= column.policy != ValuePolicy::Error;
}

}  // namespace applier
