// SPDX-License-Identifier: PostgreSQL
// PostgreSQL: how get_const_expr() writes constants.  MySQL manual, "Data Type Default Values".
#include "applier/schema/column_default.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include "applier/schema/mysql_literal.hpp"
#include "applier/schema/source_constant.hpp"

namespace applier {
namespace {

using frame::Wire;
using Sql = std::optional<std::string>;

struct Digits {
  std::uint32_t first = 0;  // of TYPE(first,second)
  std::uint32_t second = 0;
};

// Zero where the type has none.
Digits digits_of(std::string_view mysql_type) {
  Digits digits;
  const std::size_t open = mysql_type.find('(');
  if (open == std::string_view::npos || mysql_type.starts_with("ENUM")) return digits;
  const char* const end = mysql_type.data() + mysql_type.size();
  const auto first = std::from_chars(mysql_type.data() + open + 1, end, digits.first);
  if (first.ptr != end && *first.ptr == ',') std::from_chars(first.ptr + 1, end, digits.second);
  return digits;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// '0' stands for any digit, everything else for itself.
bool has_form(std::string_view text, std::string_view form) {
  return std::equal(text.begin(), text.end(), form.begin(), form.end(),
                    [](char c, char wanted) { return wanted == '0' ? is_digit(c) : c == wanted; });
}

// Takes ".25" off the end; nothing where it has more digits than fit, which would be rounded.
std::optional<std::string_view> without_fraction(std::string_view text, std::size_t digits_max) {
  const std::size_t point = text.rfind('.');
  if (point == std::string_view::npos) return text;
  const std::string_view fraction = text.substr(point + 1);
  if (!std::all_of(fraction.begin(), fraction.end(), is_digit) || fraction.size() > digits_max)
    return std::nullopt;
  return text.substr(0, point);
}

Sql boolean_sql(const SourceConstant& constant, const Column&) {
  if (constant.type != "boolean") return std::nullopt;
  return constant.text == "true" ? "1" : "0";
}

template <typename Integer>
Sql integer_sql(const std::string& text) {
  Integer number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return std::to_string(number);
}

struct Range {
  std::string_view type;
  std::int64_t least;
  std::int64_t most;
};

constexpr Range kRanges[] = {{"TINYINT", INT8_MIN, INT8_MAX},
                             {"SMALLINT", INT16_MIN, INT16_MAX},
                             {"MEDIUMINT", -(1 << 23), (1 << 23) - 1},
                             {"INT", INT32_MIN, INT32_MAX}};

Sql signed_sql(const SourceConstant& constant, const Column& column) {
  const Sql sql = integer_sql<std::int64_t>(constant.text);
  for (const Range& range : kRanges)
    if (sql && column.mysql_type.starts_with(range.type))
      if (const std::int64_t number = std::stoll(*sql); number < range.least || number > range.most)
        return std::nullopt;
  return sql;
}

Sql unsigned_sql(const SourceConstant& constant, const Column& column) {
  if (!column.mysql_type.starts_with("BIT(")) return integer_sql<std::uint64_t>(constant.text);
  if (constant.text.size() != digits_of(column.mysql_type).first) return std::nullopt;
  return "b'" + constant.text + "'";
}

// -12.50, with so many digits as the column has.
Sql decimal_sql(const SourceConstant& constant, const Column& column) {
  std::string_view digits = constant.text;
  if (digits.starts_with('-')) digits.remove_prefix(1);
  const Digits room = digits_of(column.mysql_type);
  const std::size_t point = std::min(digits.find('.'), digits.size());
  const std::size_t fraction = digits.size() - std::min(point + 1, digits.size());
  const bool is_number = !digits.empty() && digits.size() - (point < digits.size()) > 0 &&
                         std::count(digits.begin(), digits.end(), '.') <= 1 &&
                         digits.find_first_not_of("0123456789.") == std::string_view::npos;
  if (!is_number || fraction > room.second || point > room.first - room.second) return std::nullopt;
  return constant.text;
}

Sql float_sql(const SourceConstant& constant, const Column&) {
  if (constant.text.find_first_not_of("0123456789.e+-") != std::string::npos) return std::nullopt;
  return constant.text;
}

Sql date_sql(const SourceConstant& constant, const Column&) {
  if (constant.type != "date" || !has_form(constant.text, "0000-00-00")) return std::nullopt;
  return mysql_literal(constant.text);
}

Sql time_sql(const SourceConstant& constant, const Column& column) {
  const auto whole = without_fraction(constant.text, digits_of(column.mysql_type).first);
  if (!whole || !has_form(*whole, "00:00:00")) return std::nullopt;
  return mysql_literal(constant.text);
}

// The session's time zone is UTC on both sides.
Sql datetime_sql(const SourceConstant& constant, const Column& column) {
  std::string_view text = constant.text;
  if (constant.type == "timestamp with time zone") {
    if (!text.ends_with("+00")) return std::nullopt;
    text.remove_suffix(3);
  }
  const auto whole = without_fraction(text, digits_of(column.mysql_type).first);
  if (!whole || !has_form(*whole, "0000-00-00 00:00:00")) return std::nullopt;
  return mysql_literal(text);
}

std::size_t characters(std::string_view utf8) {
  return static_cast<std::size_t>(
      std::count_if(utf8.begin(), utf8.end(), [](char byte) { return (byte & 0xc0) != 0x80; }));
}

// Both servers show question marks for these, in dumps too.
bool has_supplementary_character(std::string_view utf8) {
  return std::any_of(utf8.begin(), utf8.end(),
                     [](char byte) { return static_cast<unsigned char>(byte) >= 0xf0; });
}

Sql text_sql(const SourceConstant& constant, const Column& column) {
  std::string_view text = constant.text;
  if (constant.type == "bpchar" || constant.type == "character")
    while (text.ends_with(' ')) text.remove_suffix(1);
  const std::uint32_t length = digits_of(column.mysql_type).first;
  if (has_supplementary_character(text) || (length > 0 && characters(text) > length))
    return std::nullopt;
  return mysql_literal(text);
}

// '\x00ff', or a "char".
Sql binary_sql(const SourceConstant& constant, const Column& column) {
  if (constant.type == "\"char\"" && constant.text.size() == 1 && constant.text[0] != '\\')
    return mysql_literal(constant.text);
  if (constant.type != "bytea" || !constant.text.starts_with("\\x")) return std::nullopt;
  const std::uint32_t length = digits_of(column.mysql_type).first;
  if (length > 0 && (constant.text.size() - 2) / 2 > length) return std::nullopt;
  return "x'" + constant.text.substr(2) + "'";
}

Sql uuid_sql(const SourceConstant& constant, const Column&) {
  return mysql_literal(constant.text);
}

// MySQL's JSON rounds numbers that are neither small integers nor simple.
bool has_plain_numbers(std::string_view json) {
  constexpr std::size_t kDigitsMax = 15;
  std::size_t digits = 0;
  for (const char c : json) {
    digits = is_digit(c) ? digits + 1 : 0;
    if (digits > kDigitsMax || c == '.') return false;
  }
  return json.find("\\u") == std::string_view::npos;
}

// Of arrays only the empty one needs no knowledge of its elements.
Sql json_sql(const SourceConstant& constant, const Column&) {
  if (constant.type.ends_with("[]")) return constant.text == "{}" ? Sql("'[]'") : std::nullopt;
  const bool is_json = constant.type == "json" || constant.type == "jsonb";
  if (!is_json || !has_plain_numbers(constant.text) || has_supplementary_character(constant.text))
    return std::nullopt;
  return mysql_literal(constant.text);
}

struct Rendering {
  Wire wire;
  Sql (*sql)(const SourceConstant&, const Column&);
};

constexpr Rendering kRenderings[] = {
    {Wire::Boolean, boolean_sql}, {Wire::Integer, signed_sql}, {Wire::Unsigned, unsigned_sql},
    {Wire::Float, float_sql},     {Wire::Double, float_sql},   {Wire::Decimal, decimal_sql},
    {Wire::Date, date_sql},       {Wire::Time, time_sql},      {Wire::Datetime, datetime_sql},
    {Wire::Text, text_sql},       {Wire::Binary, binary_sql},  {Wire::Uuid, uuid_sql},
    {Wire::Json, json_sql},
};

// `{0}` is the number of decimals of seconds.  A timestamptz is written in UTC, so its present is
// that of UTC, too; a timestamp's is that of whoever inserts, on both sides.
struct Present {
  std::string_view expression;
  std::string_view type;
  const char* sql;
};

constexpr std::string_view kTimestamptz = "timestamp with time zone";
constexpr std::string_view kTimestamp = "timestamp without time zone";
constexpr const char* kUtcNow = "(UTC_TIMESTAMP({0}))";
constexpr const char* kLocalNow = "CURRENT_TIMESTAMP({0})";

constexpr Present kPresents[] = {
    {"now", kTimestamptz, kUtcNow},
    {"now", kTimestamp, kLocalNow},
    {"now", "date", "(CURRENT_DATE)"},
    {"LOCALTIMESTAMP", kTimestamp, kLocalNow},
    {"LOCALTIMESTAMP", kTimestamptz, kUtcNow},
    {"(now AT TIME ZONE 'utc'::text)", kTimestamp, kUtcNow},
    {"timezone('utc'::text, now)", kTimestamp, kUtcNow},
    {"CURRENT_DATE", "date", "(CURRENT_DATE)"},
    {"('now'::text)::date", "date", "(CURRENT_DATE)"},
    {"LOCALTIME", "time without time zone", "(CURRENT_TIME({0}))"},
};

void replace_all(std::string& text, std::string_view what, std::string_view by) {
  for (std::size_t at = 0; (at = text.find(what, at)) != std::string::npos; at += by.size())
    text.replace(at, what.size(), by);
}

// All of them are the present to a statement of MySQL.
std::string in_one_spelling(std::string expression) {
  for (const std::string_view now : {"now()", "CURRENT_TIMESTAMP", "transaction_timestamp()",
                                     "statement_timestamp()", "clock_timestamp()"})
    replace_all(expression, now, "now");
  replace_all(expression, "'UTC'", "'utc'");
  return expression;
}

Sql present_sql(const SourceColumn& source, const Column& column) {
  const std::string expression = in_one_spelling(source.default_expression);
  const bool keeps_zone = column.mysql_type.starts_with("TIMESTAMP");
  const bool is_moment =
      column.wire == Wire::Datetime || column.wire == Wire::Date || column.wire == Wire::Time;
  if (!is_moment) return std::nullopt;
  for (const Present& present : kPresents)
    if (present.expression == expression && present.type == source.type)
      return fmt::format(fmt::runtime(keeps_zone ? kLocalNow : present.sql),
                         digits_of(column.mysql_type).first);
  return std::nullopt;
}

// MySQL takes no bare constant for these.
bool needs_parentheses(std::string_view mysql_type) {
  const std::string_view word = mysql_type.substr(0, mysql_type.find_first_of(" ("));
  return word.ends_with("TEXT") || word.ends_with("BLOB") || word == "JSON" || word == "VECTOR";
}

Sql constant_sql(const SourceConstant& constant, const Column& column) {
  for (const Rendering& rendering : kRenderings) {
    if (rendering.wire != column.wire) continue;
    const Sql sql = rendering.sql(constant, column);
    return sql && needs_parentheses(column.mysql_type) ? "(" + *sql + ")" : sql;
  }
  return std::nullopt;
}

}  // namespace

ColumnDefault translate_default(const SourceColumn& source, const Column& column) {
  const std::string& expression = source.default_expression;
  if (expression.empty() || source.is_serial || expression.starts_with("NULL::")) return {};
  if (expression == "ARRAY[]::" + source.type && column.wire == Wire::Json) return {"('[]')", {}};
  if (const Sql sql = present_sql(source, column)) return {*sql, {}};
  const auto constant = parse_constant(expression);
  if (!constant) return {{}, "MySQL has no such expression"};
  if (!is_text_of(*constant, source.type))
    return {{}, "PostgreSQL converts it to the type of the column"};
  if (const Sql sql = constant_sql(*constant, column)) return {*sql, {}};
  return {{},
          fmt::format("it is no value of {}",
                      column.mysql_type.substr(0, column.mysql_type.find(" C")))};
}

}  // namespace applier
