// SPDX-License-Identifier: PostgreSQL
// The columns that have the policy `text`, as the plugin is told of them.
#pragma once

#include <string>

#include "applier/config/config.hpp"

namespace applier {

// The plugin's option text_columns; empty where no column has the policy.
std::string text_columns_option(const ValuesConfig& values);

// Throws Error for a rule that would take `text` back: the column is text from the start.
void check_text_rules(const ValuesConfig& values);

}  // namespace applier
