// SPDX-License-Identifier: PostgreSQL
// Option rules: what of some tables is sent otherwise than it is stored, as JSON.
//
//   rules   := { "tables": [ table* ] }
//   table   := { "schema": str, "name": str, "where": sql ?, "drop": [ column* ] ?,
//                "replace": [ { "column": str, "expression": sql } * ] ?,
//                "compute": [ { "name": str, "expression": sql } * ] ?,
//                "may_lack": bool ? }
//
// Names are those of the catalogue, with nothing quoted or folded. A table that does not exist is
// none of the plugin's business. A column that does not is a mistake, but where the table may lack
// columns that are dropped or replaced, because it has them at another point of the log. What an
// sql may be stands in rule_expression.hpp.
#pragma once

#include "plugin/postgres.hpp"

namespace plugin {

// A column of the table that is replaced, or the name of one that is computed.
struct ColumnRule {
  const char* column;
  const char* expression;
};

struct TableName {
  char schema[NAMEDATALEN];
  char table[NAMEDATALEN];
};

struct TableRules {
  TableName name;     // the key of the hash table: first
  const char* where;  // nullptr: every row
  List* dropped;      // of char *
  List* replaced;     // of ColumnRule *
  List* computed;     // likewise
  bool may_lack;      // columns that are dropped or replaced need not be there
};
SAFE_TO_LONGJMP_OVER(TableRules);

// By TableName, in the current memory context; nullptr where there are no rules.
HTAB* parse_rules(const char* option, const char* text);

// nullptr: there are none for the relation.
const TableRules* rules_of(HTAB* rules, Relation relation);

}  // namespace plugin
