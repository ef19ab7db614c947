// SPDX-License-Identifier: PostgreSQL
// A connection to the source, through libpq.
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <libpq-fe.h>

#include "applier/base/error.hpp"
#include "applier/base/stop.hpp"
#include "applier/config/config.hpp"
#include "applier/model/payload.hpp"

namespace applier {

// One result of a query; rows and columns count from 0.
class QueryResult {
 public:
  explicit QueryResult(PGresult* result) : result_(result) {}

  int rows() const { return PQntuples(result_.get()); }
  bool is_null(int row, int column) const { return PQgetisnull(result_.get(), row, column) != 0; }
  std::string_view text(int row, int column) const {
    return {PQgetvalue(result_.get(), row, column),
            static_cast<std::size_t>(PQgetlength(result_.get(), row, column))};
  }
  std::string string(int row, int column) const { return std::string(text(row, column)); }
  PGresult* get() const { return result_.get(); }

 private:
  struct Clear {
    void operator()(PGresult* result) const { PQclear(result); }
  };
  std::unique_ptr<PGresult, Clear> result_;
};

class SourceConnection {
 public:
  enum class Mode { Sql, Replication };

  // Pins the settings that could change what the plugin sends.  Throws Error with Remedy::Reconnect
  // when the server cannot be reached now, Halt when it refuses us.
  SourceConnection(const SourceConfig& config, Mode mode);

  // Runs one command; parameters as text, nullptr for NULL.  Not for Mode::Replication with
  // parameters.
  QueryResult query(const std::string& sql, std::initializer_list<const char*> parameters = {});

  // As query(), for what may take long: throws when the stop is requested.
  QueryResult query_until(const Stop& stop, const std::string& sql);

  // Starts COPY … TO STDOUT or START_REPLICATION, as query_until() does.
  void start_copy(const Stop& stop, const std::string& sql);
  // The next CopyData message; nothing when none has arrived yet.  `ended` tells that none will
  // come.
  std::optional<Payload> receive(bool& ended);
  // Waits for bytes from the server, for the stop, or until the patience ends.
  void wait_readable(const Stop& stop, int milliseconds);
  // Reads what the server says after the last CopyData; throws where that is an error.
  void finish_copy();

  PGconn* get() const { return connection_.get(); }
  std::string quoted_literal(std::string_view text) const;
  std::string database() const { return PQdb(connection_.get()); }

  // What the server said, as an Error; connection trouble has Remedy::Reconnect.
  Error failure(std::string message, const PGresult* result = nullptr) const;

 private:
  struct Finish {
    void operator()(PGconn* connection) const { PQfinish(connection); }
  };
  void pin_later_settings();
  QueryResult first_result(const Stop& stop, const std::string& sql);

  std::unique_ptr<PGconn, Finish> connection_;
};

}  // namespace applier
