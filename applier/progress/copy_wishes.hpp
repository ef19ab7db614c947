// SPDX-License-Identifier: PostgreSQL
// The wish of people that tables be copied again, noted for the applier.
//
// `wal2mysql`.`table_state`.`resync`.  It ends when the copy begins; one that comes while a copy is
// under way stays, because that may have read the table before.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "applier/write/connection.hpp"

namespace applier {

class CopyWishes {
 public:
  using Relations = std::vector<std::uint32_t>;

  explicit CopyWishes(std::string stream) : stream_(std::move(stream)) {}

  // Each commits.
  Relations load(TargetConnection& connection) const;
  void note(TargetConnection& connection, const Relations& relations) const;
  // How many of the tables are not copied yet, or not again.
  std::size_t unfinished(TargetConnection& connection, const Relations& relations) const;

 private:
  std::string stream_;
};

}  // namespace applier
