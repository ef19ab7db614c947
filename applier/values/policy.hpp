// SPDX-License-Identifier: PostgreSQL
// What the user wants done with values that MySQL cannot hold.
#pragma once

#include <optional>
#include <string_view>

namespace applier {

enum class ValuePolicy : unsigned char {
  Error,  // stop the stream
  Null,   // NULL instead
  Clamp,  // the nearest that MySQL holds; NULL where nothing is near
  Text,   // the column is text from the start, so that every value fits
};

std::optional<ValuePolicy> parse_value_policy(std::string_view name);
std::string_view value_policy_name(ValuePolicy policy);

}  // namespace applier
