// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/type_override.hpp"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "applier/base/error.hpp"
#include "applier/rules/mysql_type.hpp"

namespace applier {
namespace {

using frame::Wire;

constexpr const char* kIntegers = " TINYINT SMALLINT MEDIUMINT INT INTEGER BIGINT BOOLEAN BOOL ";
constexpr const char* kTexts = " VARCHAR TINYTEXT TEXT MEDIUMTEXT LONGTEXT ";
constexpr const char* kCharacters = " CHAR VARCHAR TINYTEXT TEXT MEDIUMTEXT LONGTEXT ";
// What MySQL has no key of, or no key that is the same as PostgreSQL's.
constexpr const char* kNotInKeys =
    " TINYTEXT TEXT MEDIUMTEXT LONGTEXT TINYBLOB BLOB MEDIUMBLOB LONGBLOB JSON TIMESTAMP ";

// Decimals of seconds that are left out are rounded without a word.
bool keeps_fraction(const MysqlType& own, const MysqlType& wanted) {
  return wanted.length.value_or(0) >= own.length.value_or(0);
}

// FLOAT(7,4) rounds without a word.
bool has_no_digits(const MysqlType&, const MysqlType& wanted) {
  return !wanted.length;
}

// So many digits of any decimal survive being a double.
bool survives_double(const MysqlType& own, const MysqlType& wanted) {
  return own.length.value_or(UINT32_MAX) <= 15 && !wanted.length;
}

bool is_whole(const MysqlType& own, const MysqlType&) {
  return own.scale == 0u;
}

bool is_16_bytes(const MysqlType&, const MysqlType& wanted) {
  return wanted.length == 16u;
}

// The first entry that fits says how values are bound; where none does, the type is refused.
struct Possibility {
  Wire wire;
  const char* own;     // words of the plugin's type; nullptr: any
  const char* wanted;  // words of the other one
  Wire bound_as;
  bool (*fits)(const MysqlType& own, const MysqlType& wanted) = nullptr;
};

constexpr Possibility kPossibilities[] = {
    {Wire::Boolean, nullptr, kIntegers, Wire::Boolean},
    {Wire::Boolean, nullptr, " BIT DECIMAL ", Wire::Boolean},
    {Wire::Integer, nullptr, kIntegers, Wire::Integer},
    {Wire::Integer, nullptr, " DECIMAL ", Wire::Integer},
    {Wire::Integer, " SMALLINT INT ", " DOUBLE ", Wire::Integer, has_no_digits},
    {Wire::Unsigned, nullptr, kIntegers, Wire::Unsigned},
    {Wire::Unsigned, nullptr, " DECIMAL ", Wire::Unsigned},
    {Wire::Unsigned, " BIT ", " BIT ", Wire::Unsigned},
    {Wire::Float, nullptr, " FLOAT DOUBLE ", Wire::Float, has_no_digits},
    {Wire::Double, nullptr, " DOUBLE ", Wire::Double, has_no_digits},
    {Wire::Decimal, nullptr, " DECIMAL ", Wire::Decimal},
    {Wire::Decimal, nullptr, " DOUBLE ", Wire::Decimal, survives_double},
    {Wire::Decimal, nullptr, kIntegers, Wire::Decimal, is_whole},
    {Wire::Text, nullptr, kTexts, Wire::Text},
    // MySQL strips the blanks at a CHAR's end: only for what has none there.
    {Wire::Text, " CHAR ", " CHAR ", Wire::Text},
    {Wire::Binary, nullptr, " VARBINARY TINYBLOB BLOB MEDIUMBLOB LONGBLOB ", Wire::Binary},
    {Wire::Date, nullptr, " DATE DATETIME ", Wire::Date},
    {Wire::Time, nullptr, " TIME ", Wire::Time, keeps_fraction},
    {Wire::Datetime, nullptr, " DATETIME TIMESTAMP ", Wire::Datetime, keeps_fraction},
    {Wire::Uuid, nullptr, " BINARY ", Wire::Binary, is_16_bytes},
    {Wire::Uuid, nullptr, " CHAR UUID ", Wire::Uuid},
    {Wire::Json, nullptr, " JSON ", Wire::Json},
};

// The plugin's own may be an ENUM with its labels.
MysqlType own_type(const std::string& mysql_type) {
  MysqlType type;
  type.word = mysql_type.substr(0, mysql_type.find_first_of(" ("));
  return type.word == "ENUM" ? type : parse_mysql_type(mysql_type);
}

bool is_possible(const Possibility& way, const Column& column, const MysqlType& own,
                 const MysqlType& wanted) {
  return way.wire == column.wire && (way.own == nullptr || is_one_of(own.word, way.own)) &&
         is_one_of(wanted.word, way.wanted) &&
         (!wanted.is_unsigned || is_one_of(wanted.word, kIntegers)) &&
         (way.fits == nullptr || way.fits(own, wanted));
}

bool contains(const std::vector<std::uint16_t>& key, std::size_t position) {
  return std::find(key.begin(), key.end(), position) != key.end();
}

bool is_in_key(const Relation& relation, std::size_t position) {
  return contains(relation.primary_key, position) || contains(relation.identity, position);
}

bool is_ascii(const MysqlType& type) {
  return type.character_set == "ascii" && type.collation == "ascii_bin";
}

// Rows are found by such columns, so what differs on the source must differ in MySQL, and compare
// with what is sent.
const char* mistake_in_key(const Relation& relation, std::size_t position, const MysqlType& type) {
  const bool is_compared = relation.identity_kind == frame::Identity::Full;
  if (is_in_key(relation, position) && is_one_of(type.word, kNotInKeys))
    return "It is in a key, and MySQL has no such keys.";
  if (is_compared && type.names_collation())
    return "The table has no key, so its rows are compared byte by byte, which is not for a "
           "character set or collation of your own.";
  if (is_in_key(relation, position) && type.names_collation() && !is_ascii(type))
    return "It is in a key, where text is compared byte by byte: without a character set and "
           "collation, or with CHARACTER SET ascii COLLATE ascii_bin.";
  return nullptr;
}

// The plugin chose a collation that knows no padding and tells all bytes apart.
void inherit_collation(MysqlType& type, const MysqlType& own) {
  if (!is_one_of(type.word, kCharacters) || type.names_collation()) return;
  type.character_set = own.character_set;
  type.collation = own.collation;
}

[[noreturn]] void refuse(const Relation& relation, const Column& column, const Said& type,
                         std::string detail, std::string hint) {
  throw Error(fmt::format("{}: column \"{}\" of table \"{}\" cannot be {}", type.where,
                          column.known_as(), relation.source_name(), type.text),
              std::move(detail), std::move(hint));
}

}  // namespace

bool is_text_type(const std::string& mysql_type) {
  return is_one_of(parse_mysql_type(mysql_type).word, kTexts);
}

void override_type(Relation& relation, std::size_t position, const Said& type) {
  Column& column = relation.columns[position];
  const MysqlType own = own_type(column.mysql_type);
  MysqlType wanted = parse_mysql_type(type.text);
  const auto way =
      std::find_if(std::begin(kPossibilities), std::end(kPossibilities),
                   [&](const Possibility& each) { return is_possible(each, column, own, wanted); });
  if (way == std::end(kPossibilities))
    refuse(relation, column, type,
           fmt::format("Values of {} could be changed in silence.", column.mysql_type),
           "Convert it on the source: expression = \"…::…\" with a cast, and the type that the "
           "result needs. docs/rules.md has the types that are possible.");
  if (const char* mistake = mistake_in_key(relation, position, wanted))
    refuse(relation, column, type, mistake, "Choose another type, or leave it out.");
  inherit_collation(wanted, own);
  column.mysql_type = wanted.text();
  column.wire = way->bound_as;
}

}  // namespace applier
