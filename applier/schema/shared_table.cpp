// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/shared_table.hpp"

#include <algorithm>
#include <charconv>
#include <string>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

using frame::Wire;

constexpr std::string_view kIntegers = " tinyint smallint mediumint int bigint decimal ";
constexpr std::string_view kTexts = " char varchar tinytext text mediumtext longtext ";

// The types that either keep a value of the kind or refuse it, beside the column's own.
struct Keeps {
  Wire wire;
  std::string_view data_types;
};

constexpr Keeps kKeeps[] = {
    {Wire::Boolean, kIntegers},
    {Wire::Integer, kIntegers},
    {Wire::Unsigned, kIntegers},
    {Wire::Float, " double "},
    {Wire::Decimal, " decimal char varchar tinytext text mediumtext longtext "},
    {Wire::Text, kTexts},
    {Wire::Binary, " binary varbinary tinyblob blob mediumblob longblob "},
    {Wire::Uuid, kTexts},
    {Wire::Json, " longtext "},  // what MariaDB makes of JSON
};

std::string lower_first_word(std::string_view type) {
  std::string word(type.substr(0, type.find_first_of(" (")));
  std::transform(word.begin(), word.end(), word.begin(), [](char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  });
  return word;
}

int declared_precision(std::string_view type) {
  int precision = 0;
  const std::size_t open = type.find('(');
  if (open != std::string_view::npos)
    std::from_chars(type.data() + open + 1, type.data() + type.size(), precision);
  return precision;
}

Error misfit(const Relation& relation, const Column& column, std::string what) {
  return Error(fmt::format("target table \"{}\".\"{}\" does not fit source table \"{}\"",
                           relation.target.database, relation.target.table, relation.source_name()),
               fmt::format("Column \"{}\" {}.", column.name, what),
               "Give the column one type on all sources by rules, or alter the target table; then "
               "start wal2mysql again.");
}

}  // namespace

bool keeps_values(const Column& column, const TargetColumn& target) {
  const bool has_seconds = column.wire == Wire::Time || column.wire == Wire::Datetime;
  if (has_seconds && declared_precision(column.mysql_type) > target.precision) return false;
  if (lower_first_word(column.mysql_type) == target.data_type) return true;
  const std::string wanted = " " + std::string(target.data_type) + " ";
  return std::any_of(std::begin(kKeeps), std::end(kKeeps), [&](const Keeps& keeps) {
    return keeps.wire == column.wire && keeps.data_types.find(wanted) != std::string_view::npos;
  });
}

void check_shared_table(TargetConnection& connection, const Relation& relation) {
  const TargetConnection::Rows rows = connection.query(
      fmt::format("SELECT column_name, data_type, COALESCE(datetime_precision, 0), column_type, "
                  "COALESCE(collation_name, '_bin') FROM information_schema.columns "
                  "WHERE table_schema = {} AND table_name = {}",
                  connection.quoted_literal(relation.target.database),
                  connection.quoted_literal(relation.target.table)));
  connection.commit();
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Column& column = relation.columns[i];
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const auto& candidate) {
      return same_column_name(*candidate[0], column.name);
    });
    if (row == rows.end()) continue;  // check_target_table() names all that are missing
    if (!keeps_values(column, {*(*row)[1], std::stoi(*(*row)[2])}))
      throw misfit(relation, column,
                   fmt::format("is {} there, and {} is needed", *(*row)[3], column.mysql_type));
    const std::vector<std::uint16_t>& constants = relation.key_constants;
    if (std::find(constants.begin(), constants.end(), i) != constants.end() &&
        !(*row)[4]->ends_with("_bin"))
      throw misfit(
          relation, column,
          fmt::format("has collation {}, which takes different constants for one", *(*row)[4]));
  }
}

}  // namespace applier
