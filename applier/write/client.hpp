// SPDX-License-Identifier: PostgreSQL
// The MySQL client library, MariaDB Connector/C or libmysqlclient, and where the two differ.
#pragma once

#include <type_traits>

#include <mysql.h>

namespace applier {

// my_bool in Connector/C, bool in libmysqlclient.
using ClientBool = std::remove_pointer_t<decltype(MYSQL_BIND::is_null)>;

#ifdef LIBMARIADB

// MariaDB's COM_STMT_BULK_EXECUTE: one execution carries an array of rows, column by column.
inline constexpr bool kClientHasBulk = true;
using Indicator = char;
inline constexpr Indicator kIndicatorValue = STMT_INDICATOR_NONE;
inline constexpr Indicator kIndicatorNull = STMT_INDICATOR_NULL;

inline bool set_bulk_rows(MYSQL_STMT* statement, unsigned rows) {
  return mysql_stmt_attr_set(statement, STMT_ATTR_ARRAY_SIZE, &rows) == 0;
}
inline void bind_indicators(MYSQL_BIND& bind, Indicator* indicators) {
  bind.u.indicator = indicators;
}

#else

inline constexpr bool kClientHasBulk = false;
using Indicator = char;
inline constexpr Indicator kIndicatorValue = 0;
inline constexpr Indicator kIndicatorNull = 1;

inline bool set_bulk_rows(MYSQL_STMT*, unsigned) {
  return false;
}
inline void bind_indicators(MYSQL_BIND&, Indicator*) {}

#endif

}  // namespace applier
