// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/source_constant.hpp"

#include <algorithm>

namespace applier {
namespace {

// Within each, PostgreSQL converts a constant without changing what it is.
constexpr std::string_view kNumbers[] = {"",        "smallint", "integer",         "bigint",
                                         "numeric", "real",     "double precision"};
constexpr std::string_view kTexts[] = {"text", "character varying", "character", "bpchar"};
constexpr std::string_view kBits[] = {"\"bit\"", "bit", "bit varying"};

template <std::size_t size>
bool has_both(const std::string_view (&family)[size], std::string_view one,
              std::string_view other) {
  const auto has = [&](std::string_view type) {
    return std::find(std::begin(family), std::end(family), type) != std::end(family);
  };
  return has(one) && has(other);
}

// The text between quotes, which `expression` begins with; what follows remains in it.
std::optional<std::string> take_string(std::string_view& expression) {
  std::string text;
  for (std::size_t i = 1; i < expression.size(); ++i) {
    if (expression[i] != '\'') {
      text += expression[i];
    } else if (i + 1 < expression.size() && expression[i + 1] == '\'') {
      text += expression[i++];
    } else {
      expression.remove_prefix(i + 1);
      return text;
    }
  }
  return std::nullopt;
}

bool is_type_name(std::string_view text) {
  return !text.empty() && text.find_first_of("'():|+*/=<>,") == std::string_view::npos;
}

// "timestamp(3) with time zone" without its parenthesis; nothing where it is no name of a type.
std::optional<std::string> without_modifier(std::string_view type) {
  std::string name(type);
  const std::size_t open = name.find('(');
  if (open != std::string::npos) {
    const std::size_t close = name.find(')', open);
    if (close == std::string::npos) return std::nullopt;
    name.erase(open, close - open + 1);
  }
  if (!is_type_name(name)) return std::nullopt;
  return name;
}

bool is_number(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789.") == std::string_view::npos;
}

}  // namespace

std::optional<SourceConstant> parse_constant(std::string_view expression) {
  if (expression == "true" || expression == "false")
    return SourceConstant{std::string(expression), "boolean"};
  if (is_number(expression)) return SourceConstant{std::string(expression), ""};
  if (!expression.starts_with('\'')) return std::nullopt;
  const auto text = take_string(expression);
  if (!text || !expression.starts_with("::")) return std::nullopt;
  const auto type = without_modifier(expression.substr(2));
  if (!type) return std::nullopt;
  return SourceConstant{*text, *type};
}

bool is_text_of(const SourceConstant& constant, std::string_view column_type) {
  return constant.type == column_type || has_both(kNumbers, constant.type, column_type) ||
         has_both(kTexts, constant.type, column_type) ||
         has_both(kBits, constant.type, column_type) ||
         (constant.type.empty() && column_type == "oid");
}

}  // namespace applier
