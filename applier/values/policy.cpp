// SPDX-License-Identifier: PostgreSQL
#include "applier/values/policy.hpp"

namespace applier {
namespace {

constexpr std::string_view kNames[] = {"error", "null", "clamp", "text"};

}  // namespace

std::optional<ValuePolicy> parse_value_policy(std::string_view name) {
  for (unsigned char i = 0; i < std::size(kNames); ++i)
    if (kNames[i] == name) return static_cast<ValuePolicy>(i);
  return std::nullopt;
}

std::string_view value_policy_name(ValuePolicy policy) {
  return kNames[static_cast<unsigned char>(policy)];
}

}  // namespace applier
