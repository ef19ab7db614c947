// SPDX-License-Identifier: PostgreSQL
#include "applier/values/assignment.hpp"

#include <charconv>
#include <string_view>

namespace applier {
namespace {

// Of VARCHAR(n) and VARBINARY(n), which the plugin chooses where the source has no bound of its own
// only in keys.
std::uint32_t declared_length(std::string_view mysql_type) {
  std::uint32_t length = 0;
  for (const std::string_view type : {"VARCHAR(", "VARBINARY("})
    if (mysql_type.starts_with(type))
      std::from_chars(mysql_type.data() + type.size(), mysql_type.data() + mysql_type.size(),
                      length);
  return length;
}

}  // namespace

void assign_policies(const ValuesConfig& values, Relation& relation) {
  for (Column& column : relation.columns) column.policy = values.policy;
  const std::string table = relation.source_name();
  for (const ValueRule& rule : values.rules) {
    if (rule.table != table) continue;
    for (Column& column : relation.columns)
      if (rule.column.empty() || rule.column == column.known_as()) column.policy = rule.policy;
  }
  for (Column& column : relation.columns) {
    relation.has_policies |= column.policy != ValuePolicy::Error;
    if (column.policy == ValuePolicy::Clamp) column.length_max = declared_length(column.mysql_type);
  }
}

bool may_change_values(const Column& column) {
  using frame::Wire;
  const bool is_changed = column.policy == ValuePolicy::Clamp || column.policy == ValuePolicy::Null;
  return is_changed && column.wire != Wire::Boolean && column.wire != Wire::Integer &&
         column.wire != Wire::Unsigned && column.wire != Wire::Uuid;
}

}  // namespace applier
