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

  // Of the tables of one stream, or of it and of that whose tables join it.
  explicit CopyWishes(std::vector<std::string> streams) : streams_(std::move(streams)) {}

  // Each commits.
  Relations load(TargetConnection& connection) const;
  void note(TargetConnection& connection, const Relations& relations) const;
  // How many of the tables are not copied yet, or not again, and part of the first stream.
  std::size_t unfinished(TargetConnection& connection, const Relations& relations) const;

 private:
  std::string names(const TargetConnection& connection) const;

  std::vector<std::string> streams_;
};

}  // namespace applier
