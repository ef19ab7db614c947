// SPDX-License-Identifier: PostgreSQL
// What becomes of tables and columns on their way: [[rules]] of the stream's file.
// docs/rules.md has what they mean, rules/pattern.hpp what patterns and templates are.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace applier {

// Of a column that the source table has.
struct ColumnRule {
  std::string column;      // pattern
  std::string rename;      // template: {1} is what the table's and then the column's first asterisk
                           // stood for, {2} the next; empty: as on the source
  std::string type;        // of MySQL; empty: what the type map says
  std::string expression;  // SQL over the row, whose value replaces the column's; empty: none
  std::optional<bool> drop;
  std::string where;  // file and line, for errors about it
};

// A column that only the target has.
struct AddedColumn {
  enum class Kind {
    Computed,   // by SQL over the source row
    Constant,   // a text
    CommitLsn,  // of the transaction that wrote the row last; of a copied row, that of its snapshot
    CommitTime,  // likewise; NULL for a copied row
    Operation,   // "insert", "update" or "delete", or "copy"
  };

  std::string name;
  Kind kind = Kind::Constant;
  std::string text;     // Computed: the expression; Constant: template of the value
  std::string type;     // of MySQL; empty: the kind's own
  bool in_key = false;  // Constant only: the target's key begins with it
  std::string where;
};

struct TableRule {
  std::string table;                // pattern of "schema.table"
  std::string target;               // template of "database.table"; empty: as without a rule
  std::optional<bool> many_to_one;  // other tables may have the same target
  std::string condition;            // SQL over the row: which rows are replicated; empty: all
  std::vector<ColumnRule> columns;
  std::vector<AddedColumn> added;
  std::string soft_delete_time;  // column that tells when a row was deleted; NULL: it was not
  std::string soft_delete_flag;  // column that tells whether it was
  std::string where;
};

// All that match a table count; where two say something of the same, the later wins.  Conditions
// must all hold.
struct RulesConfig {
  std::vector<TableRule> tables;
};

}  // namespace applier
