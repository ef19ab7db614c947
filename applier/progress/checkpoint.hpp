// SPDX-License-Identifier: PostgreSQL
// The position of a stream, kept in MySQL and written in the transaction whose rows it speaks for.
//
// Table `wal2mysql`.`checkpoint`: rows are only inserted, so that no row is hot; the newest counts,
// and old ones are removed now and then.
#pragma once

#include <cstdint>
#include <string>

#include "applier/model/unit.hpp"
#include "applier/write/connection.hpp"

namespace applier {

class Checkpoint {
 public:
  Checkpoint() = default;
  Checkpoint(std::string stream, std::uint64_t epoch) : stream_(std::move(stream)), epoch_(epoch) {}

  // The newest position, of committed transactions only: waits for those still under way.
  static Lsn load(TargetConnection& connection, const std::string& stream);

  // Adds the position to the open transaction.  Throws Error where another applier has taken over.
  void save(TargetConnection& connection, const Position& position, std::uint64_t transactions);

  // Removes rows before `newest` and commits.
  void prune(TargetConnection& connection, Lsn newest);

 private:
  std::string stream_;
  std::uint64_t epoch_ = 0;
};

}  // namespace applier
