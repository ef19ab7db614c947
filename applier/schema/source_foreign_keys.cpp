// SPDX-License-Identifier: PostgreSQL
// PostgreSQL documentation, "pg_constraint".
#include "applier/schema/source_foreign_keys.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/schema/catalog_vector.hpp"

namespace applier {
namespace {

// A key that refers to a partitioned table has one more row for each partition, which says nothing
// by itself.
constexpr const char* kForeignKeys = R"(
SELECT k.conname, k.conrelid, k.confrelid, pg_catalog.array_to_string(k.conkey, ' '),
  pg_catalog.array_to_string(k.confkey, ' '), k.confupdtype, k.confdeltype, k.convalidated,
  k.condeferrable, k.confmatchtype = 'f', k.confdelsetcols IS NOT NULL,
  EXISTS (SELECT FROM pg_catalog.pg_publication_rel r
          WHERE r.prrelid = k.confrelid AND r.prqual IS NOT NULL)
FROM pg_catalog.pg_constraint k
LEFT JOIN pg_catalog.pg_constraint whole ON whole.oid = k.conparentid
WHERE k.contype = 'f' AND (whole.oid IS NULL OR whole.confrelid = k.confrelid)
  AND k.conrelid = ANY ('{{{0}}}'::oid[]) AND k.confrelid = ANY ('{{{0}}}'::oid[])
ORDER BY k.conrelid, k.conname)";

SourceForeignKey foreign_key_of(const QueryResult& result, int row) {
  const auto oid = [&](int column) {
    return static_cast<std::uint32_t>(std::stoul(result.string(row, column)));
  };
  const auto action = [&](int column) {
    return static_cast<SourceForeignKey::Action>(result.text(row, column)[0]);
  };
  const auto is = [&](int column) { return result.text(row, column) == "t"; };
  SourceForeignKey key;
  key.name = result.string(row, 0);
  key.child = oid(1);
  key.parent = oid(2);
  key.child_columns = numbers_in(result.text(row, 3));
  key.parent_columns = numbers_in(result.text(row, 4));
  key.on_update = action(5);
  key.on_delete = action(6);
  key.is_valid = is(7);
  key.is_deferrable = is(8);
  key.matches_full = is(9);
  key.sets_some_columns = is(10);
  key.parent_is_filtered = is(11);
  return key;
}

}  // namespace

std::vector<SourceForeignKey> read_foreign_keys(SourceConnection& connection,
                                                const std::vector<std::uint32_t>& relations) {
  const QueryResult result =
      connection.query(fmt::format(fmt::runtime(kForeignKeys), fmt::join(relations, ",")));
  std::vector<SourceForeignKey> keys;
  for (int row = 0; row < result.rows(); ++row) keys.push_back(foreign_key_of(result, row));
  return keys;
}

}  // namespace applier
