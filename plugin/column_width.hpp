// SPDX-License-Identifier: PostgreSQL
// MySQL's limits on the widths of columns, met by making columns shorter (in keys) or by moving
// them out of the row.  A value that is too long for a key column is refused by MySQL itself.
#pragma once

#include "plugin/column_type.hpp"

namespace plugin {

// Divides the 3072 bytes that an index may have among the columns of a key.  With `hashes_long`, a
// column that would get less than it wants becomes LONGTEXT or LONGBLOB instead: the applier then
// has a hash of it in the key.
void fit_key(std::span<ColumnType> columns, std::span<const std::uint16_t> key, bool hashes_long);

// Declares the widest columns that are in no key as LONGTEXT or LONGBLOB until the row fits 65535
// bytes, and what InnoDB keeps of it in a page.
void fit_row(std::span<ColumnType> columns, std::span<const bool> in_key, const PageLimits& page);

// Whether that was of use: the columns may simply be too many.
bool fits_page(std::span<const ColumnType> columns, const PageLimits& page);

}  // namespace plugin
