// SPDX-License-Identifier: PostgreSQL
// The settings of one stream, read from its TOML file.  docs: README.md, "The file of a stream".
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <set>
#include <string>
#include <vector>

#include "applier/config/rules.hpp"
#include "applier/values/policy.hpp"

namespace applier {

struct SourceConfig {
  std::string
      connection;  // libpq connection string; a password may come from .pgpass or PGPASSFILE
  std::vector<std::string> publications;
  std::vector<std::string> tables;  // instead of publications: patterns, from which one is made
  std::vector<std::string> operations = {"insert", "update", "delete", "truncate"};  // of that one
  bool via_partition_root = false;                                                   // likewise
  std::string slot;  // one that is there, to begin the stream with; empty: the stream's own
  std::string origin = "any";      // or "none": without changes that came from elsewhere
  std::int64_t work_mem_mb = 256;  // logical_decoding_work_mem of the walsender
  // Not of the file: the only tables, by their oids; empty: all that are published.
  std::set<std::uint32_t> relations;
};

struct TargetConfig {
  std::string host;
  std::int64_t port = 3306;
  std::string socket;  // wins over host and port
  std::string user;
  std::string password;
  std::string defaults_file;             // a my.cnf whose [client] group is read
  bool local_infile = true;              // LOAD DATA LOCAL for many rows, if the server lets us
  std::string long_text_keys = "error";  // or "hash"
  std::string database;  // where tables of schema public go; empty: the source database's name
};

// Each has a named lock of the target, as has the session beside them.
inline constexpr std::int64_t kApplyWorkersMax = 32;

struct ApplyConfig {
  std::int64_t workers = 0;           // connections that write; 0: as many as serve the target
  std::int64_t unit_rows = 8192;      // a MySQL transaction gathers source transactions up to this
  std::int64_t unit_bytes = 8 << 20;  // or this many bytes of frames
  std::int64_t queue_bytes = 16 << 20;  // received and not yet decoded
};

struct HeartbeatConfig {
  std::int64_t interval_ms = 1000;  // 0: none
};

// What becomes of a target table that has rows when its first copy begins.
enum class ExistingRows { Error, Append, Truncate, Recreate };

// What is done about a table whose columns are not those of its target any more.
enum class ChangedTables { Stop, Copy };

enum class CopyMode {
  CopyThenStream,
  Copy,    // and end
  Stream,  // what the target has is trusted
};

struct CopyConfig {
  CopyMode mode = CopyMode::CopyThenStream;
  ExistingRows existing = ExistingRows::Error;
  std::int64_t workers = 2;
  std::int64_t chunk_mb = 16;             // heap read by one MySQL transaction of the copy
  std::int64_t rows_per_second = 0;       // of all workers; 0: no limit
  std::int64_t megabytes_per_second = 0;  // likewise, as sent by the source
  std::string pause_while_source;         // SQL: the copy pauses while its value is true
  std::string pause_while_target;
};

// What a table that is created gets of its source table beside columns and keys, and what when that
// changes.
struct SchemaConfig {
  ChangedTables changes = ChangedTables::Stop;
  bool indexes = true;
  bool foreign_keys = false;
  bool defaults = true;
  bool auto_increment = false;
  bool comments = true;
};

// For the columns of a table, or one of them.
struct ValueRule {
  std::string table;   // "schema.table"
  std::string column;  // empty: every column
  ValuePolicy policy = ValuePolicy::Error;
  std::string where;  // file and line, for errors about it
};

struct ValuesConfig {
  ValuePolicy policy = ValuePolicy::Error;  // where no rule says otherwise
  std::vector<ValueRule> rules;             // later ones win
};

struct Config {
  std::string name;  // of the stream
  // Not of the file: the stream that the tables of this one join; empty: it is none of that kind.
  std::string joins;
  SourceConfig source;
  TargetConfig target;
  ApplyConfig apply;
  HeartbeatConfig heartbeat;
  CopyConfig copy;
  SchemaConfig schema;
  ValuesConfig values;
  RulesConfig rules;

  // What wal2mysql creates on the source is called so: the slot, the publication.
  std::string own_name() const {
    return joins.empty() ? "wal2mysql_" + name : "wal2mysqlsync_" + joins;
  }
  // Of a stream that of the tables which join it, and the reverse.
  std::string partner() const { return joins.empty() ? name + "+sync" : joins; }
  // What people know.
  const std::string& known_name() const { return joins.empty() ? name : joins; }
  std::string slot() const { return source.slot.empty() ? own_name() : source.slot; }
};

// Throws Error with the file and the line for anything that is not understood.
Config load_config(const std::filesystem::path& file);

}  // namespace applier
