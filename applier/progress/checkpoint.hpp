// SPDX-License-Identifier: PostgreSQL
// The position of a stream, kept in MySQL and written in the transaction whose rows it speaks for.
//
// Table `wal2mysql`.`checkpoint`: rows are only inserted, so that no row is hot; the newest counts,
// and old ones are removed now and then.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "applier/model/unit.hpp"
#include "applier/write/connection.hpp"

namespace applier {

// Which applier's positions these are: one of an earlier epoch can save no more.
struct StreamEpoch {
  std::string stream;
  std::uint64_t epoch = 0;
};

// One per session of the target, which must outlive it.
class Checkpoint {
 public:
  Checkpoint(TargetConnection& connection, StreamEpoch epoch)
      : connection_(connection), epoch_(std::move(epoch)) {}

  // The newest position, of committed transactions only: waits for those still under way.
  static Lsn load(TargetConnection& connection, const std::string& stream);

  // Adds the position to the open transaction.  Throws Error where another applier has taken over.
  void save(const Position& position, std::uint64_t transactions);

  // Removes rows before `newest` and commits.
  void prune(Lsn newest);

 private:
  struct Close {
    void operator()(MYSQL_STMT* statement) const { mysql_stmt_close(statement); }
  };

  void prepare();

  TargetConnection& connection_;
  StreamEpoch epoch_;
  std::unique_ptr<MYSQL_STMT, Close> saving_;
};

}  // namespace applier
