// SPDX-License-Identifier: PostgreSQL
#include "applier/write/statement_text.hpp"

#include <algorithm>
#include <numeric>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "applier/schema/key_column.hpp"
#include "applier/schema/row_hash.hpp"
#include "applier/write/identifier.hpp"

namespace applier {
namespace {

// Joins what `text` makes of each position.
template <typename TextOf>
std::string joined(Positions positions, const char* separator, TextOf text) {
  std::string list;
  for (std::uint16_t position : positions) {
    if (!list.empty()) list += separator;
    list += text(position);
  }
  return list;
}

std::string column_name(const Relation& relation, std::uint16_t position) {
  return quoted_identifier(relation.columns[position].name);
}

std::string row_hash_name() {
  return quoted_identifier(row_hash_column().name);
}

std::string names(const Relation& relation, Positions positions) {
  return joined(positions, ", ", [&](auto p) { return column_name(relation, p); });
}

std::string assignments(const Relation& relation, Positions set) {
  return joined(set, ", ", [&](auto p) { return column_name(relation, p) + " = ?"; });
}

// "`deleted_at` IS NULL"; empty where deleted rows do not stay.  `table` stands before the name.
std::string marked_match(const Relation& relation, bool marked, const char* table = "") {
  if (!relation.deletion_mark) return {};
  const bool is_time = relation.columns[*relation.deletion_mark].origin == Origin::DeletionTime;
  const char* state =
      is_time ? (marked ? " IS NOT NULL" : " IS NULL") : (marked ? " IS TRUE" : " IS NOT TRUE");
  return table + column_name(relation, *relation.deletion_mark) + state;
}

// Either may be empty.
std::string both(const std::string& left, const std::string& right) {
  return left + (left.empty() || right.empty() ? "" : " AND ") + right;
}

std::string repeated(const std::string& row, std::size_t rows) {
  std::string list;
  list.reserve(rows * (row.size() + 1));
  for (std::size_t i = 0; i < rows; ++i) {
    if (i > 0) list += ',';
    list += row;
  }
  return list;
}

// A column that may be long is in the keys of the source by its hash, in others as it is.
bool is_in_source_key(const Relation& relation, std::uint16_t position) {
  const auto has = [&](const std::vector<std::uint16_t>& key) {
    return std::find(key.begin(), key.end(), position) != key.end();
  };
  return has(relation.identity) || has(relation.primary_key);
}

std::string key_name(const Relation& relation, std::uint16_t position) {
  return is_in_source_key(relation, position) ? key_column_name(relation.columns[position])
                                              : column_name(relation, position);
}

std::string key_value(const Relation& relation, std::uint16_t position) {
  const Column& column = relation.columns[position];
  return is_in_source_key(relation, position) ? key_operand(column, "?")
                                              : compared_operand(column, "?");
}

std::string key_match(const Relation& relation, Positions key) {
  return joined(key, " AND ",
                [&](auto p) { return key_name(relation, p) + " = " + key_value(relation, p); });
}

// MariaDB reads the whole table for one row of several columns.
std::string key_match(const Relation& relation, Positions key, std::size_t rows) {
  const bool composite = key.size() > 1;
  if (composite && rows == 1) return key_match(relation, key);
  const std::string names = joined(key, ", ", [&](auto p) { return key_name(relation, p); });
  const std::string values = joined(key, ",", [&](auto p) { return key_value(relation, p); });
  return fmt::format("{} IN ({})", composite ? "(" + names + ")" : names,
                     repeated(composite ? "(" + values + ")" : values, rows));
}

std::string row_match(const Relation& relation) {
  return both(key_match(relation, relation.identity), marked_match(relation, false));
}

// "?, ?" or, several times, "(?, ?), (?, ?)".
std::string placeholders(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += i == 0 ? "?" : ",?";
  return list;
}

// What a parameter is in the rows that an UPDATE joins.  One that is NULL is a text to MySQL, which
// then makes texts of the values beside it, without their fractions of seconds.
std::string joined_operand(const Column& column) {
  using frame::Wire;
  static constexpr std::pair<Wire, const char*> kTypes[] = {
      {Wire::Boolean, "SIGNED"}, {Wire::Integer, "SIGNED"}, {Wire::Unsigned, "UNSIGNED"},
      {Wire::Float, "FLOAT"},    {Wire::Double, "DOUBLE"},  {Wire::Binary, "BINARY"},
      {Wire::Date, "DATE"},      {Wire::Time, "TIME(6)"},   {Wire::Datetime, "DATETIME(6)"},
  };
  for (const auto& [wire, type] : kTypes)
    if (wire == column.wire) return fmt::format("CAST(? AS {})", type);
  return "?";
}

std::vector<std::uint16_t> every_column(const Relation& relation) {
  std::vector<std::uint16_t> positions(relation.columns.size());
  std::iota(positions.begin(), positions.end(), 0);
  return positions;
}

// MySQL compares JSON with a string as if the string were a JSON string; MariaDB's JSON is text.
std::string null_safe_match(const Relation& relation, Search search, Flavour flavour) {
  const std::string first = search == Search::ByHash ? row_hash_name() + " = ? AND " : "";
  const std::string values = joined(compared_columns(relation), " AND ", [&](auto p) {
    const Column& column = relation.columns[p];
    const bool is_json = column.wire == frame::Wire::Json && flavour == Flavour::MySql;
    return column_name(relation, p) + " <=> " +
           (is_json ? "CAST(? AS JSON)" : compared_operand(column, "?"));
  });
  return first + both(values, marked_match(relation, false));
}

std::string delete_by_key_text(const Relation& relation, Positions key, std::size_t rows,
                               bool marked) {
  return fmt::format("DELETE FROM {} WHERE {}", quoted_name(relation.target),
                     both(key_match(relation, key, rows), marked_match(relation, marked)));
}

}  // namespace

std::vector<std::uint16_t> compared_columns(const Relation& relation) {
  std::vector<std::uint16_t> positions(relation.carried());
  std::iota(positions.begin(), positions.end(), 0);
  positions.insert(positions.end(), relation.key_constants.begin(), relation.key_constants.end());
  return positions;
}

std::vector<std::uint16_t> marking_columns(const Relation& relation) {
  std::vector<std::uint16_t> positions;
  for (std::size_t i = relation.carried(); i < relation.columns.size(); ++i)
    if (relation.columns[i].origin != Origin::Constant)
      positions.push_back(static_cast<std::uint16_t>(i));
  return positions;
}

std::string insert_text(const Relation& relation, std::size_t rows) {
  const bool hashed = !hashed_positions(relation).empty();
  return fmt::format("INSERT INTO {} ({}{}) VALUES {}", quoted_name(relation.target),
                     names(relation, every_column(relation)), hashed ? ", " + row_hash_name() : "",
                     repeated("(" + placeholders(relation.columns.size() + hashed) + ")", rows));
}

std::string load_text(const Relation& relation) {
  return fmt::format(
      "LOAD DATA LOCAL INFILE 'rows' INTO TABLE {} CHARACTER SET utf8mb4 "
      "FIELDS TERMINATED BY '\\t' ESCAPED BY '\\\\' LINES TERMINATED BY '\\n' ({})",
      quoted_name(relation.target), names(relation, every_column(relation)));
}

std::string select_text(const Relation& relation, Positions wanted) {
  return fmt::format("SELECT {} FROM {} WHERE {}", names(relation, wanted),
                     quoted_name(relation.target), row_match(relation));
}

std::string delete_text(const Relation& relation, std::size_t rows) {
  return delete_by_key_text(relation, relation.identity, rows, false);
}

std::string delete_marked_text(const Relation& relation, Positions key, std::size_t rows) {
  return delete_by_key_text(relation, key, rows, true);
}

std::string update_text(const Relation& relation, Positions set) {
  return fmt::format("UPDATE {} SET {} WHERE {}", quoted_name(relation.target),
                     assignments(relation, set), row_match(relation));
}

std::string update_rows_text(const Relation& relation, Positions set, std::size_t rows) {
  const std::size_t keys = relation.identity.size();
  std::size_t next = 0;
  // An ascii column would be converted to match a utf8mb4 parameter, and lose its index.
  const auto match = [&](auto p) {
    const bool ascii = relation.columns[p].mysql_type.find("ascii") != std::string::npos;
    const std::string operand =
        fmt::format("{}v.c{}{}", ascii ? "CONVERT(" : "", next++, ascii ? " USING ascii)" : "");
    const Column& column = relation.columns[p];
    return "t." + key_column_name(column) + " = " + key_operand(column, operand);
  };
  const std::string on =
      both(joined(relation.identity, " AND ", match), marked_match(relation, false, "t."));
  const std::string settings = joined(set, ", ", [&](auto p) {
    return fmt::format("t.{} = v.c{}", column_name(relation, p), next++);
  });
  std::string columns;
  for (std::size_t i = 0; i < keys + set.size(); ++i)
    columns += fmt::format("{}c{}", i == 0 ? "" : ",", i);
  const auto operands = [&](Positions positions) {
    return joined(positions, ",", [&](auto p) { return joined_operand(relation.columns[p]); });
  };
  return fmt::format(
      "UPDATE (VALUES {}) v({}) STRAIGHT_JOIN {} t ON {} SET {}",
      repeated("ROW(" + operands(relation.identity) + "," + operands(set) + ")", rows), columns,
      quoted_name(relation.target), on, settings);
}

std::string delete_equal_text(const Relation& relation, Search search, Flavour flavour) {
  return fmt::format("DELETE FROM {} WHERE {} LIMIT ?", quoted_name(relation.target),
                     null_safe_match(relation, search, flavour));
}

std::string update_equal_text(const Relation& relation, Search search, Flavour flavour) {
  const bool hashed = !hashed_positions(relation).empty();
  return fmt::format("UPDATE {} SET {}{} WHERE {} LIMIT ?", quoted_name(relation.target),
                     assignments(relation, every_column(relation)),
                     hashed ? ", " + row_hash_name() + " = ?" : "",
                     null_safe_match(relation, search, flavour));
}

std::string mark_equal_text(const Relation& relation, Search search, Flavour flavour) {
  return fmt::format("UPDATE {} SET {} WHERE {} LIMIT ?", quoted_name(relation.target),
                     assignments(relation, marking_columns(relation)),
                     null_safe_match(relation, search, flavour));
}

std::string probe_text(const Relation& relation) {
  const std::string column = column_name(relation, relation.identity.front());
  return fmt::format("UPDATE {} SET {} = {} WHERE {}", quoted_name(relation.target), column, column,
                     row_match(relation));
}

std::string truncate_text(const Relation& relation) {
  const std::string target = quoted_name(relation.target);
  const std::string rows =
      both(key_match(relation, relation.key_constants), marked_match(relation, false));
  const std::string where = rows.empty() ? "" : " WHERE " + rows;
  if (!relation.deletion_mark) return fmt::format("DELETE FROM {}{}", target, where);
  return fmt::format("UPDATE {} SET {}{}", target, assignments(relation, marking_columns(relation)),
                     where);
}

}  // namespace applier
