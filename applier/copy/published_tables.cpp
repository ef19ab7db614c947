// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/published_tables.hpp"

#include <algorithm>

#include <fmt/format.h>

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

// What the publications list, but where an ancestor of it is listed: a partitioned table is listed
// where its partitions are published as itself.  Its rows are in its leaf partitions.
constexpr const char* kPublishedTables = R"(
WITH listed AS (
  SELECT DISTINCT c.oid, c.relkind
  FROM pg_catalog.pg_publication_tables p
  JOIN pg_catalog.pg_namespace n ON n.nspname = p.schemaname
  JOIN pg_catalog.pg_class c ON c.relnamespace = n.oid AND c.relname = p.tablename
  WHERE p.pubname IN ({}) AND NOT EXISTS (
    SELECT FROM pg_catalog.pg_depend d JOIN pg_catalog.pg_extension e ON e.oid = d.refobjid
    WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.objid = c.oid
      AND d.deptype = 'e' AND e.extname = 'wal2mysql'))
SELECT c.oid, n.nspname, c.relname, heap.oid, heap.relkind = 'r' AND heap.relpersistence = 'p',
  heap.oid::pg_catalog.regclass,
  coalesce(pg_catalog.pg_relation_size(heap.oid), 0) /
    pg_catalog.current_setting('block_size')::bigint
FROM listed t
JOIN pg_catalog.pg_class c ON c.oid = t.oid
JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
LEFT JOIN LATERAL (
  SELECT relid FROM pg_catalog.pg_partition_tree(t.oid) WHERE isleaf AND t.relkind = 'p'
  UNION ALL SELECT t.oid WHERE t.relkind <> 'p') AS leaf ON true
LEFT JOIN pg_catalog.pg_class heap ON heap.oid = leaf.relid
WHERE NOT EXISTS (
  SELECT FROM pg_catalog.pg_partition_ancestors(t.oid) AS above (oid)
  JOIN listed root ON root.oid = above.oid AND root.relkind = 'p' AND root.oid <> t.oid)
ORDER BY c.oid, heap.oid)";

}  // namespace

PluginOptions plugin_options(const Config& config, const std::string& target_version) {
  PluginOptions options = {{"protocol_version_min", std::to_string(frame::kProtocolVersionMin)},
                           {"protocol_version_max", std::to_string(frame::kProtocolVersionMax)},
                           {"publication_names", quoted_names(config.source.publications)},
                           {"target", target_version},
                           {"long_text_keys", config.target.long_text_keys}};
  if (config.source.origin != "any") options.emplace_back("origin", config.source.origin);
  if (std::string columns = text_columns_option(config.values); !columns.empty())
    options.emplace_back("text_columns", std::move(columns));
  return options;
}

std::uint64_t PublishedTable::blocks() const {
  std::uint64_t sum = 0;
  for (const Heap& heap : heaps) sum += heap.blocks;
  return sum;
}

std::vector<PublishedTable> published_tables(SourceConnection& connection,
                                             const SourceConfig& config) {
  const QueryResult result = connection.query(
      fmt::format(kPublishedTables, literal_list(connection, config.publications)));
  std::vector<PublishedTable> tables;
  for (int row = 0; row < result.rows(); ++row) {
    const auto relation = static_cast<std::uint32_t>(std::stoul(result.string(row, 0)));
    if (tables.empty() || tables.back().relation != relation)
      tables.push_back({relation, result.string(row, 1), result.string(row, 2), {}, {}});
    if (result.is_null(row, 3)) continue;
    if (result.text(row, 4) == "t")
      tables.back().heaps.push_back({static_cast<std::uint32_t>(std::stoul(result.string(row, 3))),
                                     std::stoull(result.string(row, 6))});
    else
      tables.back().left_out.push_back(result.string(row, 5));
  }
  if (!config.relations.empty())
    std::erase_if(tables, [&](const PublishedTable& table) {
      return !config.relations.contains(table.relation);
    });
  std::stable_sort(
      tables.begin(), tables.end(),
      [](const PublishedTable& a, const PublishedTable& b) { return a.blocks() > b.blocks(); });
  return tables;
}

bool are_same(const std::vector<PublishedTable>& one, const std::vector<PublishedTable>& other) {
  const auto has_parts = [](const PublishedTable& a, const PublishedTable& b) {
    return std::equal(
        a.heaps.begin(), a.heaps.end(), b.heaps.begin(), b.heaps.end(),
        [](const Heap& heap, const Heap& its) { return heap.relation == its.relation; });
  };
  // The order is that of their sizes.
  return std::is_permutation(one.begin(), one.end(), other.begin(), other.end(),
                             [&](const PublishedTable& a, const PublishedTable& b) {
                               return a.relation == b.relation && a.schema == b.schema &&
                                      a.name == b.name && has_parts(a, b);
                             });
}

std::vector<std::uint32_t> relations_of(const std::vector<PublishedTable>& tables) {
  std::vector<std::uint32_t> relations;
  for (const PublishedTable& table : tables) relations.push_back(table.relation);
  return relations;
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
  std::vector<std::uint32_t> heaps;
  for (const Heap& heap : table.heaps) heaps.push_back(heap.relation);
  return connection
      .query(fmt::format(
          "SELECT pg_catalog.md5(pg_catalog.concat_ws(' ', "
          "wal2mysql.describe_relation({0}, VARIADIC {1}), {1}, "
          "(SELECT pg_catalog.string_agg(pg_catalog.concat(h, ':', "
          "pg_catalog.pg_relation_filenode(h)), ' ' ORDER BY h) "
          "FROM pg_catalog.unnest('{{{2}}}'::oid[]) h), "
          "(SELECT pg_catalog.string_agg(pg_catalog.pg_get_expr(prqual, prrelid), ' ' ORDER BY "
          "oid) FROM pg_catalog.pg_publication_rel WHERE prrelid = {0} OR prrelid = ANY "
          "('{{{2}}}'::oid[]))))",
          table.relation, options_array(connection, options), fmt::join(heaps, ", ")))
      .string(0, 0);
}

bool table_exists(SourceConnection& connection, std::uint32_t relation) {
  const std::string id = std::to_string(relation);
  return connection.query("SELECT 1 FROM pg_catalog.pg_class WHERE oid = $1", {id.c_str()}).rows() >
         0;
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
