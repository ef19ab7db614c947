// SPDX-License-Identifier: PostgreSQL
#include "applier/write/statement_text.hpp"

#include <numeric>
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

std::string key_match(const Relation& relation) {
  return joined(relation.identity, " AND ", [&](auto p) {
    const Column& column = relation.columns[p];
    return key_column_name(column) + " = " + key_operand(column, "?");
  });
}

// "?, ?" or, several times, "(?, ?), (?, ?)".
std::string placeholders(std::size_t count) {
  std::string list;
  for (std::size_t i = 0; i < count; ++i) list += i == 0 ? "?" : ",?";
  return list;
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

std::vector<std::uint16_t> every_column(const Relation& relation) {
  std::vector<std::uint16_t> positions(relation.columns.size());
  std::iota(positions.begin(), positions.end(), 0);
  return positions;
}

// MySQL compares JSON with a string as if the string were a JSON string; MariaDB's JSON is text.
std::string null_safe_match(const Relation& relation, Search search, Flavour flavour) {
  const std::string first = search == Search::ByHash ? row_hash_name() + " = ? AND " : "";
  return first + joined(every_column(relation), " AND ", [&](auto p) {
           const Column& column = relation.columns[p];
           const bool is_json = column.wire == frame::Wire::Json && flavour == Flavour::MySql;
           return column_name(relation, p) + " <=> " +
                  (is_json ? "CAST(? AS JSON)" : compared_operand(column, "?"));
         });
}

}  // namespace

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
                     quoted_name(relation.target), key_match(relation));
}

std::string delete_text(const Relation& relation, std::size_t rows) {
  const bool composite = relation.identity.size() > 1;
  const std::string key =
      joined(relation.identity, ", ", [&](auto p) { return key_column_name(relation.columns[p]); });
  const std::string row =
      joined(relation.identity, ",", [&](auto p) { return key_operand(relation.columns[p], "?"); });
  return fmt::format("DELETE FROM {} WHERE {} IN ({})", quoted_name(relation.target),
                     composite ? "(" + key + ")" : key,
                     repeated(composite ? "(" + row + ")" : row, rows));
}

std::string update_text(const Relation& relation, Positions set) {
  return fmt::format("UPDATE {} SET {} WHERE {}", quoted_name(relation.target),
                     assignments(relation, set), key_match(relation));
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
  const std::string on = joined(relation.identity, " AND ", match);
  const std::string settings = joined(set, ", ", [&](auto p) {
    return fmt::format("t.{} = v.c{}", column_name(relation, p), next++);
  });
  std::string columns;
  for (std::size_t i = 0; i < keys + set.size(); ++i)
    columns += fmt::format("{}c{}", i == 0 ? "" : ",", i);
  return fmt::format("UPDATE (VALUES {}) v({}) STRAIGHT_JOIN {} t ON {} SET {}",
                     repeated("ROW(" + placeholders(keys + set.size()) + ")", rows), columns,
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

std::string probe_text(const Relation& relation) {
  const std::string column = column_name(relation, relation.identity.front());
  return fmt::format("UPDATE {} SET {} = {} WHERE {}", quoted_name(relation.target), column, column,
                     key_match(relation));
}

std::string truncate_text(const Relation& relation) {
  return "DELETE FROM " + quoted_name(relation.target);
}

}  // namespace applier
