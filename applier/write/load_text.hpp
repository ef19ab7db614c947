// SPDX-License-Identifier: PostgreSQL
// Values as LOAD DATA reads them: fields end with a tab, lines with a newline, a backslash escapes.
#pragma once

#include <string>
#include <string_view>

#include "applier/write/client.hpp"

namespace applier {

// "\N" is NULL.
inline constexpr std::string_view kLoadedNull = "\\N";

// What is bound, as text that the server reads back as the same value.  Of the types that
// ParameterColumn binds, but for BLOB: bytes would be taken for characters.
void append_loaded(const MYSQL_BIND& bind, std::string& text);

}  // namespace applier
