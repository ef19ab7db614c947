// SPDX-License-Identifier: PostgreSQL
// What reading settings and reading rules have in common.
#pragma once

#include <string>

#include <fmt/format.h>
#include <toml++/toml.h>

#include "applier/base/error.hpp"

namespace applier {

// "shop.toml:12"
inline std::string where_of(const toml::source_region& region) {
  return fmt::format("{}:{}", region.path ? *region.path : std::string{}, region.begin.line);
}

// Reports a mistake at the line where it stands.
[[noreturn]] inline void refuse(const toml::source_region& where, const std::string& message,
                                std::string hint) {
  throw Error(fmt::format("{}: {}", where_of(where), message), {}, std::move(hint));
}

inline void read_string(const toml::node& node, const char* name, std::string& into) {
  const auto value = node.value_exact<std::string>();
  if (!value)
    refuse(node.source(), fmt::format("\"{}\" must be a string", name), "Put it in quotes.");
  into = *value;
}

}  // namespace applier
