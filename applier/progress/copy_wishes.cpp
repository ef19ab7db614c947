// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/copy_wishes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace applier {

std::string CopyWishes::names(const TargetConnection& connection) const {
  std::string list;
  for (const std::string& stream : streams_)
    list += (list.empty() ? "" : ", ") + connection.quoted_literal(stream);
  return list;
}

CopyWishes::Relations CopyWishes::load(TargetConnection& connection) const {
  const TargetConnection::Rows rows = connection.query(
      fmt::format("SELECT relation FROM `wal2mysql`.`table_state` WHERE resync AND stream IN ({})",
                  names(connection)));
  connection.commit();
  Relations relations;
  for (const auto& row : rows) relations.push_back(static_cast<std::uint32_t>(std::stoul(*row[0])));
  return relations;
}

void CopyWishes::note(TargetConnection& connection, const Relations& relations) const {
  connection.execute(fmt::format(
      "UPDATE `wal2mysql`.`table_state` SET resync = 1 WHERE stream IN ({}) AND relation IN ({})",
      names(connection), fmt::join(relations, ", ")));
  connection.commit();
}

std::size_t CopyWishes::unfinished(TargetConnection& connection, const Relations& relations) const {
  const auto count = connection.query_value(fmt::format(
      "SELECT COUNT(*) FROM `wal2mysql`.`table_state` WHERE stream IN ({}) AND relation IN "
      "({}) AND (resync OR state <> 'copied' OR stream <> {})",
      names(connection), fmt::join(relations, ", "), connection.quoted_literal(streams_.front())));
  connection.commit();
  return std::stoull(count.value_or("0"));
}

}  // namespace applier
