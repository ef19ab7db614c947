// SPDX-License-Identifier: PostgreSQL
#include "plugin/table_limits.hpp"

#include "plugin/column_width.hpp"

namespace plugin {
namespace {

constexpr std::size_t kColumnsMax = 1017;
constexpr std::size_t kKeyColumnsMax = 16;

constexpr const char* kSplit = "Split the table, or leave it out of the publication.";

}  // namespace

TableMisfit find_misfit(std::span<const ColumnType> columns, std::size_t primary_key,
                        std::size_t identity, const PageLimits& page) {
  if (columns.empty())
    return {"has no columns", "A table of MySQL has one at least.",
            "Give the table a column, or leave it out of the publication."};
  if (columns.size() > kColumnsMax)
    return {psprintf("has %zu columns", columns.size()),
            psprintf("A table of MySQL has %zu at most.", kColumnsMax), kSplit};
  if (primary_key > kKeyColumnsMax)
    return {psprintf("has a primary key of %zu columns", primary_key),
            psprintf("An index of MySQL has %zu at most.", kKeyColumnsMax),
            "Give the table a shorter primary key, or leave it out of the publication."};
  if (identity > kKeyColumnsMax)
    return {psprintf("has a replica identity of %zu columns", identity),
            psprintf("An index of MySQL has %zu at most.", kKeyColumnsMax),
            "Choose a shorter index by ALTER TABLE ... REPLICA IDENTITY USING INDEX."};
  if (!fits_page(columns, page))
    return {"has rows that are too wide for MySQL",
            psprintf("InnoDB keeps up to %u bytes of each text in the row, and has 8126 for all of "
                     "it: it would refuse the table of these %zu columns.",
                     page.external_bytes, columns.size()),
            kSplit};
  return {};
}

}  // namespace plugin
