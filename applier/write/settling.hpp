// SPDX-License-Identifier: PostgreSQL
// Changes of a table whose copy was interrupted and resumed: of the rows in the target, some are as
// of the first snapshot and some as of the last.  The log between the two is applied to both, one
// change at a time in its order, and a row that is not there or already there is no fault.  What a
// row of the last snapshot loses by this comes back with the changes that follow: each carries all
// of its row but what it left in TOAST, and that is as in the last snapshot unless a later change
// carries it.
#pragma once

#include <map>
#include <vector>

#include "applier/model/change.hpp"
#include "applier/write/row_statement.hpp"
#include "applier/write/statement_text.hpp"

namespace applier {

class Settling {
 public:
  // Of a relation with a key, which must outlive this.
  Settling(TargetConnection& connection, const Relation& relation);

  // A change other than TRUNCATE.  Throws Error that asks for another copy
  // where it cannot be told what became of a row.
  void write(const Change& change);
  // Rows of a later snapshot take the place of those with their keys.
  void replace(std::span<const Value* const> rows);

  std::size_t prepared() const;
  void forget_prepared();

 private:
  using Set = std::vector<std::uint16_t>;

  void insert(const Value* row);
  void remove(const Value* key);
  std::uint64_t update(const Value* key, const Value* row, bool with_key);
  void change_key(const Value* old_key, const Value* row);
  std::vector<Value> key_of(const Value* row) const;
  std::uint64_t count(const Value* key);
  RowStatement& update_statement(const Set& set);
  std::vector<const Column*> columns(Positions positions) const;

  TargetConnection& connection_;
  const Relation& relation_;
  std::vector<std::uint16_t> every_column_;
  RowStatement insert_;
  RowStatement delete_;
  RowStatement probe_;
  std::map<Set, RowStatement> updates_;
  std::vector<const Value*> cells_;
};

}  // namespace applier
