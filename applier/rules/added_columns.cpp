// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/added_columns.hpp"

#include <algorithm>
#include <charconv>
#include <functional>
#include <span>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/schema/key_width.hpp"
#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

using frame::Wire;

// One table may be filled from databases of any encoding, so the default takes any text; its
// collation has the same name on every server.
constexpr const char* kCollation = " CHARACTER SET utf8mb4 COLLATE utf8mb4_bin";
constexpr const char* kConstantType = "VARCHAR(64)";

// A type's first word is what tells how its values are bound.
struct TypeOf {
  Origin origin;
  const char* words;  // nullptr: any other
  Wire wire;
};

constexpr const char* kIntegers = " TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT ";
constexpr const char* kCharacters = " CHAR VARCHAR ";

constexpr TypeOf kTypes[] = {
    {Origin::Constant, kIntegers, Wire::Integer},
    {Origin::Constant, " JSON ", Wire::Json},
    {Origin::Constant, nullptr, Wire::Text},
    {Origin::CommitLsn, " BIGINT ", Wire::Unsigned},
    {Origin::CommitLsn, kCharacters, Wire::Text},
    {Origin::CommitTime, " DATETIME TIMESTAMP ", Wire::Datetime},
    {Origin::Operation, " CHAR VARCHAR ENUM ", Wire::Text},
};

struct KindOf {
  AddedColumn::Kind kind;
  Origin origin;
  const char* type;
};

constexpr KindOf kKinds[] = {
    {AddedColumn::Kind::Constant, Origin::Constant, kConstantType},
    {AddedColumn::Kind::CommitLsn, Origin::CommitLsn, "BIGINT UNSIGNED"},
    {AddedColumn::Kind::CommitTime, Origin::CommitTime, "DATETIME(6)"},
    {AddedColumn::Kind::Operation, Origin::Operation, "VARCHAR(6)"},
};

[[noreturn]] void refuse(const AddedColumn& added, const std::string& mistake, std::string hint) {
  throw Error(fmt::format("{}{}added column \"{}\" {}", added.where,
                          added.where.empty() ? "" : ": ", added.name, mistake),
              {}, std::move(hint));
}

std::string upper_case(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(), [](char c) {
    return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  });
  return text;
}

std::string first_word(const std::string& type) {
  return upper_case(type.substr(0, type.find_first_of(" (")));
}

bool is_one_of(const std::string& word, const char* words) {
  return std::string_view(words).find(" " + word + " ") != std::string_view::npos;
}

bool names_collation(const std::string& type) {
  const std::string upper = upper_case(type);
  return upper.find("COLLATE") != std::string::npos || upper.find("CHAR") != upper.rfind("CHAR");
}

Wire wire_of(const AddedColumn& added, const KindOf& kind, const Column& column) {
  const std::string word = first_word(column.mysql_type);
  for (const TypeOf& type : kTypes)
    if (type.origin == kind.origin && (type.words == nullptr || is_one_of(word, type.words)))
      return type.wire;
  refuse(added, fmt::format("cannot have the type {}", column.mysql_type),
         fmt::format("Leave the type out: it is {} then.", kind.type));
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

void check_constant(const AddedColumn& added, Column& column) {
  if (column.wire != Wire::Integer) return;
  if (upper_case(column.mysql_type).find("UNSIGNED") != std::string::npos)
    column.wire = Wire::Unsigned;
  const bool is_number = column.wire == Wire::Integer
                             ? normalize_number<std::int64_t>(column.constant)
                             : normalize_number<std::uint64_t>(column.constant);
  if (!is_number)
    refuse(added, fmt::format("is a whole number, {}, and its value is not", column.mysql_type),
           "Give it a value of digits alone, or another type.");
}

// Rows are told apart by it, so what differs in the rules must differ in MySQL.
void check_in_key(const AddedColumn& added, const Column& column) {
  if (added.kind != AddedColumn::Kind::Constant)
    refuse(added, "cannot be in a key", "Only a constant can be in the key.");
  const std::string word = first_word(column.mysql_type);
  if (!is_one_of(word, kIntegers) && !is_one_of(word, kCharacters))
    refuse(added, fmt::format("cannot be in a key with the type {}", column.mysql_type),
           "In a key it is a VARCHAR, a CHAR or a whole number.");
  if (column.constant.ends_with(' '))
    refuse(added, "cannot be in a key with a blank at the end of its value",
           "MySQL takes it for the same without the blank: leave it out.");
}

Column column_of(const AddedColumn& added) {
  const KindOf& kind = *std::find_if(std::begin(kKinds), std::end(kKinds),
                                     [&](const KindOf& each) { return each.kind == added.kind; });
  Column column;
  column.name = added.name;
  column.mysql_type = added.type.empty() ? kind.type : added.type;
  column.origin = kind.origin;
  column.wire = wire_of(added, kind, column);
  if (kind.origin == Origin::Constant) column.constant = added.text;
  check_constant(added, column);
  if (added.in_key) check_in_key(added, column);
  if (is_one_of(first_word(column.mysql_type), kCharacters) && !names_collation(column.mysql_type))
    column.mysql_type += kCollation;
  return column;
}

Column deletion_column(const std::string& name, Origin origin) {
  Column column;
  column.name = name;
  column.origin = origin;
  const bool is_time = origin == Origin::DeletionTime;
  column.mysql_type = is_time ? "DATETIME(6)" : "TINYINT(1)";
  column.wire = is_time ? Wire::Datetime : Wire::Boolean;
  return column;
}

std::uint16_t append(Relation& relation, Column column) {
  for (const Column& other : relation.columns)
    if (same_column_name(other.name, column.name))
      throw Error(
          fmt::format("table \"{}\" has a column \"{}\", and the rules add one of that name",
                      relation.source_name(), other.name),
          "MySQL's column names do not know case.",
          "Give the added column another name, or rename the table's by a rule.");
  relation.columns.push_back(std::move(column));
  ++relation.added;
  return static_cast<std::uint16_t>(relation.columns.size() - 1);
}

void begin_keys(Relation& relation) {
  const std::vector<std::uint16_t>& constants = relation.key_constants;
  for (std::vector<std::uint16_t>* key : {&relation.primary_key, &relation.identity}) {
    if (key->empty()) continue;
    key->insert(key->begin(), constants.begin(), constants.end());
    shorten_key(relation, *key);
  }
}

void share_target(Relation& relation) {
  if (relation.key_constants.empty())
    throw Error(
        fmt::format("table \"{}\" shares its target \"{}\".\"{}\", and no constant in the key "
                    "tells its rows from the others",
                    relation.source_name(), relation.target.database, relation.target.table),
        "A TRUNCATE of the table, or a copy that begins again, must find its own rows.",
        "Add a constant column with in_key = true to the rule, another value for every table.");
  const std::size_t hash =
      std::hash<std::string>{}(relation.target.database + '\0' + relation.target.table);
  relation.shared_target = hash | std::uint64_t{1} << 63;  // no table's own number
}

}  // namespace

void add_columns(const TableRules& rules, Relation& relation) {
  for (const AddedColumn& added : rules.added) {
    if (added.kind == AddedColumn::Kind::Computed) continue;
    const std::uint16_t position = append(relation, column_of(added));
    if (added.in_key) relation.key_constants.push_back(position);
  }
  if (!relation.key_constants.empty()) begin_keys(relation);
  if (!rules.soft_delete_flag.empty())
    relation.deletion_mark =
        append(relation, deletion_column(rules.soft_delete_flag, Origin::DeletionFlag));
  if (!rules.soft_delete_time.empty())
    relation.deletion_mark =
        append(relation, deletion_column(rules.soft_delete_time, Origin::DeletionTime));
  if (rules.many_to_one) share_target(relation);
}

}  // namespace applier
