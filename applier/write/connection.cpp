// SPDX-License-Identifier: PostgreSQL
#include "applier/write/connection.hpp"

#include <fmt/format.h>

#include "applier/write/errors.hpp"

namespace applier {
namespace {

constexpr unsigned kConnectTimeoutSeconds = 10;
// The most that a server can be set to; the client's own default would be another limit.
constexpr unsigned long kPacketBytesMax = 1UL << 30;

// Strict where the server's default is lenient: nothing may be rounded, cut or replaced in silence.
constexpr const char* kSchemaSession[] = {
    "SET SESSION sql_mode = 'STRICT_ALL_TABLES,STRICT_TRANS_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,"
    "ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,NO_AUTO_VALUE_ON_ZERO'",
    "SET SESSION time_zone = '+00:00'",
    "SET SESSION foreign_key_checks = 0",
};

constexpr const char* kSession[] = {
    // Some of what is cut is told of by a note only.
    "SET SESSION sql_notes = 1",
    "SET SESSION unique_checks = 1",
    "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
    "SET SESSION innodb_lock_wait_timeout = 10",
    "SET SESSION lock_wait_timeout = 30",
    "SET SESSION wait_timeout = 86400",
    "SET SESSION autocommit = 0",
};

}  // namespace

// The collation is that of the tables' own text columns, so that comparing one with a parameter
// uses the index.
std::vector<std::string> schema_settings(Flavour flavour) {
  std::vector<std::string> settings(std::begin(kSchemaSession), std::end(kSchemaSession));
  settings.push_back(fmt::format("SET NAMES utf8mb4 COLLATE {}", flavour == Flavour::MySql
                                                                     ? "utf8mb4_0900_bin"
                                                                     : "utf8mb4_nopad_bin"));
  return settings;
}

TargetConnection::TargetConnection(const TargetConfig& config) {
  connect(config);
  learn_server();
  has_local_infile_ = config.local_infile && query_value("SELECT @@local_infile") == "1";
  set_session_up();
}

TargetConnection::~TargetConnection() = default;

void TargetConnection::connect(const TargetConfig& config) {
  mysql_.reset(mysql_init(nullptr));
  if (!mysql_) throw Error("out of memory for a connection to the target");
  mysql_options(get(), MYSQL_OPT_CONNECT_TIMEOUT, &kConnectTimeoutSeconds);
  mysql_options(get(), MYSQL_SET_CHARSET_NAME, "utf8mb4");
  mysql_options(get(), MYSQL_OPT_MAX_ALLOWED_PACKET, &kPacketBytesMax);
  const unsigned local_infile = config.local_infile;
  mysql_options(get(), MYSQL_OPT_LOCAL_INFILE, &local_infile);
  if (!config.defaults_file.empty()) {
    mysql_options(get(), MYSQL_READ_DEFAULT_FILE, config.defaults_file.c_str());
    mysql_options(get(), MYSQL_READ_DEFAULT_GROUP, "client");
  }
  const auto given = [](const std::string& text) { return text.empty() ? nullptr : text.c_str(); };
  local_infile_.emplace(get());
  const bool local = !config.socket.empty();
  if (mysql_real_connect(get(), local ? nullptr : given(config.host), given(config.user),
                         given(config.password), nullptr,
                         local || config.host.empty() ? 0 : static_cast<unsigned>(config.port),
                         given(config.socket), CLIENT_FOUND_ROWS) == nullptr)
    throw failure("could not connect to the target");
}

void TargetConnection::learn_server() {
  const std::string version = query_value("SELECT VERSION()").value_or("");
  flavour_ = version.find("MariaDB") == std::string::npos ? Flavour::MySql : Flavour::MariaDb;
  version_ = (flavour_ == Flavour::MySql ? "mysql-" : "mariadb-") +
             version.substr(0, version.find_first_not_of("0123456789."));
  max_allowed_packet_ = std::stoull(query_value("SELECT @@max_allowed_packet").value_or("0"));
}

void TargetConnection::set_session_up() {
  for (const std::string& statement : schema_settings(flavour_)) execute(statement);
  for (const char* statement : kSession) execute(statement);
  // MySQL wants a privilege for it, and it is only in the way where somebody has set it to 0.
  if (query_value("SELECT @@max_error_count") == "0") execute("SET SESSION max_error_count = 64");
}

Error TargetConnection::failure(std::string message) const {
  return target_error(std::move(message), mysql_errno(get()), mysql_error(get()));
}

std::uint64_t TargetConnection::execute(const std::string& sql) {
  if (mysql_real_query(get(), sql.data(), sql.size()) != 0)
    throw failure("the target refused a statement").about("statement " + sql.substr(0, 400));
  if (MYSQL_RES* result = mysql_store_result(get())) mysql_free_result(result);
  return mysql_affected_rows(get());
}

TargetConnection::Rows TargetConnection::query(const std::string& sql) {
  struct Free {
    void operator()(MYSQL_RES* result) const { mysql_free_result(result); }
  };
  if (mysql_real_query(get(), sql.data(), sql.size()) != 0)
    throw failure("the target refused a query").about("query " + sql.substr(0, 400));
  const std::unique_ptr<MYSQL_RES, Free> result(mysql_store_result(get()));
  if (!result) throw failure("the target refused a query").about("query " + sql.substr(0, 400));
  Rows rows;
  const unsigned columns = mysql_num_fields(result.get());
  while (MYSQL_ROW row = mysql_fetch_row(result.get())) {
    const unsigned long* lengths = mysql_fetch_lengths(result.get());
    std::vector<Cell>& cells = rows.emplace_back(columns);
    for (unsigned i = 0; i < columns; ++i)
      if (row[i] != nullptr) cells[i].emplace(row[i], lengths[i]);
  }
  return rows;
}

TargetConnection::Cell TargetConnection::query_value(const std::string& sql) {
  Rows rows = query(sql);
  return rows.empty() ? std::nullopt : std::move(rows.front().front());
}

void TargetConnection::commit() {
  if (mysql_commit(get()) != 0) throw failure("the target did not confirm a COMMIT");
}

void TargetConnection::rollback() {
  if (mysql_rollback(get()) != 0) throw failure("the target did not roll back");
}

bool TargetConnection::roll_back_to(const std::string& savepoint) {
  constexpr unsigned kNoSavepoint = 1305;
  const std::string sql = "ROLLBACK TO SAVEPOINT " + savepoint;
  if (mysql_real_query(get(), sql.data(), sql.size()) == 0) return true;
  if (mysql_errno(get()) == kNoSavepoint) return false;
  throw failure("the target did not roll back");
}

std::string TargetConnection::quoted_literal(std::string_view text) const {
  std::string quoted(2 * text.size() + 3, '\'');
  const unsigned long length =
      mysql_real_escape_string(get(), quoted.data() + 1, text.data(), text.size());
  quoted[1 + length] = '\'';
  quoted.resize(length + 2);
  return quoted;
}

}  // namespace applier
