// SPDX-License-Identifier: PostgreSQL
// Names as MySQL's statements need them.
#pragma once

#include <string>
#include <string_view>

#include "applier/model/relation.hpp"

namespace applier {

// Backticks around any name, whatever sql_mode says (MySQL manual, "Schema Object Names").
inline std::string quoted_identifier(std::string_view name) {
  std::string quoted = "`";
  for (char character : name) {
    if (character == '`') quoted += '`';
    quoted += character;
  }
  return quoted += '`';
}

inline std::string quoted_name(const TargetName& name) {
  return quoted_identifier(name.database) + "." + quoted_identifier(name.table);
}

}  // namespace applier
