// SPDX-License-Identifier: PostgreSQL
#include "applier/values/text_columns.hpp"

#include <span>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/receive/source_name.hpp"

namespace applier {
namespace {

std::string option_of(const ValueRule& rule) {
  const std::size_t point = rule.table.find('.');
  return quoted_source_name(rule.table.substr(0, point)) + "." +
         quoted_source_name(rule.table.substr(point + 1)) + "." +
         (rule.column.empty() ? "*" : quoted_source_name(rule.column));
}

bool covers(const ValueRule& text, const ValueRule& rule) {
  return text.table == rule.table && (text.column.empty() || text.column == rule.column);
}

}  // namespace

std::string text_columns_option(const ValuesConfig& values) {
  std::string list = values.policy == ValuePolicy::Text ? "*.*.*" : "";
  for (const ValueRule& rule : values.rules)
    if (rule.policy == ValuePolicy::Text) list += (list.empty() ? "" : ",") + option_of(rule);
  return list;
}

void check_text_rules(const ValuesConfig& values) {
  for (const ValueRule& rule : values.rules) {
    if (rule.policy == ValuePolicy::Text) continue;
    bool is_text = values.policy == ValuePolicy::Text;
    for (const ValueRule& earlier : std::span(values.rules.data(), &rule))
      is_text |= earlier.policy == ValuePolicy::Text && covers(earlier, rule);
    if (!is_text) continue;
    throw Error(fmt::format("{}: policy \"{}\" comes after \"text\" for the same column",
                            rule.where, value_policy_name(rule.policy)),
                "A column that is text holds every value: no other policy can have an effect.",
                "Give \"text\" to the columns that need it, one rule each.");
  }
}

}  // namespace applier
