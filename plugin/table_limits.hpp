// SPDX-License-Identifier: PostgreSQL
// Tables that MySQL cannot have, however their columns are declared.
//
// describe_relation() says so, before anything is copied.  The stream does not: an error would only
// make the walsender meet the same change again, and a table that is in the stream has been
// described before, or is the applier's to refuse.
#pragma once

#include "plugin/column_type.hpp"

namespace plugin {

struct TableMisfit {
  const char* mistake;  // behind the table's name; nullptr: there is none
  const char* detail;
  const char* remedy;
};

TableMisfit find_misfit(std::span<const ColumnType> columns, std::size_t primary_key,
                        std::size_t identity, const PageLimits& page);

}  // namespace plugin
