// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/connection.hpp"

#include <cstring>
#include <vector>

#include <fmt/format.h>
#include <poll.h>

namespace applier {
namespace {

constexpr int kVersionWithTransactionTimeout = 170000;

// Whatever the role or the database sets, the plugin's output functions must answer alike, and
// nothing may end a session that is waiting for MySQL or holding a snapshot.
std::string pinned_options(const SourceConfig& config) {
  return fmt::format(
      "-c DateStyle=ISO -c IntervalStyle=iso_8601 -c TimeZone=UTC -c extra_float_digits=3 "
      "-c bytea_output=hex -c xmloption=content -c standard_conforming_strings=on -c search_path= "
      "-c statement_timeout=0 -c lock_timeout=0 -c idle_in_transaction_session_timeout=0 "
      "-c idle_session_timeout=0 -c row_security=off -c synchronize_seqscans=off -c "
      "logical_decoding_work_mem={}MB",
      config.work_mem_mb);
}

struct FreeConninfo {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
};

// The options that the user gave himself, which ours must not displace.
std::string own_options(const std::string& connection) {
  char* mistake = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeConninfo> parsed(
      PQconninfoParse(connection.c_str(), &mistake));
  if (!parsed) {
    std::string detail = mistake == nullptr ? "out of memory" : mistake;
    PQfreemem(mistake);
    throw Error("source.connection is not a libpq connection string", std::move(detail));
  }
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option)
    if (std::strcmp(option->keyword, "options") == 0 && option->val != nullptr)
      return std::string(option->val) + " ";
  return {};
}

std::string trimmed(const char* text) {
  std::string trimmed = text == nullptr ? "" : text;
  while (!trimmed.empty() && (trimmed.back() == '\n' || trimmed.back() == ' ')) trimmed.pop_back();
  return trimmed;
}

// What time heals: connection exceptions, insufficient resources, operator intervention, and a slot
// that the walsender of a lost connection still holds (PostgreSQL documentation, appendix A).
bool is_passing(std::string_view sqlstate) {
  return sqlstate.starts_with("08") || sqlstate.starts_with("53") || sqlstate.starts_with("57") ||
         sqlstate == "55006";
}

// libpq keeps no SQLSTATE for a failed connection; these are the server's words for a wrong
// password, role, database or pg_hba.conf entry.
bool is_refusal(std::string_view text) {
  for (const char* words : {"authentication failed", "does not exist", "no pg_hba.conf entry",
                            "permission denied", "no password supplied", "must be superuser or"})
    if (text.find(words) != std::string_view::npos && text.find("FATAL") != std::string_view::npos)
      return true;
  return text.find("no password supplied") != std::string_view::npos;
}

}  // namespace

SourceConnection::SourceConnection(const SourceConfig& config, Mode mode) {
  const std::string options = own_options(config.connection) + pinned_options(config);
  std::vector<const char*> keywords = {"dbname", "options", "client_encoding",
                                       "fallback_application_name"};
  std::vector<const char*> values = {config.connection.c_str(), options.c_str(), "UTF8",
                                     "wal2mysql"};
  if (mode == Mode::Replication) {
    keywords.push_back("replication");
    values.push_back("database");
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  connection_.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(connection_.get()) == CONNECTION_OK) {
    pin_later_settings();
    return;
  }

  const std::string said = trimmed(PQerrorMessage(connection_.get()));
  if (is_refusal(said) && said.find("starting up") == std::string::npos)
    throw Error(
        "the source refused the connection", said,
        "Check source.connection, the role's password (.pgpass, PGPASSWORD) and REPLICATION "
        "attribute, and pg_hba.conf.");
  throw Error("could not connect to the source", said, {}, Remedy::Reconnect);
}

// Options of the connection are refused by servers that do not know them.
void SourceConnection::pin_later_settings() {
  if (PQserverVersion(get()) >= kVersionWithTransactionTimeout)
    query("SET transaction_timeout = 0");
}

Error SourceConnection::failure(std::string message, const PGresult* result) const {
  const auto field = [&](int code) -> std::string {
    const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
    return text == nullptr ? "" : text;
  };
  const std::string sqlstate = field(PG_DIAG_SQLSTATE);
  std::string primary = field(PG_DIAG_MESSAGE_PRIMARY);
  if (primary.empty()) primary = trimmed(PQerrorMessage(connection_.get()));
  const std::string detail = field(PG_DIAG_MESSAGE_DETAIL);
  if (!detail.empty()) primary += ": " + detail;
  // Of the rules' expressions the plugin says where in them.
  if (const std::string position = field(PG_DIAG_INTERNAL_POSITION); !position.empty())
    primary += fmt::format(" (character {} of: {})", position, field(PG_DIAG_INTERNAL_QUERY));
  const bool lost = sqlstate.empty() || PQstatus(connection_.get()) != CONNECTION_OK;
  return Error(std::move(message), std::move(primary), field(PG_DIAG_MESSAGE_HINT),
               lost || is_passing(sqlstate) ? Remedy::Reconnect : Remedy::Halt);
}

QueryResult SourceConnection::query(const std::string& sql,
                                    std::initializer_list<const char*> parameters) {
  // The replication protocol has no parameters; everything else gets the extended protocol.
  PGresult* raw = parameters.size() == 0
                      ? PQexec(get(), sql.c_str())
                      : PQexecParams(get(), sql.c_str(), static_cast<int>(parameters.size()),
                                     nullptr, parameters.begin(), nullptr, nullptr, 0);
  QueryResult result(raw);
  const ExecStatusType status = PQresultStatus(raw);
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw failure("the source refused a query", raw);
  return result;
}

QueryResult SourceConnection::first_result(const Stop& stop, const std::string& sql) {
  if (PQsendQuery(get(), sql.c_str()) == 0) throw failure("lost the connection to the source");
  while (PQisBusy(get()) != 0) {
    if (stop.requested()) throw Error("stopped", {}, {}, Remedy::Resume);
    wait_readable(stop, 1000);
  }
  return QueryResult(PQgetResult(get()));
}

QueryResult SourceConnection::query_until(const Stop& stop, const std::string& sql) {
  QueryResult result = first_result(stop, sql);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_TUPLES_OK && status != PGRES_COMMAND_OK)
    throw failure("the source refused a query", result.get());
  while (PGresult* rest = PQgetResult(get())) PQclear(rest);
  return result;
}

void SourceConnection::start_copy(const Stop& stop, const std::string& sql) {
  const QueryResult result = first_result(stop, sql);
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COPY_BOTH && status != PGRES_COPY_OUT)
    throw failure("the source refused to start sending", result.get());
}

std::optional<Payload> SourceConnection::receive(bool& ended) {
  char* buffer = nullptr;
  const int size = PQgetCopyData(get(), &buffer, 1);
  ended = size == -1;
  if (size == -2) throw failure("lost the connection to the source");
  if (size <= 0) return std::nullopt;
  return Payload(buffer, static_cast<std::size_t>(size));
}

void SourceConnection::wait_readable(const Stop& stop, int milliseconds) {
  pollfd descriptors[] = {{PQsocket(get()), POLLIN, 0}, {stop.descriptor(), POLLIN, 0}};
  // Once requested, the stop's descriptor stays readable and would make this a busy loop.
  poll(descriptors, stop.requested() ? 1 : 2, milliseconds);
  if ((descriptors[0].revents & ~POLLIN) == 0 && (descriptors[0].revents & POLLIN) == 0) return;
  if (PQconsumeInput(get()) == 0) throw failure("lost the connection to the source");
}

void SourceConnection::finish_copy() {
  while (PGresult* raw = PQgetResult(get())) {
    const QueryResult result(raw);
    const ExecStatusType status = PQresultStatus(raw);
    if (status == PGRES_COPY_IN || status == PGRES_COPY_BOTH) return;
    if (status == PGRES_FATAL_ERROR) throw failure("the source stopped sending", raw);
  }
}

std::string SourceConnection::quoted_literal(std::string_view text) const {
  char* quoted = PQescapeLiteral(get(), text.data(), text.size());
  if (quoted == nullptr) throw failure("could not quote a name");
  std::string literal = quoted;
  PQfreemem(quoted);
  return literal;
}

}  // namespace applier
