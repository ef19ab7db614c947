// SPDX-License-Identifier: PostgreSQL
// Where the rows of a source table go.
#pragma once

#include <string>
#include <string_view>

#include "applier/model/relation.hpp"

namespace applier {

// Whether a database is one of the server's own or ours, in any case.
bool is_reserved_database(std::string_view database);

// Tables of schema public go to `public_database`, those of another schema to a database of that
// name.  Throws Error where the database would be one of the server's own or ours.
TargetName target_name(std::string_view schema, std::string_view table,
                       const std::string& public_database);

}  // namespace applier
