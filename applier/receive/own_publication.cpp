// SPDX-License-Identifier: PostgreSQL
// PostgreSQL documentation, "CREATE PUBLICATION", "pg_publication", "pg_publication_rel".
#include "applier/receive/own_publication.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/base/log.hpp"
#include "applier/receive/source_name.hpp"

namespace applier {
namespace {

// Of LIKE: an asterisk is any run of characters, everything else is itself.
std::string like_pattern(std::string_view pattern) {
  std::string like;
  for (const char character : pattern) {
    if (character == '%' || character == '_' || character == '\\') like += '\\';
    like += character == '*' ? '%' : character;
  }
  return like;
}

// A partition is a table of its own, or a part of its root.
constexpr const char* kAsPartitions = "c.relkind = 'r'";
constexpr const char* kAsRoots = "c.relkind IN ('r', 'p') AND NOT c.relispartition";

// What a publication may hold, of the kind that is asked for; what extensions brought is theirs.
std::string candidates(const Config& config) {
  return fmt::format(
      "c.relpersistence = 'p' AND {} AND n.nspname NOT IN ('pg_catalog', 'information_schema', "
      "'wal2mysql') AND n.nspname !~ '^pg_(toast|temp)' AND NOT EXISTS (SELECT FROM "
      "pg_catalog.pg_depend d WHERE d.classid = 'pg_catalog.pg_class'::regclass AND d.objid = "
      "c.oid "
      "AND d.deptype = 'e')",
      config.source.via_partition_root ? kAsRoots : kAsPartitions);
}

struct Listing {
  std::vector<std::string> add;
  std::vector<std::string> drop;
};

Listing compare_list(SourceConnection& connection, const Config& config, const std::string& name) {
  const QueryResult result = connection.query(
      fmt::format("SELECT * FROM (SELECT n.nspname, c.relname, r.prrelid IS NOT NULL AS listed, "
                  "{} AND {} AS wanted FROM pg_catalog.pg_class c "
                  "JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
                  "LEFT JOIN pg_catalog.pg_publication_rel r ON r.prrelid = c.oid AND r.prpubid = "
                  "(SELECT oid FROM pg_catalog.pg_publication WHERE pubname = {})) AS tables "
                  "WHERE listed <> wanted ORDER BY nspname, relname",
                  candidates(config), wanted_tables(connection, config.source.tables),
                  connection.quoted_literal(name)));
  Listing listing;
  for (int row = 0; row < result.rows(); ++row) {
    const std::string table =
        quoted_source_name(result.text(row, 0)) + "." + quoted_source_name(result.text(row, 1));
    (result.text(row, 2) == "t" ? listing.drop : listing.add).push_back(table);
  }
  return listing;
}

std::string options(const Config& config) {
  return fmt::format("publish = '{}', publish_via_partition_root = {}",
                     fmt::join(config.source.operations, ", "), config.source.via_partition_root);
}

void run(SourceConnection& connection, const std::string& sql) try {
  connection.query(sql);
} catch (Error& error) {
  throw Error(error.message(), error.detail(),
              "The role of source.connection must own the tables of source.tables and have CREATE "
              "on the database; or create a publication yourself and name it in "
              "source.publications.",
              error.remedy())
      .about("statement " + sql.substr(0, 400));
}

[[noreturn]] void refuse_late(const std::string& name) {
  throw Error(
      fmt::format("publication \"{}\" does not exist, and the stream has begun without it", name),
      "The log that the slot still has to read was written before it would be created, and "
      "cannot be read with it.",
      fmt::format("Run the stream as it was; CREATE PUBLICATION {}; wait until the stream "
                  "has caught up, and stop it; then change its file to source.tables.",
                  name));
}

// Only what differs is altered: every ALTER makes the plugin look at all tables anew.
void set_options(SourceConnection& connection, const Config& config, const std::string& name) {
  const auto has = [&](const char* operation) {
    return std::find(config.source.operations.begin(), config.source.operations.end(), operation) !=
           config.source.operations.end();
  };
  const QueryResult same = connection.query(fmt::format(
      "SELECT 1 FROM pg_catalog.pg_publication WHERE pubname = {} AND pubinsert = {} AND "
      "pubupdate = {} AND pubdelete = {} AND pubtruncate = {} AND pubviaroot = {}",
      connection.quoted_literal(name), has("insert"), has("update"), has("delete"), has("truncate"),
      config.source.via_partition_root));
  if (same.rows() == 0)
    run(connection, fmt::format("ALTER PUBLICATION {} SET ({})", name, options(config)));
}

}  // namespace

std::string wanted_tables(const SourceConnection& connection,
                          const std::vector<std::string>& patterns) {
  std::string cases;
  for (auto pattern = patterns.rbegin(); pattern != patterns.rend(); ++pattern) {
    const bool leaves_out = pattern->starts_with('!');
    const std::string like = like_pattern(std::string_view(*pattern).substr(leaves_out));
    cases += fmt::format(" WHEN n.nspname || '.' || c.relname LIKE {} THEN {}",
                         connection.quoted_literal(like), !leaves_out);
  }
  return "CASE" + cases + " ELSE false END";
}

void drop_publication(SourceConnection& connection, const Config& config) {
  if (config.source.tables.empty()) return;
  connection.query("DROP PUBLICATION IF EXISTS " +
                   quoted_source_name(config.source.publications.front()));
}

bool keep_publication(SourceConnection& connection, const Config& config, bool begun) {
  if (config.source.tables.empty()) return false;
  const std::string& name = config.source.publications.front();
  const bool exists =
      connection.query("SELECT 1 FROM pg_catalog.pg_publication WHERE pubname = $1", {name.c_str()})
          .rows() > 0;
  if (!exists && begun) refuse_late(name);
  if (exists)
    set_options(connection, config, name);
  else
    run(connection, fmt::format("CREATE PUBLICATION {} WITH ({})", name, options(config)));
  const Listing listing = compare_list(connection, config, name);
  // ONLY: what inherits from a table is wanted or not by its own name.
  if (!listing.add.empty())
    run(connection, fmt::format("ALTER PUBLICATION {} ADD TABLE ONLY {}", name,
                                fmt::join(listing.add, ", TABLE ONLY ")));
  if (!listing.drop.empty()) {
    run(connection, fmt::format("ALTER PUBLICATION {} DROP TABLE ONLY {}", name,
                                fmt::join(listing.drop, ", ONLY ")));
    spdlog::info("source.tables has no more, and publication \"{}\" therefore: {}", name,
                 fmt::join(listing.drop, ", "));
  }
  return !listing.add.empty();
}

}  // namespace applier
