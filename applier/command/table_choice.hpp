// SPDX-License-Identifier: PostgreSQL
// Which of a stream's tables are meant by names and patterns of the command line.
#pragma once

#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace applier {

// Whether "schema.table" fits a pattern, where an asterisk is any run of characters.
bool fits_pattern(std::string_view name, std::string_view pattern);

// Those of `names` that the patterns choose; "!" leaves out, and the last that fits decides. Throws
// Error, which names those that are like it, for a pattern that fits none.
std::set<std::string> chosen_tables(const std::set<std::string>& names,
                                    const std::vector<std::string>& patterns);

}  // namespace applier
