// SPDX-License-Identifier: PostgreSQL
// What the plugin is told of the rules, because only it can follow them: conditions, expressions,
// columns that are dropped, and columns that are text from the start.
//
// The plugin knows tables and columns by their exact names, at the moment of the log that it reads.
// So patterns are resolved here, against the names of today and those that the stream has met; and
// what arrives under a name that the plugin was not told of must not be taken for what the rules
// want: covers() tells.  Nor must a value get past its rule by another name: check_renames() tells,
// by the numbers that columns keep.
#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "applier/rules/table_rules.hpp"

namespace applier {

// Names and values of the plugin's options, as START_REPLICATION and copy_rows() take them.
using PluginOptions = std::vector<std::pair<std::string, std::string>>;

struct SourceTable {
  std::string schema;
  std::string name;
  auto operator<=>(const SourceTable&) const = default;
};

// The columns of a table by their names, with the numbers (pg_attribute.attnum) that they have had.
using ColumnNumbers = std::map<std::string, std::set<std::int32_t>>;
using SourceColumns = std::map<SourceTable, ColumnNumbers>;

// Those that a description has.
ColumnNumbers columns_of(const Relation& relation);
void merge(ColumnNumbers& columns, const ColumnNumbers& others);

// Of one table; `where` is the line of each, for errors about it.
struct ToldOfTable {
  struct Column {
    std::string name;
    std::string expression;  // empty: dropped
    std::string where;
  };

  Said condition;
  std::vector<Column> dropped;
  std::vector<Column> replaced;
  std::vector<Column> computed;
  std::set<std::string> texts;
  ColumnNumbers numbers;  // of what is dropped or replaced

  bool empty() const;
  // Whether what `other` says of columns is said here, too.
  bool includes(const ToldOfTable& other) const;
};

ToldOfTable told_of(const TableRules& rules, const ColumnNumbers& columns);

// The options with that of one table.
PluginOptions with_rules(PluginOptions options, const SourceTable& table, const ToldOfTable& told);

class PluginRules {
 public:
  // `index` must outlive this.
  PluginRules(const RuleIndex& index, const SourceColumns& tables);

  const ToldOfTable* find(const SourceTable& table) const;
  // The options with that of all tables.
  PluginOptions added_to(PluginOptions options) const;

  // Whether a described table was sent as its rules want it.
  bool covers(const Relation& relation) const;
  // Throws Error where the table, which was copied by the name of `copied`, or a column of it has a
  // rule by another name of it and none by this one.
  void check_renames(const Relation& relation, const SourceTable& copied) const;

 private:
  const RuleIndex& index_;
  std::map<SourceTable, ToldOfTable> told_;
};

}  // namespace applier
