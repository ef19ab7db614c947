// SPDX-License-Identifier: PostgreSQL
// What the rules say of one table of the source, with the captures of their patterns put in.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "applier/config/rules.hpp"
#include "applier/model/relation.hpp"
#include "applier/rules/pattern.hpp"

namespace applier {

struct TableRules {
  std::optional<TargetName> target;
  bool many_to_one = false;
  std::string condition;
  std::vector<ColumnRule> columns;  // patterns still; rename counts the column's asterisks alone
  std::vector<AddedColumn> added;
  std::string soft_delete_time;
  std::string soft_delete_flag;
  std::string target_where = {};     // file and line of what gave the target
  std::string condition_where = {};  // and of the condition that came last
};

// What the last rule that spoke of something said, with file and line; empty: none did.
struct Said {
  std::string text;
  std::string where;
};

struct ColumnRules {
  Said rename;  // the new name
  Said type;
  Said expression;
  bool drop = false;
  std::string drop_where;
};

// Of one column, from all rules that match its name.
ColumnRules column_rules_of(const TableRules& rules, std::string_view column);

// The rules of a stream, ready to be matched: exact names by hash, patterns one after the other.
class RuleIndex {
 public:
  // `rules`, which load_config() has checked, must outlive this.
  explicit RuleIndex(const RulesConfig& rules);

  struct Match {
    std::size_t position;  // of the rule in the file
    Captures captures;
  };

  bool empty() const { return rules_.tables.empty(); }
  // In the order of the file.
  std::vector<Match> matches(std::string_view schema, std::string_view table) const;
  TableRules rules_of(std::string_view schema, std::string_view table) const;

  // How many rules are tried for every table.
  std::size_t tried() const { return patterns_.size(); }

 private:
  struct QualifiedPattern {
    Pattern schema;
    Pattern table;
    std::size_t position;  // of the rule
  };

  const RulesConfig& rules_;
  std::vector<QualifiedPattern> patterns_;
  std::unordered_map<std::string, std::vector<std::size_t>> exact_;  // positions, by both names
};

// Where only one table is asked about.
TableRules rules_of(const RulesConfig& rules, std::string_view schema, std::string_view table);

}  // namespace applier
