// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/built_indexes.hpp"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

struct Built {
  struct Part {
    std::string column;
    std::uint32_t prefix = 0;
  };

  bool is_unique = false;
  std::vector<Part> parts;
};

std::map<std::string, Built> built_indexes(TargetConnection& connection, const TargetName& table) {
  const TargetConnection::Rows parts = connection.query(fmt::format(
      "SELECT index_name, non_unique = 0, column_name, COALESCE(sub_part, 0) "
      "FROM information_schema.statistics WHERE table_schema = {} AND table_name = {} "
      "ORDER BY index_name, seq_in_index",
      connection.quoted_literal(table.database), connection.quoted_literal(table.table)));
  connection.commit();
  std::map<std::string, Built> indexes;
  for (const auto& part : parts) {
    Built& index = indexes[*part[0]];
    index.is_unique = part[1] == "1";
    index.parts.push_back({part[2].value_or(""), static_cast<std::uint32_t>(std::stoul(*part[3]))});
  }
  return indexes;
}

// Not every server knows whether a part is descending, and an index can be read either way.
bool serves_as(const Built& built, const PlannedIndex& planned, const Relation& relation) {
  return (built.is_unique || !planned.is_unique) &&
         std::equal(built.parts.begin(), built.parts.end(), planned.parts.begin(),
                    planned.parts.end(), [&](const Built::Part& part, const auto& wanted) {
                      return part.prefix == wanted.prefix &&
                             same_column_name(part.column, relation.columns[wanted.position].name);
                    });
}

}  // namespace

std::vector<PlannedIndex> missing_indexes(TargetConnection& connection, const Relation& relation,
                                          const std::vector<PlannedIndex>& planned) {
  const std::map<std::string, Built> built = built_indexes(connection, relation.target);
  std::vector<PlannedIndex> missing;
  for (const PlannedIndex& index : planned)
    if (std::none_of(built.begin(), built.end(),
                     [&](const auto& each) { return serves_as(each.second, index, relation); }))
      missing.push_back(index);
  return missing;
}

std::set<std::string> built_foreign_keys(TargetConnection& connection, const TargetName& table) {
  const TargetConnection::Rows rows = connection.query(fmt::format(
      "SELECT constraint_name FROM information_schema.table_constraints "
      "WHERE constraint_type = 'FOREIGN KEY' AND table_schema = {} AND table_name = {}",
      connection.quoted_literal(table.database), connection.quoted_literal(table.table)));
  connection.commit();
  std::set<std::string> names;
  for (const auto& row : rows) names.insert(*row[0]);
  return names;
}

}  // namespace applier
