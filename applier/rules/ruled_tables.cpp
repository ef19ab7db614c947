// SPDX-License-Identifier: PostgreSQL
#include "applier/rules/ruled_tables.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "applier/rules/added_columns.hpp"
#include "applier/schema/name_rules.hpp"

namespace applier {
namespace {

// Each thing that is told, as if it were all, with its line.
std::vector<std::pair<ToldOfTable, std::string>> apart(const ToldOfTable& told) {
  std::vector<std::pair<ToldOfTable, std::string>> parts;
  if (!told.condition.text.empty())
    parts.emplace_back(ToldOfTable(), told.condition.where).first.condition = told.condition;
  for (const auto list : {&ToldOfTable::dropped, &ToldOfTable::replaced, &ToldOfTable::computed})
    for (const ToldOfTable::Column& column : told.*list) {
      ToldOfTable part;
      if (list == &ToldOfTable::computed) part.dropped = told.dropped;  // they make room for names
      (part.*list).push_back(column);
      parts.emplace_back(std::move(part), column.where);
    }
  return parts;
}

}  // namespace

RuledTables::RuledTables(const RelationShape& shape, SourceConnection& source,
                         PluginOptions options)
    : shape_(shape), source_(source), options_(std::move(options)) {}

SourceColumns RuledTables::columns_of(const std::vector<PublishedTable>& tables) const {
  SourceColumns columns;
  std::map<std::string, ColumnNumbers*> by_oid;
  for (const PublishedTable& table : tables)
    by_oid[std::to_string(table.relation)] = &columns[{table.schema, table.name}];
  std::string oids;
  for (const auto& [oid, names] : by_oid) oids += (oids.empty() ? "" : ",") + oid;
  const QueryResult result = source_.query(
      fmt::format("SELECT attrelid, attname, attnum FROM pg_catalog.pg_attribute "
                  "WHERE attrelid = ANY ('{{{}}}'::oid[]) AND attnum > 0 AND NOT attisdropped",
                  oids));
  for (int row = 0; row < result.rows(); ++row)
    (*by_oid.at(result.string(row, 0)))[result.string(row, 1)].insert(
        std::stoi(result.string(row, 2)));
  return columns;
}

ToldOfTable RuledTables::told_of_table(const PublishedTable& table) const {
  const TableRules rules = shape_.rules().rules_of(table.schema, table.name);
  ColumnNumbers columns;
  if (!rules.columns.empty()) columns = columns_of({table}).begin()->second;
  return told_of(rules, columns);
}

PluginOptions RuledTables::options_for(const PublishedTable& table) const {
  return with_rules(options_, {table.schema, table.name}, told_of_table(table));
}

Relation RuledTables::described(const PublishedTable& table) const {
  const ToldOfTable told = told_of_table(table);
  Relation relation;
  try {
    relation =
        describe_table(source_, table, with_rules(options_, {table.schema, table.name}, told));
  } catch (const Error& error) {
    if (error.remedy() != Remedy::Halt) throw;
    blame(table, told, error);
  }
  relation.target = shape_.target_of(table.schema, table.name);
  shape_.apply(relation);
  check_names(relation);
  return relation;
}

// The source says what is wrong; which rule it is about shows when each is told alone.
void RuledTables::blame(const PublishedTable& table, const ToldOfTable& told,
                        const Error& error) const {
  try {
    describe_table(source_, table, options_);
  } catch (const Error&) {
    throw error;  // no rule's fault
  }
  for (const auto& [part, where] : apart(told)) try {
      describe_table(source_, table, with_rules(options_, {table.schema, table.name}, part));
    } catch (const Error& own) {
      if (own.remedy() != Remedy::Halt) throw;
      throw Error(
          fmt::format("{}: a rule for table \"{}.{}\" cannot be followed", where, table.schema,
                      table.name),
          own.detail(),
          own.hint().empty() ? "docs/expressions.md says what an expression can be." : own.hint());
    }
  throw error;
}

void RuledTables::check(const std::vector<PublishedTable>& tables) const {
  for (const PublishedTable& table : tables) {
    const TableRules rules = shape_.rules().rules_of(table.schema, table.name);
    if (!rules.columns.empty() || adds_columns(rules) || !rules.condition.empty()) described(table);
  }
}

}  // namespace applier
