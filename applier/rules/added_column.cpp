// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/added_column.hpp"

#include <algorithm>
#include <charconv>
#include <iterator>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/rules/mysql_type.hpp"

namespace applier {
namespace {

using frame::Wire;
using Kind = AddedColumn::Kind;

// The collation that has the same name on every server, for texts of any language.
constexpr const char* kCharacterSet = "utf8mb4";
constexpr const char* kCollation = "utf8mb4_bin";

struct KindOf {
  Kind kind;
  Origin origin;
  const char* type;
};

constexpr KindOf kKinds[] = {
    {Kind::Constant, Origin::Constant, "VARCHAR(64)"},
    {Kind::CommitLsn, Origin::CommitLsn, "BIGINT UNSIGNED"},
    {Kind::CommitTime, Origin::CommitTime, "DATETIME(6)"},
    {Kind::Operation, Origin::Operation, "VARCHAR(6)"},
};

constexpr const char* kIntegers = " TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT ";
constexpr const char* kCharacters = " CHAR VARCHAR ";

// The first entry that fits says how values are bound.
struct Possibility {
  Kind kind;
  const char* words;
  Wire wire;
  std::uint32_t length_min = 0;  // characters, or digits of seconds
};

constexpr Possibility kPossibilities[] = {
    {Kind::Constant, kIntegers, Wire::Integer},
    {Kind::Constant, kCharacters, Wire::Text},
    {Kind::Constant, " TINYTEXT TEXT MEDIUMTEXT LONGTEXT ", Wire::Text},
    {Kind::Constant, " DECIMAL DATE TIME DATETIME TIMESTAMP ", Wire::Text},
    {Kind::Constant, " JSON ", Wire::Json},
    {Kind::CommitLsn, " BIGINT ", Wire::Unsigned},
    {Kind::CommitLsn, kCharacters, Wire::Text, sizeof "FFFFFFFF/FFFFFFFF" - 1},
    {Kind::CommitTime, " DATETIME TIMESTAMP ", Wire::Datetime, 6},
    {Kind::Operation, kCharacters, Wire::Text, sizeof "update" - 1},
};

[[noreturn]] void refuse(const AddedColumn& added, const std::string& mistake, std::string hint) {
  throw Error(fmt::format("{}: added column \"{}\" {}", added.where, added.name, mistake), {},
              std::move(hint));
}

const KindOf& kind_of(const AddedColumn& added) {
  return *std::find_if(std::begin(kKinds), std::end(kKinds),
                       [&](const KindOf& each) { return each.kind == added.kind; });
}

MysqlType type_of(const AddedColumn& added) try {
  return parse_mysql_type(added.type.empty() ? kind_of(added).type : added.type);
} catch (const Error& error) {
  refuse(added, fmt::format("cannot have its type: {}", error.message()), error.hint());
}

Wire wire_of(const AddedColumn& added, const MysqlType& type) {
  const auto found = std::find_if(
      std::begin(kPossibilities), std::end(kPossibilities), [&](const Possibility& each) {
        return each.kind == added.kind && is_one_of(type.word, each.words) &&
               type.length.value_or(0) >= each.length_min;
      });
  if (found == std::end(kPossibilities))
    refuse(added, fmt::format("cannot have the type {}", type.text()),
           fmt::format("Leave the type out: it is {} then.", kind_of(added).type));
  return found->wire == Wire::Integer && type.is_unsigned ? Wire::Unsigned : found->wire;
}

// As MySQL shows it, so that equal numbers are equal texts.
template <typename Number>
bool normalize_number(std::string& text) {
  Number number = 0;
  const char* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc{} || rest != end) return false;
  text = std::to_string(number);
  return true;
}

bool is_whole_number(Column& column) {
  return column.wire == Wire::Integer ? normalize_number<std::int64_t>(column.constant)
                                      : normalize_number<std::uint64_t>(column.constant);
}

std::size_t characters_in(const std::string& text) {
  return static_cast<std::size_t>(
      std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xc0) != 0x80; }));
}

void check_constant(const AddedColumn& added, const MysqlType& type, Column& column) {
  if (is_one_of(type.word, kIntegers) && !is_whole_number(column))
    refuse(added, fmt::format("is a whole number, {}, and its value is not", type.text()),
           "Give it a value of digits alone, or another type.");
  if (is_one_of(type.word, kCharacters) && characters_in(column.constant) > type.length.value_or(1))
    refuse(added, fmt::format("has a value that is too long for {}", type.text()),
           "Give it a longer type: type = \"VARCHAR(200)\".");
}

// Rows are told apart by it, so what differs in the rules must differ in MySQL.
void check_in_key(const AddedColumn& added, const MysqlType& type) {
  if (added.kind != Kind::Constant)
    refuse(added, "cannot be in a key", "Only a constant can be in the key.");
  if (!is_one_of(type.word, kIntegers) && !is_one_of(type.word, kCharacters))
    refuse(added, fmt::format("cannot be in a key with the type {}", type.text()),
           "In a key it is a VARCHAR, a CHAR or a whole number.");
  if (added.text.ends_with(' '))
    refuse(added, "cannot be in a key with a blank at the end of its value",
           "MySQL takes it for the same without the blank: leave it out.");
}

}  // namespace

Column added_column(const AddedColumn& added) {
  MysqlType type = type_of(added);
  Column column;
  column.name = added.name;
  column.origin = kind_of(added).origin;
  column.wire = wire_of(added, type);
  if (added.kind == Kind::Constant) {
    column.constant = added.text;
    check_constant(added, type, column);
  }
  if (added.in_key) check_in_key(added, type);
  if (column.wire == Wire::Text && !type.names_collation() &&
      !is_one_of(type.word, " DECIMAL DATE TIME DATETIME TIMESTAMP ")) {
    type.character_set = kCharacterSet;
    type.collation = kCollation;
  }
  column.mysql_type = type.text();
  return column;
}

}  // namespace applier
