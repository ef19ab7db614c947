// SPDX-License-Identifier: PostgreSQL
// MySQL manual, "CREATE TABLE Statement": how long comments are, what AUTO_INCREMENT needs.
#include "applier/schema/table_plan.hpp"

#include <fmt/format.h>

#include "applier/schema/column_default.hpp"
#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

constexpr std::size_t kColumnCommentMax = 1024;
constexpr std::size_t kTableCommentMax = 2048;

bool is_character_start(char byte) {
  return (byte & 0xc0) != 0x80;
}

// Both servers put question marks in the place of characters beyond U+FFFF.
std::string in_basic_plane(std::string_view utf8) {
  constexpr const char* kReplacement = "\xef\xbf\xbd";
  std::string result;
  bool is_beyond = false;
  for (const char byte : utf8) {
    if (is_character_start(byte)) {
      is_beyond = static_cast<unsigned char>(byte) >= 0xf0;
      if (is_beyond) result += kReplacement;
    }
    if (!is_beyond) result += byte;
  }
  return result;
}

class Planner {
 public:
  Planner(const Relation& relation, const SourceTableSchema& source, const SchemaConfig& settings)
      : relation_(relation), source_(source), settings_(settings) {}

  TablePlan plan(const std::string& against_unique) {
    plan_.columns.resize(relation_.columns.size());
    for (std::size_t i = 0; i < relation_.columns.size(); ++i)
      if (const Column& column = relation_.columns[i]; !column.source_name.empty())
        plan_column(i, column, source_.column(column.attnum));
    if (settings_.comments)
      plan_.comment = comment(source_.comment, kTableCommentMax, "comment of the table");
    if (!settings_.indexes) return std::move(plan_);
    IndexPlan indexes = plan_indexes(relation_, source_, against_unique);
    plan_.indexes = std::move(indexes.indexes);
    for (std::string& note : indexes.notes) plan_.notes.push_back(std::move(note));
    return std::move(plan_);
  }

 private:
  void plan_column(std::size_t position, const Column& column, const SourceColumn& source) {
    TablePlan::Column& planned = plan_.columns[position];
    if (settings_.auto_increment && source.is_serial)
      planned.is_numbered = can_number(position, column, source);
    else if (settings_.defaults)
      planned.default_sql = default_sql(column, source);
    if (settings_.comments)
      planned.comment = comment(source.comment, kColumnCommentMax,
                                fmt::format("comment of column \"{}\"", column.known_as()));
  }

  std::string default_sql(const Column& column, const SourceColumn& source) {
    if (source.default_expression.empty()) return {};
    const ColumnDefault found = column.is_replaced
                                    ? ColumnDefault{{}, "a rule replaces the values of the column"}
                                    : translate_default(source, column);
    if (!found.obstacle.empty())
      note(fmt::format("default of column \"{}\"", column.known_as()), "is left out",
           found.obstacle);
    return found.sql;
  }

  bool can_number(std::size_t position, const Column& column, const SourceColumn& source) {
    const char* why = against_numbering(position, column, source);
    if (why != nullptr)
      note(fmt::format("column \"{}\"", column.known_as()), "is not AUTO_INCREMENT", why);
    return why == nullptr;
  }

  const char* against_numbering(std::size_t position, const Column& column,
                                const SourceColumn& source) const {
    if (column.is_replaced || column.mysql_type.find("INT") == std::string::npos)
      return "it is no integer of the source";
    if (source.increment != 1) return "its sequence does not count by ones";
    const auto leads = [&](const std::vector<std::uint16_t>& key) {
      return !key.empty() && key.front() == position;
    };
    if (!leads(relation_.primary_key) && !leads(relation_.identity))
      return "MySQL numbers only what its primary key or replica identity begins with";
    for (const TablePlan::Column& other : plan_.columns)
      if (other.is_numbered) return "MySQL numbers one column of a table";
    return nullptr;
  }

  std::string comment(const std::string& text, std::size_t characters, const std::string& of) {
    std::string cut = first_characters(in_basic_plane(text), characters);
    if (cut.size() < in_basic_plane(text).size())
      note(of, fmt::format("ends after {} characters", characters), "MySQL has room for no more");
    return cut;
  }

  void note(const std::string& subject, const std::string& what, const std::string& why) {
    plan_.notes.push_back(fmt::format("{} {}: {}", subject, what, why));
  }

  const Relation& relation_;
  const SourceTableSchema& source_;
  const SchemaConfig& settings_;
  TablePlan plan_;
};

}  // namespace

TablePlan plan_table(const Relation& relation, const SourceTableSchema& source,
                     const SchemaConfig& settings, const std::string& against_unique) {
  return Planner(relation, source, settings).plan(against_unique);
}

}  // namespace applier
