// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/published_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/decode/relation_map.hpp"
#include "applier/receive/source_name.hpp"
#include "applier/values/text_columns.hpp"
#include "frame/message_reader.hpp"

namespace applier {
namespace {

// As publication_names wants it: identifiers, quoted.
std::string quoted_names(const std::vector<std::string>& names) {
  std::string list;
  for (const std::string& name : names)
    list += (list.empty() ? "" : ",") + quoted_source_name(name);
  return list;
}

std::string literal_list(const SourceConnection& connection,
                         const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts)
    list += (list.empty() ? "" : ", ") + connection.quoted_literal(text);
  return list;
}

}  // namespace

PluginOptions plugin_options(const Config& config, const std::string& target_version) {
  PluginOptions options = {{"protocol_version_min", std::to_string(frame::kProtocolVersionMin)},
                           {"protocol_version_max", std::to_string(frame::kProtocolVersionMax)},
                           {"publication_names", quoted_names(config.source.publications)},
                           {"target", target_version},
                           {"long_text_keys", config.target.long_text_keys}};
  if (std::string columns = text_columns_option(config.values); !columns.empty())
    options.emplace_back("text_columns", std::move(columns));
  return options;
}

std::vector<PublishedTable> published_tables(SourceConnection& connection,
                                             const SourceConfig& config,
                                             const std::set<std::uint32_t>& others) {
  const QueryResult result = connection.query(fmt::format(
      "SELECT c.oid, n.nspname, c.relname, pg_catalog.pg_relation_size(c.oid) / "
      "pg_catalog.current_setting('block_size')::bigint AS blocks "
      "FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace "
      "WHERE c.oid = ANY ('{{{}}}'::oid[]) OR EXISTS (SELECT FROM pg_catalog.pg_publication_tables "
      "p "
      "WHERE p.pubname IN ({}) AND p.schemaname = n.nspname AND p.tablename = c.relname) "
      "ORDER BY blocks DESC, c.oid",
      fmt::join(others, ", "), literal_list(connection, config.publications)));
  std::vector<PublishedTable> tables;
  for (int row = 0; row < result.rows(); ++row)
    tables.push_back({static_cast<std::uint32_t>(std::stoul(result.string(row, 0))),
                      result.string(row, 1), result.string(row, 2),
                      std::stoull(result.string(row, 3))});
  return tables;
}

std::string options_array(const SourceConnection& connection, const PluginOptions& options) {
  std::vector<std::string> texts;
  for (const auto& [name, value] : options) {
    texts.push_back(name);
    texts.push_back(value);
  }
  return "ARRAY[" + literal_list(connection, texts) + "]";
}

// The file changes when the table is rewritten or truncated: then blocks are not what they were.
std::string fingerprint(SourceConnection& connection, const PublishedTable& table,
                        const PluginOptions& options) {
  const std::string array = options_array(connection, options);
  return connection
      .query(fmt::format(
          "SELECT pg_catalog.md5(pg_catalog.concat_ws(' ', wal2mysql.describe_relation({0}, "
          "VARIADIC {1}), {1}, pg_catalog.pg_relation_filenode({0}), "
          "(SELECT pg_catalog.string_agg(pg_catalog.pg_get_expr(prqual, prrelid), ' ' ORDER BY "
          "oid) "
          "FROM pg_catalog.pg_publication_rel WHERE prrelid = {0})))",
          table.relation, array))
      .string(0, 0);
}

Relation describe_table(SourceConnection& connection, const PublishedTable& table,
                        const PluginOptions& options) {
  const QueryResult result = connection.query(
      fmt::format("SELECT pg_catalog.encode(wal2mysql.describe_relation({}, VARIADIC {}), 'hex')",
                  table.relation, options_array(connection, options)));
  const std::string_view hex = result.text(0, 0);
  std::string bytes;
  for (std::size_t i = 0; i + 1 < hex.size(); i += 2)
    bytes += static_cast<char>(std::stoi(std::string(hex.substr(i, 2)), nullptr, 16));
  frame::Reader reader(bytes);
  const auto buffer = std::make_unique<frame::RelationBuffer>();
  const frame::Head head = frame::read_head(reader);
  const frame::Relation relation = frame::read_relation(reader, head, *buffer);
  if (!reader.sound() || head.kind != frame::Kind::Relation)
    throw Error(
        fmt::format("could not read the description of table \"{}.{}\"", table.schema, table.name),
        reader.sound() ? "It is another frame." : reader.failure(),
        "Install the extension and wal2mysql from the same release.");
  return to_relation(relation);
}

}  // namespace applier
