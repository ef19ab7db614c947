// SPDX-License-Identifier: PostgreSQL
// What the rules say of one table of the source, with the captures of their patterns put in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "applier/config/rules.hpp"
#include "applier/model/relation.hpp"

namespace applier {

struct TableRules {
  std::optional<TargetName> target;
  bool many_to_one = false;
  std::string condition;
  std::vector<ColumnRule> columns;  // patterns still; {n} of the table's captures are put in
  std::vector<AddedColumn> added;
  std::string soft_delete_time;
  std::string soft_delete_flag;
};

TableRules rules_of(const RulesConfig& rules, std::string_view schema, std::string_view table);

}  // namespace applier
