// SPDX-License-Identifier: PostgreSQL
// Inserts many rows by LOAD DATA LOCAL, which costs MySQL less than a prepared statement does. What
// it cannot store as it is, it skips or changes, and only warns; then nothing of it is kept.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "applier/write/connection.hpp"
#include "applier/write/parameter_column.hpp"

namespace applier {

class RowLoad {
 public:
  // For fewer, the savepoint and the parsing cost more than they save.
  static constexpr std::size_t kRowsMin = 256;

  // `relation` must outlive this.
  RowLoad(TargetConnection& connection, const Relation& relation);

  // Whether the rows, of one value per column of the relation, are in the table.  False, and the
  // transaction as it was before, where the target did not take every value as it is, or no loads
  // at all: a prepared statement tells more.  Throws Error for what is no fault of a row.
  bool insert(std::span<const Value* const> rows);

 private:
  bool takes_types() const;
  bool fits(std::span<const Value* const> rows) const;
  bool append_row(const Value* row);
  bool load(std::span<const Value* const> rows);

  TargetConnection& connection_;
  const Relation& relation_;
  std::vector<ParameterColumn> columns_;
  std::string statement_;
  std::string text_;
  bool possible_;
};

}  // namespace applier
