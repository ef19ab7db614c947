// SPDX-License-Identifier: PostgreSQL
// PostgreSQL's json takes any nesting, numbers of any size and halves of surrogate pairs.  MySQL's
// refuses some of that, and rounds numbers that are neither 64-bit integers nor doubles without a
// word; MariaDB's is text that is checked.
#pragma once

#include "plugin/target.hpp"

namespace plugin {

// Whether the target takes a valid JSON text and would give back every number of it with the value
// that it has here.
bool json_survives(std::string_view json, const JsonLimits& limits);

// The same of a number alone.
bool number_survives(std::string_view number, const JsonLimits& limits);

}  // namespace plugin
