// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/column_fit.hpp"

#include <algorithm>
#include <charconv>
#include <string_view>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/base/log.hpp"
#include "applier/schema/name_rules.hpp"
#include "applier/schema/target_table.hpp"

namespace applier {
namespace {

using frame::Wire;

constexpr std::string_view kIntegers = " tinyint smallint mediumint int bigint decimal ";
constexpr std::string_view kTexts = " varchar tinytext text mediumtext longtext ";

// The types that either keep a value of the kind or refuse it, beside the column's own.  A CHAR
// would take the blanks at the end of a text, a BINARY add zeros.
struct Keeps {
  Wire wire;
  std::string_view data_types;
};

constexpr Keeps kKeeps[] = {
    {Wire::Boolean, " tinyint smallint mediumint int bigint decimal bit "},
    {Wire::Integer, kIntegers},
    {Wire::Unsigned, kIntegers},
    {Wire::Float, " double "},
    {Wire::Double, " double "},
    {Wire::Decimal, " decimal char varchar tinytext text mediumtext longtext "},
    {Wire::Text, kTexts},
    {Wire::Binary, " varbinary tinyblob blob mediumblob longblob "},
    {Wire::Uuid, " char varchar tinytext text mediumtext longtext "},
    {Wire::Json, " longtext "},  // what MariaDB makes of JSON
};

// As rules may write them.
constexpr std::pair<std::string_view, std::string_view> kSynonyms[] = {
    {"integer", "int"},     {"boolean", "tinyint"}, {"bool", "tinyint"},
    {"numeric", "decimal"}, {"dec", "decimal"},     {"real", "double"}};

std::string lower_first_word(std::string_view type) {
  std::string word(type.substr(0, type.find_first_of(" (")));
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  for (const auto& [synonym, name] : kSynonyms)
    if (word == synonym) return std::string(name);
  return word;
}

bool is_one_of(const std::string& word, std::string_view words) {
  return words.find(fmt::format(" {} ", word)) != std::string_view::npos;
}

// "(6)" of a type; 0 where there is none.
int declared_length(std::string_view type) {
  int length = 0;
  const std::size_t open = type.find('(');
  if (open != std::string_view::npos)
    std::from_chars(type.data() + open + 1, type.data() + type.size(), length);
  return length;
}

// The labels of an ENUM, each with its quotes.
std::vector<std::string_view> labels_of(std::string_view type) {
  std::vector<std::string_view> labels;
  std::size_t begin = std::string_view::npos;
  for (std::size_t i = 0; i < type.size(); ++i) {
    if (type[i] != '\'') continue;
    if (begin == std::string_view::npos) {
      begin = i;
    } else if (i + 1 < type.size() && type[i + 1] == '\'') {
      ++i;
    } else {
      labels.push_back(type.substr(begin, i + 1 - begin));
      begin = std::string_view::npos;
    }
  }
  return labels;
}

// A label that is not there and looks like a number would be taken for the number of another.
bool has_labels(const std::string& target, const std::string& wanted) {
  const std::vector<std::string_view> there = labels_of(target);
  const std::vector<std::string_view> labels = labels_of(wanted);
  return std::all_of(labels.begin(), labels.end(), [&](std::string_view label) {
    return std::find(there.begin(), there.end(), label) != there.end();
  });
}

// Of two columns of one type.
bool keeps_own_type(const Column& column, const TargetColumn& target) {
  if (target.data_type == "enum") return has_labels(target.column_type, column.mysql_type);
  if (target.data_type == "binary")
    return declared_length(column.mysql_type) == declared_length(target.column_type);
  return true;
}

Misfit misfit(const Relation& relation, const Column& column, const std::string& what) {
  return Misfit(
      fmt::format("target table \"{}\".\"{}\" does not fit source table \"{}\"",
                  relation.target.database, relation.target.table, relation.source_name()),
      fmt::format("Column \"{}\" {}.", column.name, what),
      "Give the column that type by a rule, on all sources of the table, or alter the "
      "target table; then start wal2mysql again.");
}

std::vector<TargetColumn> columns_of(TargetConnection& connection, const TargetName& target) {
  const TargetConnection::Rows rows = connection.query(fmt::format(
      "SELECT column_name, data_type, COALESCE(datetime_precision, 0), column_type, "
      "COALESCE(collation_name, '') FROM information_schema.columns "
      "WHERE table_schema = {} AND table_name = {}",
      connection.quoted_literal(target.database), connection.quoted_literal(target.table)));
  connection.commit();
  std::vector<TargetColumn> columns;
  for (const auto& row : rows)
    columns.push_back({row[0].value_or(""), row[1].value_or(""), std::stoi(row[2].value_or("0")),
                       row[3].value_or(""), row[4].value_or("")});
  return columns;
}

void check_key(const Relation& relation, std::size_t position, const TargetColumn& target) {
  const Column& column = relation.columns[position];
  const auto has = [&](const std::vector<std::uint16_t>& key) {
    return std::find(key.begin(), key.end(), position) != key.end();
  };
  const bool in_key = has(relation.identity);
  if ((!in_key && !has(relation.key_constants)) || tells_apart(column, target)) return;
  if (has(relation.key_constants) || relation.overwrites)
    throw misfit(
        relation, column,
        fmt::format("has collation {}, which takes different keys for one", target.collation));
  spdlog::warn(
      "column \"{}\" of target table \"{}\".\"{}\" has collation {}: two keys of the source that "
      "it takes for one will stop the stream",
      column.name, relation.target.database, relation.target.table, target.collation);
}

}  // namespace

bool keeps_values(const Column& column, const TargetColumn& target) {
  const bool has_seconds = column.wire == Wire::Time || column.wire == Wire::Datetime;
  if (has_seconds && declared_length(column.mysql_type) > target.precision) return false;
  // With a number of digits, these round.
  if (is_one_of(target.data_type, " float double ") && declared_length(target.column_type) > 0)
    return false;
  if (lower_first_word(column.mysql_type) == target.data_type)
    return keeps_own_type(column, target);
  // No operation looks like the number of a label: the ENUM has it or refuses it.
  if (column.origin == Origin::Operation && target.data_type == "enum") return true;
  return std::any_of(std::begin(kKeeps), std::end(kKeeps), [&](const Keeps& keeps) {
    return keeps.wire == column.wire && is_one_of(target.data_type, keeps.data_types);
  });
}

// Texts without padding, by their bytes.  What PostgreSQL writes in ascii has one spelling for each
// value and no blanks at its end; nor has a constant.
bool tells_apart(const Column& column, const TargetColumn& target) {
  if (column.wire != Wire::Text || target.collation.empty() || target.data_type == "enum")
    return true;
  const auto ends = [&](std::string_view end) { return target.collation.ends_with(end); };
  const bool has_no_blanks =
      column.origin == Origin::Constant || column.mysql_type.find("ascii_bin") != std::string::npos;
  return ends("_0900_bin") || ends("_nopad_bin") || (has_no_blanks && ends("_bin"));
}

void check_columns_fit(TargetConnection& connection, const Relation& relation) {
  const std::vector<TargetColumn> columns = columns_of(connection, relation.target);
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Column& column = relation.columns[i];
    const auto target =
        std::find_if(columns.begin(), columns.end(), [&](const TargetColumn& candidate) {
          return same_column_name(candidate.name, column.name);
        });
    if (target == columns.end()) continue;  // check_target_table() names all that are missing
    if (!keeps_values(column, *target))
      throw misfit(
          relation, column,
          fmt::format("is {} there, and {} is needed", target->column_type, column.mysql_type));
    check_key(relation, i, *target);
  }
}

}  // namespace applier
