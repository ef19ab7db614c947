// SPDX-License-Identifier: PostgreSQL
#include "applier/receive/source_checks.hpp"

#include <fmt/format.h>

namespace applier {
namespace {

constexpr int kServerVersionMin = 150000;

void check_version(SourceConnection& connection) {
  const int version = PQserverVersion(connection.get());
  if (version < kServerVersionMin)
    throw Error(fmt::format("the source is PostgreSQL {}", version / 10000), {},
                "wal2mysql needs PostgreSQL 15 or later.");
}

void check_wal_level(SourceConnection& connection) {
  const std::string level =
      connection.query("SELECT pg_catalog.current_setting('wal_level')").string(0, 0);
  if (level != "logical")
    throw Error(fmt::format("wal_level of the source is \"{}\"", level),
                "Row changes are logged only with wal_level = logical.",
                "ALTER SYSTEM SET wal_level = logical; then restart PostgreSQL.");
}

// Minor releases since August 2026 load only listed plugins; older ones lack the setting.
void check_plugin_allowed(SourceConnection& connection) {
  const QueryResult result = connection.query(
      "SELECT setting FROM pg_catalog.pg_settings WHERE name = 'output_plugin_libraries' AND NOT "
      "'wal2mysql' = ANY (pg_catalog.regexp_split_to_array(setting, '\\s*,\\s*'))");
  if (result.rows() > 0)
    throw Error("the source does not allow the output plugin \"wal2mysql\"",
                fmt::format("output_plugin_libraries is \"{}\".", result.text(0, 0)),
                fmt::format("ALTER SYSTEM SET output_plugin_libraries = {}{}wal2mysql; then SELECT "
                            "pg_reload_conf(). One unquoted name each.",
                            result.text(0, 0), result.text(0, 0).empty() ? "" : ", "));
}

void check_extension(SourceConnection& connection) {
  if (connection.query("SELECT 1 FROM pg_catalog.pg_extension WHERE extname = 'wal2mysql'")
          .rows() == 0)
    throw Error(fmt::format("database \"{}\" of the source lacks the extension \"wal2mysql\"",
                            connection.database()),
                {}, "In that database: CREATE EXTENSION wal2mysql.");
}

void check_publication(SourceConnection& connection, const std::string& name) {
  if (connection.query("SELECT 1 FROM pg_catalog.pg_publication WHERE pubname = $1", {name.c_str()})
          .rows() == 0)
    throw Error(fmt::format("publication \"{}\" does not exist in database \"{}\" of the source",
                            name, connection.database()),
                {},
                fmt::format("CREATE PUBLICATION {} FOR ALL TABLES, or for the tables that you "
                            "want, or correct source.publications.",
                            name));
}

}  // namespace

void check_source(SourceConnection& connection) {
  check_version(connection);
  check_wal_level(connection);
  check_plugin_allowed(connection);
  check_extension(connection);
}

void check_publications(SourceConnection& connection, const std::vector<std::string>& names) {
  for (const std::string& name : names) check_publication(connection, name);
}

}  // namespace applier
