// SPDX-License-Identifier: PostgreSQL
// Texts as MySQL's statements need them, where no connection is at hand (MySQL manual, "String
// Literals"; sql_mode without NO_BACKSLASH_ESCAPES, as the applier's sessions have it).
#pragma once

#include <string>
#include <string_view>

namespace applier {

inline std::string mysql_literal(std::string_view text) {
  std::string literal = "'";
  for (const char character : text) {
    if (character == '\'' || character == '\\') literal += character;
    if (character == '\0')
      literal += "\\0";
    else if (character == '\n')
      literal += "\\n";
    else
      literal += character;
  }
  return literal += '\'';
}

}  // namespace applier
