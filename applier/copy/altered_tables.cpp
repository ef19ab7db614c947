// SPDX-License-Identifier: PostgreSQL
#include "applier/copy/altered_tables.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/base/log.hpp"
#include "applier/receive/slot.hpp"

namespace applier {
namespace {

// Everything of a table, by its oid, that decides what the plugin sends of it, but the
// publications: the stream tells of these.  Tables of the catalog are read as of the query's
// snapshot.
constexpr const char* kCatalogs = R"(
SELECT c.oid, c.relfilenode, pg_catalog.md5(pg_catalog.concat_ws(' ',
  n.nspname, c.relname, c.relkind, c.relpersistence, c.relreplident,
  (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', a.attnum, a.attname, a.atttypid,
     a.atttypmod, a.attnotnull, a.attisdropped, a.attgenerated, d.adbin::text,
     (SELECT pg_catalog.string_agg(e.enumlabel, ',' ORDER BY e.enumsortorder)
      FROM pg_catalog.pg_enum e WHERE e.enumtypid = a.atttypid)), ',' ORDER BY a.attnum)
   FROM pg_catalog.pg_attribute a
   LEFT JOIN pg_catalog.pg_attrdef d
     ON a.attgenerated <> '' AND d.adrelid = a.attrelid AND d.adnum = a.attnum
   WHERE a.attrelid = c.oid AND a.attnum > 0),
  (SELECT pg_catalog.string_agg(pg_catalog.concat_ws(' ', i.indkey, i.indisprimary,
     i.indisreplident), ',' ORDER BY i.indisprimary, i.indkey::text)
   FROM pg_catalog.pg_index i
   WHERE i.indrelid = c.oid AND (i.indisprimary OR i.indisreplident))))
FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
WHERE c.oid = ANY ('{{{}}}'::oid[]))";

constexpr const char* kPartitionLeft = "A partition has left it.";
constexpr const char* kOtherCatalogs = "It is not what it was when the snapshot was taken.";

std::set<std::uint32_t> parts_of(const PublishedTable& table) {
  std::set<std::uint32_t> parts = {table.relation};
  for (const Heap& heap : table.heaps) parts.insert(heap.relation);
  return parts;
}

}  // namespace

AlteredTables::AlteredTables(const Config& config, const CopySnapshot& snapshot,
                             const std::vector<TableToCopy>& tables)
    : config_(config), tables_(tables) {
  SourceConnection connection(config.source, SourceConnection::Mode::Sql);
  const Catalogs now = read_catalogs(connection);
  enter_snapshot(connection, snapshot.name);
  of_snapshot_ = read_catalogs(connection);
  for (std::size_t table = 0; table < tables.size(); ++table)
    if (differs(table, now, of_snapshot_)) add(table, kOtherCatalogs);
}

AlteredTables::Catalogs AlteredTables::read_catalogs(SourceConnection& connection) const {
  std::set<std::uint32_t> parts;
  for (const TableToCopy& table : tables_) parts.merge(parts_of(table.source));
  const QueryResult result = connection.query(fmt::format(kCatalogs, fmt::join(parts, ",")));
  Catalogs catalogs;
  for (int row = 0; row < result.rows(); ++row)
    catalogs[static_cast<std::uint32_t>(std::stoul(result.string(row, 0)))] = {
        result.string(row, 2), result.string(row, 1)};
  return catalogs;
}

bool AlteredTables::differs(std::size_t table, const Catalogs& one, const Catalogs& other) const {
  for (const std::uint32_t part : parts_of(tables_[table].source)) {
    const auto in_one = one.find(part);
    const auto in_other = other.find(part);
    if (in_one == one.end() || in_other == other.end() || in_one->second != in_other->second)
      return true;
  }
  return false;
}

void AlteredTables::add(std::size_t table, const std::string& how) {
  const std::lock_guard lock(mutex_);
  if (!altered_.insert(table).second) return;
  spdlog::info("table \"{}\" was altered while it was copied: {}",
               tables_[table].relation.source_name(), how);
}

bool AlteredTables::contains(std::size_t table) const {
  const std::lock_guard lock(mutex_);
  return altered_.contains(table);
}

std::vector<std::uint32_t> AlteredTables::relations() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::uint32_t> relations;
  for (const std::size_t table : altered_) relations.push_back(tables_[table].source.relation);
  return relations;
}

// The rules that the source was told go by the name.
void AlteredTables::check_name(const TableToCopy& table, const Relation& described) {
  if (described.id != table.source.relation) throw TableAltered{kPartitionLeft};
  if (described.source_name() != table.relation.source_name())
    throw TableAltered{fmt::format("It is \"{}\" now.", described.source_name())};
}

void AlteredTables::check_shape(const TableToCopy& table, const Relation& relation) {
  const Relation& prepared = table.relation;
  if (relation.columns != prepared.columns || relation.primary_key != prepared.primary_key ||
      relation.identity_kind != prepared.identity_kind || relation.identity != prepared.identity)
    throw TableAltered{"It has other columns now, or another key."};
}

// The catalog's row would be that of the snapshot; the function tells what the lock protects.
void AlteredTables::check_file(SourceConnection& connection, const Chunk& chunk) const {
  const QueryResult result = connection.query(
      fmt::format("SELECT pg_catalog.pg_relation_filenode({}::pg_catalog.oid)", chunk.heap));
  const auto found = of_snapshot_.find(chunk.heap);
  if (found == of_snapshot_.end() || result.text(0, 0) != found->second.file)
    throw TableAltered{"It was rewritten or truncated."};
}

std::optional<std::string> AlteredTables::find_alteration(std::size_t table) const {
  SourceConnection connection(config_.source, SourceConnection::Mode::Sql);
  const PublishedTable& before = tables_[table].source;
  const std::vector<PublishedTable> published = published_tables(connection, config_.source);
  const auto now =
      std::find_if(published.begin(), published.end(),
                   [&](const PublishedTable& other) { return other.relation == before.relation; });
  if (now == published.end())
    return "It is not published any more, and the target has a part of it at most.";
  const std::set<std::uint32_t> parts = parts_of(*now);
  const std::set<std::uint32_t> parts_before = parts_of(before);
  if (!std::includes(parts.begin(), parts.end(), parts_before.begin(), parts_before.end()))
    return kPartitionLeft;
  if (differs(table, read_catalogs(connection), of_snapshot_)) return kOtherCatalogs;
  return std::nullopt;
}

}  // namespace applier
