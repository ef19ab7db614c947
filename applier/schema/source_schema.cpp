// SPDX-License-Identifier: PostgreSQL
// PostgreSQL documentation, "System Catalogs".
#include "applier/schema/source_schema.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/schema/catalog_vector.hpp"

namespace applier {
namespace {

// A domain's default counts where the column has none of its own.  What a sequence numbers depends
// on it: 'i' is an identity, 'a' a serial.
constexpr const char* kColumns = R"(
WITH RECURSIVE over (domain, type) AS (
  SELECT oid, typbasetype FROM pg_catalog.pg_type WHERE typtype = 'd'
  UNION ALL
  SELECT over.domain, t.typbasetype FROM over
  JOIN pg_catalog.pg_type t ON t.oid = over.type AND t.typtype = 'd'),
base AS (
  SELECT over.domain, over.type FROM over
  JOIN pg_catalog.pg_type t ON t.oid = over.type AND t.typtype <> 'd'),
numbered AS (
  SELECT d.refobjid AS relation, d.refobjsubid AS attnum, min(s.seqincrement) AS increment
  FROM pg_catalog.pg_depend d
  JOIN pg_catalog.pg_sequence s ON s.seqrelid = d.objid
  WHERE d.classid = 'pg_catalog.pg_class'::pg_catalog.regclass AND d.refclassid = d.classid
    AND d.deptype IN ('a', 'i') AND d.refobjid = ANY ('{{{0}}}'::oid[])
  GROUP BY 1, 2)
SELECT a.attrelid, a.attnum,
  pg_catalog.format_type(coalesce(base.type, a.atttypid), NULL),
  CASE WHEN a.attgenerated = '' THEN coalesce(
    pg_catalog.pg_get_expr(d.adbin, d.adrelid), pg_catalog.pg_get_expr(t.typdefaultbin, 0)) END,
  a.attidentity <> '', numbered.increment, c.description
FROM pg_catalog.pg_attribute a
JOIN pg_catalog.pg_type t ON t.oid = a.atttypid
LEFT JOIN base ON base.domain = a.atttypid
LEFT JOIN numbered ON numbered.relation = a.attrelid AND numbered.attnum = a.attnum
LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
LEFT JOIN pg_catalog.pg_description c ON c.objoid = a.attrelid AND c.objsubid = a.attnum
  AND c.classoid = 'pg_catalog.pg_class'::pg_catalog.regclass
WHERE a.attrelid = ANY ('{{{0}}}'::oid[]) AND a.attnum > 0 AND NOT a.attisdropped)";

constexpr const char* kComments = R"(
SELECT objoid, description FROM pg_catalog.pg_description
WHERE classoid = 'pg_catalog.pg_class'::pg_catalog.regclass AND objsubid = 0
  AND objoid = ANY ('{{{0}}}'::oid[]))";

constexpr const char* kIndexes = R"(
SELECT i.indrelid, c.relname, m.amname, i.indkey, i.indoption, i.indnkeyatts, i.indisunique,
  i.indisprimary, i.indisreplident, i.indisvalid AND i.indisready, NOT i.indimmediate,
  i.indisexclusion, i.indpred IS NOT NULL, i.indnullsnotdistinct, i.indnatts > i.indnkeyatts
FROM pg_catalog.pg_index i
JOIN pg_catalog.pg_class c ON c.oid = i.indexrelid
JOIN pg_catalog.pg_am m ON m.oid = c.relam
WHERE i.indrelid = ANY ('{{{0}}}'::oid[]) AND i.indislive
ORDER BY i.indrelid, i.indexrelid)";

std::uint32_t oid_of(const QueryResult& result, int row) {
  return static_cast<std::uint32_t>(std::stoul(result.string(row, 0)));
}

SourceColumn column_of(const QueryResult& result, int row) {
  SourceColumn column;
  column.type = result.string(row, 2);
  column.default_expression = result.string(row, 3);
  const bool takes_next = column.default_expression.starts_with("nextval(");
  column.is_serial = result.text(row, 4) == "t" || (takes_next && !result.is_null(row, 5));
  if (!result.is_null(row, 5)) column.increment = std::stoll(result.string(row, 5));
  column.comment = result.string(row, 6);
  return column;
}

SourceIndex index_of(const QueryResult& result, int row) {
  constexpr std::int32_t kDescending = 1;  // of indoption
  const auto is = [&](int column) { return result.text(row, column) == "t"; };
  SourceIndex index;
  index.name = result.string(row, 1);
  index.method = result.string(row, 2);
  const std::vector<std::int32_t> attributes = numbers_in(result.text(row, 3));
  const std::vector<std::int32_t> options = numbers_in(result.text(row, 4));
  for (std::size_t i = 0; i < std::stoul(result.string(row, 5)); ++i)
    index.key.push_back({attributes[i], (options[i] & kDescending) != 0});
  index.is_unique = is(6);
  index.is_primary = is(7);
  index.is_identity = is(8);
  index.is_valid = is(9);
  index.is_deferrable = is(10);
  index.is_exclusion = is(11);
  index.is_partial = is(12);
  index.nulls_not_distinct = is(13);
  index.includes_columns = is(14);
  return index;
}

}  // namespace

const SourceColumn& SourceTableSchema::column(std::int32_t attnum) const {
  static const SourceColumn unknown;
  const auto found = columns.find(attnum);
  return found == columns.end() ? unknown : found->second;
}

SourceSchema read_source_schema(SourceConnection& connection,
                                const std::vector<std::uint32_t>& relations) {
  SourceSchema schema;
  for (const std::uint32_t relation : relations) schema[relation];
  const auto query = [&](const char* text) {
    return connection.query(fmt::format(fmt::runtime(text), fmt::join(relations, ",")));
  };
  const QueryResult columns = query(kColumns);
  for (int row = 0; row < columns.rows(); ++row)
    schema[oid_of(columns, row)].columns[std::stoi(columns.string(row, 1))] =
        column_of(columns, row);
  const QueryResult comments = query(kComments);
  for (int row = 0; row < comments.rows(); ++row)
    schema[oid_of(comments, row)].comment = comments.string(row, 1);
  const QueryResult indexes = query(kIndexes);
  for (int row = 0; row < indexes.rows(); ++row)
    schema[oid_of(indexes, row)].indexes.push_back(index_of(indexes, row));
  return schema;
}

}  // namespace applier
