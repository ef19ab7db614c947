// SPDX-License-Identifier: PostgreSQL
// money is a 64-bit integer; how many of its digits are decimals is up to lc_monetary.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// Raises an error where amounts have other than the two decimals with which they are sent: by
// lc_monetary of the role, the database or the server, whatever this session has set since.
void require_two_decimals();

// The digits of an amount.
inline constexpr std::size_t kMoneyBytesMax = 32;
std::string_view money_text(Cash amount, char (&text)[kMoneyBytesMax]);

}  // namespace plugin
