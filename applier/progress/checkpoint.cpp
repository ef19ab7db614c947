// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/checkpoint.hpp"

#include <iterator>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/write/errors.hpp"

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
// and the commit.  Every transaction runs this: text would be parsed each time.
void Checkpoint::prepare() {
  saving_.reset(mysql_stmt_init(connection_.get()));
  if (!saving_) throw Error("out of memory for a statement");
  const std::string text = fmt::format(
      "INSERT INTO `wal2mysql`.`checkpoint` (stream, end_lsn, commit_lsn, commit_time, "
      "transactions) "
      "SELECT stream, ?, ?, TIMESTAMPADD(MICROSECOND, ?, '1970-01-01'), ? "
      "FROM `wal2mysql`.`stream` WHERE stream = {} AND epoch = {} LOCK IN SHARE MODE",
      connection_.quoted_literal(epoch_.stream), epoch_.epoch);
  if (mysql_stmt_prepare(saving_.get(), text.data(), text.size()) != 0)
    throw connection_.failure("the target refused to prepare a statement");
}

void Checkpoint::save(const Position& position, std::uint64_t transactions) {
  if (!saving_) prepare();
  std::uint64_t numbers[] = {position.end_lsn.value, position.commit_lsn.value,
                             static_cast<std::uint64_t>(position.commit_time_us), transactions};
  ClientBool no_time = position.commit_time_us == 0;
  MYSQL_BIND binds[std::size(numbers)] = {};
  for (std::size_t i = 0; i < std::size(numbers); ++i) {
    binds[i].buffer_type = MYSQL_TYPE_LONGLONG;
    binds[i].is_unsigned = i != 2;
    binds[i].buffer = &numbers[i];
  }
  binds[2].is_null = &no_time;
  if (mysql_stmt_bind_param(saving_.get(), binds) != 0 || mysql_stmt_execute(saving_.get()) != 0)
    throw target_error("the target did not save the position", mysql_stmt_errno(saving_.get()),
                       mysql_stmt_error(saving_.get()));
  if (mysql_stmt_affected_rows(saving_.get()) != 1)
    throw Error(fmt::format("another applier has taken over stream \"{}\"", epoch_.stream),
                "Nothing of this one's last transaction was committed.",
                "Run one applier per stream.");
}

void Checkpoint::prune(Lsn newest) {
  connection_.execute(
      fmt::format("DELETE FROM `wal2mysql`.`checkpoint` WHERE stream = {} AND end_lsn < {}",
                  connection_.quoted_literal(epoch_.stream), newest.value));
  connection_.commit();
}

}  // namespace applier
