// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/target_name.hpp"

#include <algorithm>

#include <fmt/format.h>

#include "applier/base/error.hpp"

namespace applier {
namespace {

constexpr std::string_view kReservedDatabases[] = {"mysql", "sys", "information_schema",
                                                   "performance_schema", "wal2mysql"};

}  // namespace

// With lower_case_table_names they are the same in any case, and information_schema always is.
bool is_reserved_database(std::string_view database) {
  const auto lower = [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  };
  return std::any_of(
      std::begin(kReservedDatabases), std::end(kReservedDatabases), [&](std::string_view reserved) {
        return std::equal(database.begin(), database.end(), reserved.begin(), reserved.end(),
                          [&](char left, char right) { return lower(left) == right; });
      });
}

TargetName target_name(std::string_view schema, std::string_view table,
                       const std::string& public_database) {
  TargetName name{schema == "public" ? public_database : std::string(schema), std::string(table)};
  if (is_reserved_database(name.database))
    throw Error(fmt::format("table \"{}.{}\" would go to the target's database \"{}\", which is "
                            "reserved",
                            schema, table, name.database),
                {},
                schema == "public" ? "Set target.database to another name."
                                   : "Give it another target by a rule, or leave the schema "
                                     "unpublished.");
  return name;
}

}  // namespace applier
