// SPDX-License-Identifier: PostgreSQL
// Constants as pg_get_expr() writes them.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace applier {

struct SourceConstant {
  std::string text;  // as the type's output function writes it
  std::string type;  // without length or precision; empty: a number without a type
};

// 'abc'::character varying(10), 42, true; nothing for any other expression.  Strings are taken as
// standard ones, in which a backslash is a backslash.
std::optional<SourceConstant> parse_constant(std::string_view expression);

// Whether a constant of the type, where it stands for a column of the other, has the same text
// there.  PostgreSQL does not show the conversions that it makes by itself.
bool is_text_of(const SourceConstant& constant, std::string_view column_type);

}  // namespace applier
