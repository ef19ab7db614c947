// SPDX-License-Identifier: PostgreSQL
// Names as PostgreSQL's statements need them.
#pragma once

#include <string>
#include <string_view>

namespace applier {

// Double quotes around any name (PostgreSQL documentation, "Identifiers and Key Words").
inline std::string quoted_source_name(std::string_view name) {
  std::string text = "\"";
  for (char character : name) {
    if (character == '"') text += '"';
    text += character;
  }
  return text += '"';
}

}  // namespace applier
