// SPDX-License-Identifier: PostgreSQL
// A session of the target with the settings that exact replication needs.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "applier/base/error.hpp"
#include "applier/config/config.hpp"
#include "applier/write/client.hpp"
#include "applier/write/local_infile.hpp"

namespace applier {

enum class Flavour { MySql, MariaDb };

// What tables mean depends on: SQL, each without a semicolon.
std::vector<std::string> schema_settings(Flavour flavour);

class TargetConnection {
 public:
  using Cell = std::optional<std::string>;  // nothing: NULL
  using Rows = std::vector<std::vector<Cell>>;

  // Connects and sets the session up.  Throws Error as errors.hpp says.
  explicit TargetConnection(const TargetConfig& config);
  ~TargetConnection();
  TargetConnection(const TargetConnection&) = delete;
  TargetConnection& operator=(const TargetConnection&) = delete;

  // Runs a statement and returns the rows it affected; those of an UPDATE are the ones it matched.
  std::uint64_t execute(const std::string& sql);
  Rows query(const std::string& sql);
  // The only cell of the only row; nothing where there is no row or the cell is NULL.
  Cell query_value(const std::string& sql);
  void commit();
  void rollback();
  // False where the savepoint is gone, and the transaction with it.
  bool roll_back_to(const std::string& savepoint);

  std::string quoted_literal(std::string_view text) const;

  Flavour flavour() const { return flavour_; }
  // "mysql-9.7.4", "mariadb-10.11.19": as the plugin's option `target` wants it.
  const std::string& version() const { return version_; }
  // Whether one execution of a statement can carry an array of rows.
  bool has_bulk() const { return kClientHasBulk && flavour_ == Flavour::MariaDb; }
  // Null where the server has local_infile off, or the stream's file.
  LocalInfile* local_infile() { return has_local_infile_ ? &*local_infile_ : nullptr; }
  std::uint64_t max_allowed_packet() const { return max_allowed_packet_; }
  // The server's number of the session, as KILL wants it.
  std::uint64_t id() const { return mysql_thread_id(get()); }
  MYSQL* get() const { return mysql_.get(); }

  // The session's last error, as an Error.
  Error failure(std::string message) const;

 private:
  void connect(const TargetConfig& config);
  void learn_server();
  void set_session_up();

  struct Close {
    void operator()(MYSQL* mysql) const { mysql_close(mysql); }
  };
  std::unique_ptr<MYSQL, Close> mysql_;
  std::optional<LocalInfile> local_infile_;
  Flavour flavour_ = Flavour::MySql;
  std::string version_;
  bool has_local_infile_ = false;
  std::uint64_t max_allowed_packet_ = 0;
};

}  // namespace applier
