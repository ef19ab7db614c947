// SPDX-License-Identifier: PostgreSQL
// Mistakes of the rules that only show once the tables of the source are known.
#pragma once

#include <set>
#include <vector>

#include "applier/rules/plugin_rules.hpp"

namespace applier {

// Throws Error with file and line for a table or column that a rule names and that is not there.
// Warns of patterns that match nothing, and of tables that are not there any more: `known` are
// those that the stream has copied.
void check_names_in_rules(const RulesConfig& rules, const RuleIndex& index,
                          const SourceColumns& published, const std::set<SourceTable>& known);

struct PlacedTable {
  SourceTable source;
  TargetName target;
};

// Throws Error for two tables that would go to one table of the target, which each of them must
// allow by many_to_one; and for targets that differ only in case, where a rule gives one of them or
// the target does not know case.
void check_targets(const RuleIndex& index, const std::vector<PlacedTable>& tables,
                   bool target_knows_case);

}  // namespace applier
