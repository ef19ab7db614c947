// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/checkpoint.hpp"

#include <fmt/format.h>

#include "applier/base/error.hpp"

namespace applier {

// A locking read waits for the row of an older session whose COMMIT was not answered.
Lsn Checkpoint::load(TargetConnection& connection, const std::string& stream) {
  const auto end_lsn = connection.query_value(
      fmt::format("SELECT end_lsn FROM `wal2mysql`.`checkpoint` WHERE stream = {} "
                  "ORDER BY end_lsn DESC LIMIT 1 FOR UPDATE",
                  connection.quoted_literal(stream)));
  connection.commit();
  if (!end_lsn)
    throw Error(fmt::format("the target has no checkpoint of stream \"{}\"", stream),
                "Table `wal2mysql`.`checkpoint` has lost its rows.",
                "Restore the table, or begin the stream anew under another name.");
  return Lsn{std::stoull(*end_lsn)};
}

// The shared lock on the stream's row keeps a new applier's epoch from passing between this check
// and the commit.
void Checkpoint::save(TargetConnection& connection, const Position& position,
                      std::uint64_t transactions) {
  const std::string time =
      position.commit_time_us == 0
          ? "NULL"
          : fmt::format("TIMESTAMPADD(MICROSECOND, {}, '1970-01-01')", position.commit_time_us);
  const std::uint64_t saved = connection.execute(fmt::format(
      "INSERT INTO `wal2mysql`.`checkpoint` (stream, end_lsn, commit_lsn, commit_time, "
      "transactions) "
      "SELECT stream, {}, {}, {}, {} FROM `wal2mysql`.`stream` WHERE stream = {} AND epoch = {} "
      "LOCK IN SHARE MODE",
      position.end_lsn.value, position.commit_lsn.value, time, transactions,
      connection.quoted_literal(stream_), epoch_));
  if (saved != 1)
    throw Error(fmt::format("another applier has taken over stream \"{}\"", stream_),
                "Nothing of this one's last transaction was committed.",
                "Run one applier per stream.");
}

void Checkpoint::prune(TargetConnection& connection, Lsn newest) {
  connection.execute(
      fmt::format("DELETE FROM `wal2mysql`.`checkpoint` WHERE stream = {} AND end_lsn < {}",
                  connection.quoted_literal(stream_), newest.value));
  connection.commit();
}

}  // namespace applier
