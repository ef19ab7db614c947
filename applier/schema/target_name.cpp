// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/target_name.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "applier/base/error.hpp"

namespace applier {
namespace {

constexpr std::string_view kReservedDatabases[] = {"mysql", "sys", "information_schema",
                                                   "performance_schema", "wal2mysql"};

}  // namespace

TargetName target_name(std::string_view schema, std::string_view table,
                       const std::string& public_database) {
  TargetName name{schema == "public" ? public_database : std::string(schema), std::string(table)};
  const auto reserved = std::find(std::begin(kReservedDatabases), std::end(kReservedDatabases),
                                  std::string_view(name.database));
  if (reserved != std::end(kReservedDatabases))
    throw Error(fmt::format("table \"{}.{}\" would go to the target's database \"{}\", which is "
                            "reserved", schema, table, name.database),
                {},
                schema == "public" ? "Set target.database to another name."
                                   : "Rename the schema on the source or leave it unpublished.");
  return name;
}

}  // namespace applier
