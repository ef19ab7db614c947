// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/copy_wishes.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

namespace applier {

CopyWishes::Relations CopyWishes::load(TargetConnection& connection) const {
  const TargetConnection::Rows rows =
      connection.query("SELECT relation FROM `wal2mysql`.`table_state` WHERE resync AND stream = " +
                       connection.quoted_literal(stream_));
  connection.commit();
  Relations relations;
  for (const auto& row : rows) relations.push_back(static_cast<std::uint32_t>(std::stoul(*row[0])));
  return relations;
}

void CopyWishes::note(TargetConnection& connection, const Relations& relations) const {
  connection.execute(fmt::format(
      "UPDATE `wal2mysql`.`table_state` SET resync = 1 WHERE stream = {} AND relation IN ({})",
      connection.quoted_literal(stream_), fmt::join(relations, ", ")));
  connection.commit();
}

std::size_t CopyWishes::unfinished(TargetConnection& connection, const Relations& relations) const {
  const auto count = connection.query_value(fmt::format(
      "SELECT COUNT(*) FROM `wal2mysql`.`table_state` WHERE stream = {} AND relation IN "
      "({}) AND (resync OR state <> 'copied')",
      connection.quoted_literal(stream_), fmt::join(relations, ", ")));
  connection.commit();
  return std::stoull(count.value_or("0"));
}

}  // namespace applier
