// SPDX-License-Identifier: PostgreSQL
// PostgreSQL's JSON has numbers of any size; MySQL's holds 64-bit integers and doubles, and rounds
// what is neither without a word.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// Whether MySQL would give back every number of a valid JSON text with the value that it has here.
bool numbers_survive(std::string_view json);

}  // namespace plugin
