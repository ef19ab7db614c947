// SPDX-License-Identifier: PostgreSQL
#include "applier/progress/stream_record.hpp"

#include <fmt/format.h>

#include "applier/base/error.hpp"

namespace applier {
namespace {

constexpr const char* kTables[] = {
    "CREATE DATABASE IF NOT EXISTS `wal2mysql` CHARACTER SET utf8mb4",

    "CREATE TABLE IF NOT EXISTS `wal2mysql`.`stream` ("
    "  stream VARCHAR(63) COLLATE utf8mb4_bin PRIMARY KEY,"
    "  epoch BIGINT UNSIGNED NOT NULL COMMENT 'the applier that may write; older ones are refused',"
    "  system_identifier VARCHAR(20) NOT NULL COMMENT 'of the source cluster',"
    "  source_database VARCHAR(63) NOT NULL,"
    "  slot VARCHAR(63) NOT NULL COMMENT 'empty: a copy alone',"
    "  slot_lsn BIGINT UNSIGNED NOT NULL COMMENT '0 while the slot is being created',"
    "  timeline INT UNSIGNED NOT NULL COMMENT 'of the source, when it was last streamed from',"
    "  timeline_lsn BIGINT UNSIGNED NOT NULL COMMENT 'where that timeline began',"
    "  created_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6)"
    ") ENGINE = InnoDB",

    "CREATE TABLE IF NOT EXISTS `wal2mysql`.`checkpoint` ("
    "  stream VARCHAR(63) COLLATE utf8mb4_bin NOT NULL,"
    "  end_lsn BIGINT UNSIGNED NOT NULL COMMENT 'all that ended up to here is applied',"
    "  commit_lsn BIGINT UNSIGNED NOT NULL,"
    "  commit_time DATETIME(6) NULL COMMENT 'of the last transaction, on the source, UTC',"
    "  transactions BIGINT UNSIGNED NOT NULL COMMENT 'of the source, in this MySQL transaction',"
    "  applied_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
    "  PRIMARY KEY (stream, end_lsn)"
    ") ENGINE = InnoDB COMMENT 'the newest row of a stream is its position'",

    "CREATE TABLE IF NOT EXISTS `wal2mysql`.`heartbeat` ("
    "  stream VARCHAR(63) COLLATE utf8mb4_bin PRIMARY KEY,"
    "  beat BIGINT UNSIGNED NOT NULL,"
    "  sent_at DATETIME(6) NOT NULL COMMENT 'by the clock of the source, UTC',"
    "  applied_at DATETIME(6) NOT NULL COMMENT 'by the clock of this server, UTC'"
    ") ENGINE = InnoDB COMMENT 'a reader is as far behind as sent_at is'",

    "CREATE TABLE IF NOT EXISTS `wal2mysql`.`table_state` ("
    "  stream VARCHAR(63) COLLATE utf8mb4_bin NOT NULL,"
    "  relation INT UNSIGNED NOT NULL COMMENT 'pg_class.oid',"
    "  source_schema VARCHAR(63) NOT NULL,"
    "  source_table VARCHAR(63) NOT NULL,"
    "  target_database VARCHAR(64) NOT NULL,"
    "  target_table VARCHAR(64) NOT NULL,"
    "  own_rows TEXT NOT NULL COMMENT 'those of the target that are of this table; empty: all',"
    "  state ENUM('copying', 'indexing', 'settling', 'copied', 'left', 'again') NOT NULL"
    "    COMMENT 'left: not published any more; again: to be copied again',"
    "  copied_lsn BIGINT UNSIGNED NOT NULL COMMENT 'changes committed before are in the copy',"
    "  settled_lsn BIGINT UNSIGNED NOT NULL COMMENT 'resumed copies: and some up to here',"
    "  fingerprint VARCHAR(64) NOT NULL COMMENT 'of what is copied',"
    "  copied_rows BIGINT UNSIGNED NOT NULL,"
    "  overwrites BOOLEAN NOT NULL COMMENT 'had rows before, which give way to those of the "
    "source',"
    "  resync BOOLEAN NOT NULL COMMENT 'somebody wants it copied again',"
    "  created BOOLEAN NOT NULL COMMENT 'by wal2mysql, which then builds its indexes',"
    "  PRIMARY KEY (stream, relation)"
    ") ENGINE = InnoDB",

    "CREATE TABLE IF NOT EXISTS `wal2mysql`.`copied_chunk` ("
    "  stream VARCHAR(63) COLLATE utf8mb4_bin NOT NULL,"
    "  relation INT UNSIGNED NOT NULL COMMENT 'pg_class.oid',"
    "  heap INT UNSIGNED NOT NULL COMMENT 'pg_class.oid of the table or its partition',"
    "  first_block BIGINT UNSIGNED NOT NULL,"
    "  end_block BIGINT UNSIGNED NOT NULL,"
    "  is_last BOOLEAN NOT NULL,"
    "  oldest_xid BIGINT UNSIGNED NOT NULL COMMENT 'of the snapshot that read it',"
    "  PRIMARY KEY (stream, relation, heap, first_block)"
    ") ENGINE = InnoDB COMMENT 'of tables whose copy is not finished'",

    "CREATE TABLE IF NOT EXISTS `wal2mysql`.`lossy_values` ("
    "  id BIGINT UNSIGNED AUTO_INCREMENT PRIMARY KEY,"
    "  stream VARCHAR(63) COLLATE utf8mb4_bin NOT NULL,"
    "  source_schema VARCHAR(63) NOT NULL,"
    "  source_table VARCHAR(63) NOT NULL,"
    "  column_name VARCHAR(63) NOT NULL,"
    "  row_key LONGTEXT NOT NULL COMMENT 'as in error messages; empty: the table has no key',"
    "  policy VARCHAR(8) NOT NULL,"
    "  original LONGBLOB NOT NULL COMMENT 'the value as PostgreSQL prints it',"
    "  recorded_at TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),"
    "  KEY (stream, source_schema, source_table, column_name)"
    ") ENGINE = InnoDB COMMENT 'what policies put another value in place of'",
};

std::string where_stream(TargetConnection& connection, const std::string& stream) {
  return " WHERE stream = " + connection.quoted_literal(stream);
}

}  // namespace

void create_progress_tables(TargetConnection& connection) {
  for (const char* table : kTables) connection.execute(table);
}

std::optional<StreamRecord> load_stream_record(TargetConnection& connection,
                                               const std::string& stream) {
  const TargetConnection::Rows rows = connection.query(
      "SELECT system_identifier, source_database, slot, slot_lsn, timeline, timeline_lsn "
      "FROM `wal2mysql`.`stream`" +
      where_stream(connection, stream));
  connection.commit();
  if (rows.empty()) return std::nullopt;
  const auto& row = rows.front();
  const Timeline timeline{static_cast<std::uint32_t>(std::stoul(*row[4])),
                          Lsn{std::stoull(*row[5])}};
  return StreamRecord{*row[0], *row[1], *row[2], Lsn{std::stoull(*row[3])}, timeline};
}

void insert_stream_record(TargetConnection& connection, const std::string& stream,
                          const StreamRecord& record) {
  connection.execute(fmt::format(
      "INSERT INTO `wal2mysql`.`stream` "
      "(stream, epoch, system_identifier, source_database, slot, slot_lsn, timeline, timeline_lsn) "
      "VALUES ({}, 1, {}, {}, {}, {}, {}, {})",
      connection.quoted_literal(stream), connection.quoted_literal(record.system_identifier),
      connection.quoted_literal(record.source_database), connection.quoted_literal(record.slot),
      record.slot_lsn.value, record.timeline.id, record.timeline.began.value));
  connection.commit();
}

void complete_stream_record(TargetConnection& connection, const std::string& stream, Lsn slot_lsn) {
  connection.execute(fmt::format("UPDATE `wal2mysql`.`stream` SET slot_lsn = {}{}", slot_lsn.value,
                                 where_stream(connection, stream)));
  connection.execute(fmt::format(
      "INSERT INTO `wal2mysql`.`checkpoint` (stream, end_lsn, commit_lsn, transactions) "
      "VALUES ({}, {}, {}, 0)",
      connection.quoted_literal(stream), slot_lsn.value, slot_lsn.value));
  connection.commit();
}

void note_timeline(TargetConnection& connection, const std::string& stream,
                   const Timeline& timeline) {
  connection.execute(
      fmt::format("UPDATE `wal2mysql`.`stream` SET timeline = {}, timeline_lsn = {}{}", timeline.id,
                  timeline.began.value, where_stream(connection, stream)));
  connection.commit();
}

Lsn committed_position(TargetConnection& connection, const std::string& stream) {
  const auto end_lsn = connection.query_value("SELECT MAX(end_lsn) FROM `wal2mysql`.`checkpoint`" +
                                              where_stream(connection, stream));
  connection.commit();
  if (!end_lsn)
    throw Error(fmt::format("the target has no checkpoint of stream \"{}\"", stream),
                "Table `wal2mysql`.`checkpoint` has lost its rows.",
                "Restore the table, or begin the stream anew under another name.");
  return Lsn{std::stoull(*end_lsn)};
}

std::uint64_t begin_epoch(TargetConnection& connection, const std::string& stream) {
  connection.execute("UPDATE `wal2mysql`.`stream` SET epoch = epoch + 1" +
                     where_stream(connection, stream));
  const auto epoch = connection.query_value("SELECT epoch FROM `wal2mysql`.`stream`" +
                                            where_stream(connection, stream));
  connection.commit();
  if (!epoch) throw Error(fmt::format("the target no longer knows stream \"{}\"", stream));
  return std::stoull(*epoch);
}

}  // namespace applier
