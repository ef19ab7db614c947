// SPDX-License-Identifier: PostgreSQL
#include "applier/decode/added_values.hpp"

#include <algorithm>
#include <charconv>
#include <cstring>
#include <string_view>

namespace applier {

using frame::ValueKind;
using frame::Wire;

namespace {

constexpr std::string_view kOperations[] = {"insert", "update", "delete", "copy"};

Value unchanged() {
  Value value;
  value.kind = ValueKind::Unchanged;
  return value;
}

Value integer_value(ValueKind kind, std::int64_t number) {
  Value value;
  value.kind = kind;
  value.integer = number;
  return value;
}

Value unsigned_value(std::uint64_t number) {
  const ValueKind kind = number > INT64_MAX ? ValueKind::Unsigned : ValueKind::Integer;
  Value value = integer_value(kind, 0);
  value.unsigned_integer = number;
  return value;
}

Value text_value(std::string_view text) {
  Value value;
  value.kind = ValueKind::Text;
  value.length = static_cast<std::uint32_t>(text.size());
  value.data = text.data();
  return value;
}

Value lsn_value(Wire wire, Lsn lsn, Arena& arena) {
  if (wire == Wire::Unsigned) return unsigned_value(lsn.value);
  const std::string text = lsn.text();
  char* bytes = arena.array<char>(text.size());
  std::memcpy(bytes, text.data(), text.size());
  return text_value({bytes, text.size()});
}

Value time_value(const std::optional<std::int64_t>& time_us) {
  return time_us ? integer_value(ValueKind::Integer, *time_us) : Value{};
}

Value value_of(const Column& column, const Writing& writing, Arena& arena) {
  const bool deleted = writing.operation == Writing::Operation::Delete;
  switch (column.origin) {
    case Origin::Constant:
      return constant_value(column);
    case Origin::CommitLsn:
      return lsn_value(column.wire, writing.commit_lsn, arena);
    case Origin::CommitTime:
      return time_value(writing.commit_time_us);
    case Origin::Operation:
      return text_value(kOperations[static_cast<std::size_t>(writing.operation)]);
    case Origin::DeletionTime:
      return deleted ? time_value(writing.commit_time_us) : Value{};
    case Origin::DeletionFlag:
      return integer_value(ValueKind::Boolean, deleted);
    default:
      return unchanged();
  }
}

void add_new_values(const Relation& relation, const Writing& writing, Value* row, Arena& arena) {
  for (std::size_t i = relation.carried(); i < relation.columns.size(); ++i)
    row[i] = value_of(relation.columns[i], writing, arena);
}

void make_deleted_row(const Relation& relation, const Writing& writing, Value* row, Arena& arena) {
  for (std::size_t i = 0; i < relation.columns.size(); ++i) {
    const Column& column = relation.columns[i];
    const bool stays = column.origin == Origin::Source || column.origin == Origin::Constant;
    row[i] = stays ? unchanged() : value_of(column, writing, arena);
  }
}

void add_old_values(const Relation& relation, Value* row) {
  std::fill(row + relation.carried(), row + relation.columns.size(), unchanged());
  for (std::uint16_t position : relation.key_constants)
    row[position] = constant_value(relation.columns[position]);
}

void add_key_constants(const Relation& relation, Value* key) {
  for (std::size_t i = 0; i < relation.key_constants.size(); ++i)
    key[i] = constant_value(relation.columns[relation.key_constants[i]]);
}

}  // namespace

Value constant_value(const Column& column) {
  const char* begin = column.constant.data();
  const char* end = begin + column.constant.size();
  std::uint64_t number = 0;
  std::int64_t signed_number = 0;
  switch (column.wire) {
    case Wire::Unsigned:
      std::from_chars(begin, end, number);
      return unsigned_value(number);
    case Wire::Integer:
      std::from_chars(begin, end, signed_number);
      return integer_value(ValueKind::Integer, signed_number);
    default:
      return text_value(column.constant);
  }
}

void add_values(const Change& change, const Writing& writing, Arena& arena) {
  const Relation& relation = *change.relation;
  if (change.old_kind == frame::OldRow::Key) add_key_constants(relation, change.old_row);
  if (change.old_kind == frame::OldRow::Full) add_old_values(relation, change.old_row);
  if (change.action == Action::Insert || change.action == Action::Update)
    add_new_values(relation, writing, change.new_row, arena);
  else if (relation.deletion_mark)
    make_deleted_row(relation, writing, change.new_row, arena);
}

}  // namespace applier
