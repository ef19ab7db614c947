// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/own_rows.hpp"

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/write/identifier.hpp"

namespace applier {
namespace {

constexpr int kRowsAtOnce = 10'000;

template <typename Quote>
std::string match(const Relation& relation, Quote quote) {
  std::string conditions;
  for (const std::uint16_t position : relation.key_constants) {
    const Column& column = relation.columns[position];
    conditions += fmt::format("{}{} = {}", conditions.empty() ? "" : " AND ",
                              quoted_identifier(column.name), quote(column.constant));
  }
  return conditions;
}

std::string where_own(TargetConnection& connection, const Relation& relation) {
  const std::string own =
      match(relation, [&](const std::string& text) { return connection.quoted_literal(text); });
  return own.empty() ? "" : " WHERE " + own;
}

std::string quoted(const std::string& text) {
  std::string quoted = "'";
  for (const char character : text) {
    if (character == '\'') quoted += character;
    quoted += character;
  }
  return quoted + "'";
}

}  // namespace

std::string own_rows_text(const Relation& relation) {
  return match(relation, quoted);
}

void check_own_rows(const std::string& copied, const Relation& relation) {
  const std::string own = own_rows_text(relation);
  if (copied == own) return;
  const auto shown = [](const std::string& rows) {
    return rows.empty() ? "all rows" : "the rows where " + rows;
  };
  throw Error(fmt::format("the rules give table \"{}\" other rows of \"{}\".\"{}\" than it was "
                          "copied into",
                          relation.source_name(), relation.target.database, relation.target.table),
              fmt::format("It has {}, and now is to have {}.", shown(copied), shown(own)),
              "Constants of a key are for the whole life of a copy: take the rule back, or let "
              "wal2mysql copy the table again.");
}

bool has_own_rows(TargetConnection& connection, const Relation& relation) {
  return connection
      .query_value(fmt::format("SELECT 1 FROM {}{} LIMIT 1", quoted_name(relation.target),
                               where_own(connection, relation)))
      .has_value();
}

void remove_own_rows(TargetConnection& connection, const Relation& relation) {
  const std::string target = quoted_name(relation.target);
  if (relation.key_constants.empty()) return void(connection.execute("TRUNCATE TABLE " + target));
  const std::string remove = fmt::format("DELETE FROM {}{} LIMIT {}", target,
                                         where_own(connection, relation), kRowsAtOnce);
  while (connection.execute(remove) > 0) connection.commit();
  connection.commit();
}

}  // namespace applier
