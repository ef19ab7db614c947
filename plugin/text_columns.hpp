// SPDX-License-Identifier: PostgreSQL
// Option text_columns: which columns are text from the start, so that every value fits.
//
//   text_columns := name ( "," name )*
//   name         := schema "." table "." column     as in SQL, double-quoted where need be
//
// An asterisk for the column means every column of the table whose MySQL type lacks values that
// PostgreSQL's type has; for the table or the schema, every one.
#pragma once

#include "plugin/column_type.hpp"

namespace plugin {

// A list of TextColumn, in the current memory context.
List* parse_text_columns(const char* option, const char* text);

// Whether the column is to be text instead of `type`.  Names are in the server's encoding.
bool is_text_column(List* text_columns, const char* schema, const char* table, const char* column,
                    const ColumnType& type);

}  // namespace plugin
