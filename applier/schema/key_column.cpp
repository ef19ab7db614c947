// SPDX-License-Identifier: PostgreSQL
#include "applier/schema/key_column.hpp"

#include "applier/write/identifier.hpp"

namespace applier {
namespace {

// By the attribute's number, which a rename leaves as it is.
std::string hash_column_name(const Column& column) {
  return quoted_identifier("wal2mysql_key_" + std::to_string(column.attnum));
}

std::string hash_of(const std::string& operand) {
  return "UNHEX(SHA2(" + operand + ", 256))";
}

}  // namespace

bool is_hashed(const Column& column) {
  return column.mysql_type.starts_with("LONGTEXT") || column.mysql_type.starts_with("LONGBLOB");
}

std::string key_column_name(const Column& column) {
  return is_hashed(column) ? hash_column_name(column) : quoted_identifier(column.name);
}

std::string key_operand(const Column& column, const std::string& operand) {
  return is_hashed(column) ? hash_of(operand) : compared_operand(column, operand);
}

// Decimals travel as text, which MySQL would compare with a DECIMAL as two doubles.
std::string compared_operand(const Column& column, const std::string& operand) {
  if (column.wire != frame::Wire::Decimal) return operand;
  // A rule may have made an integer or a double of it, to which MySQL has no such cast.
  const bool is_decimal = column.mysql_type.starts_with("DECIMAL");
  return "CAST(" + operand + " AS " + (is_decimal ? column.mysql_type : "DECIMAL(65,30)") + ")";
}

std::string hash_column_definition(const Column& column) {
  return hash_column_name(column) + " BINARY(32) GENERATED ALWAYS AS (" +
         hash_of(quoted_identifier(column.name)) + ") STORED";
}

}  // namespace applier
