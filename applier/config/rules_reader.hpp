// SPDX-License-Identifier: PostgreSQL
// Reads [[rules]] of the stream's file.
#pragma once

#include <toml++/toml.h>

#include "applier/config/rules.hpp"

namespace applier {

// Throws Error with file and line for what is not understood, contradicts itself, or has no meaning
// whatever tables there are.
void read_rules(const toml::node& node, RulesConfig& rules);

}  // namespace applier
