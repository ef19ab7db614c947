// SPDX-License-Identifier: PostgreSQL
#include "applier/values/substitution.hpp"

#include <utility>

#include <fmt/format.h>

#include "applier/values/clamp.hpp"
#include "applier/write/row_key_text.hpp"

namespace applier {
namespace {

constexpr std::size_t kStatementBytes = 256 * 1024;

// Room for what stands around a literal.
constexpr std::size_t kRestOfStatementBytes = 512 * 1024;

class TooLong : public Error {
 public:
  TooLong(std::size_t bytes, std::uint64_t limit)
      : Error(fmt::format("a value of {} bytes that MySQL cannot hold as it is cannot be kept with "
                          "the target's max_allowed_packet, {} bytes",
                          bytes, limit),
              {},
              "Raise max_allowed_packet on the target (SET GLOBAL, and in its configuration file) "
              "to a little more than twice the value; then start wal2mysql again.") {}
};

Error& about_column(Error& error, const Relation& relation, const Column& column) {
  return error.about(
      fmt::format("column \"{}\", table \"{}\"", column.known_as(), relation.source_name()));
}

// Of the row as the target has it after the change.
std::string key_of(const Change& change) {
  std::vector<Value> key;
  for (std::uint16_t column : change.relation->identity) key.push_back(change.new_row[column]);
  return row_key_text(*change.relation, key.data());
}

}  // namespace

std::vector<LossyValue> Substitution::apply(Unit& unit) {
  lossy_.clear();
  for (Change& change : unit.changes) {
    if (!change.relation->has_policies || change.action == Action::Truncate) continue;
    substitute_old(change, unit.arena);
    if (change.action != Action::Delete) substitute_new(change, unit.arena);
  }
  return std::exchange(lossy_, {});
}

void Substitution::substitute_old(Change& change, Arena& arena) {
  const Relation& relation = *change.relation;
  if (change.old_kind == frame::OldRow::Key) {
    for (std::size_t i = 0; i < relation.identity.size(); ++i) {
      const Column& column = relation.columns[relation.identity[i]];
      change.old_row[i] = substitute(column, change.old_row[i], arena);
    }
  } else if (change.old_kind == frame::OldRow::Full) {
    for (std::size_t i = 0; i < relation.columns.size(); ++i)
      change.old_row[i] = substitute(relation.columns[i], change.old_row[i], arena);
  }
}

void Substitution::substitute_new(Change& change, Arena& arena) {
  const Relation& relation = *change.relation;
  const std::size_t noted = lossy_.size();
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Column& column = relation.columns[i];
    Value& value = change.new_row[i];
    if (fits(column, value) || column.policy == ValuePolicy::Error) continue;
    lossy_.push_back({relation.shared_from_this(), i, {}, std::string(value.bytes())});
    try {
      value = substitute(column, value, arena);
    } catch (Error& error) {
      throw about_column(error, relation, column);
    }
  }
  if (lossy_.size() == noted) return;
  const std::string row_key = key_of(change);
  for (std::size_t i = noted; i < lossy_.size(); ++i) lossy_[i].row_key = row_key;
}

Value Substitution::substitute(const Column& column, const Value& value, Arena& arena) {
  if (fits(column, value) || column.policy == ValuePolicy::Error) return value;
  if (column.policy == ValuePolicy::Null) return {};
  const bool json_is_valid = column.wire == frame::Wire::Json && is_valid_json(value);
  return clamped(column, value, json_is_valid, arena);
}

// MySQL does not answer the question for a document that is too deep.
bool Substitution::is_valid_json(const Value& value) try {
  return connection_.query_value("SELECT JSON_VALID(" + literal(value.bytes()) + ")") == "1";
} catch (const Error& error) {
  if (error.remedy() != Remedy::Halt || dynamic_cast<const TooLong*>(&error) != nullptr) throw;
  return false;
}

// The server ends a connection that sends more than it takes, and would do so again and again.
std::string Substitution::literal(std::string_view bytes) const {
  std::string quoted = connection_.quoted_literal(bytes);
  if (quoted.size() + kRestOfStatementBytes > connection_.max_allowed_packet())
    throw TooLong(bytes.size(), connection_.max_allowed_packet());
  return quoted;
}

void Substitution::save(const std::string& stream, const std::vector<LossyValue>& values) {
  const auto quoted = [&](std::string_view text) { return connection_.quoted_literal(text); };
  std::string rows;
  const auto flush = [&] {
    if (rows.empty()) return;
    connection_.execute(
        "INSERT INTO `wal2mysql`.`lossy_values` "
        "(stream, source_schema, source_table, column_name, row_key, policy, original) VALUES " +
        rows);
    rows.clear();
  };
  for (const LossyValue& lossy : values) {
    const Column& column = lossy.relation->columns[lossy.column];
    try {
      rows += fmt::format(
          "{}({}, {}, {}, {}, {}, {}, _binary {})", rows.empty() ? "" : ", ", quoted(stream),
          quoted(lossy.relation->schema), quoted(lossy.relation->name), quoted(column.known_as()),
          quoted(lossy.row_key), quoted(value_policy_name(column.policy)), literal(lossy.original));
    } catch (Error& error) {
      throw about_column(error, *lossy.relation, column);
    }
    if (rows.size() > kStatementBytes) flush();
  }
  flush();
}

}  // namespace applier
