// SPDX-License-Identifier: PostgreSQL
// Rows of the target that make way for new ones: deleted rows that stay, for each that has one of
// their keys, the identity or another unique key of the target; and where the source was copied
// into a table that had rows, those, for each that has their identity.
#pragma once

#include <span>
#include <vector>

#include "applier/write/row_statement.hpp"
#include "applier/write/statement_text.hpp"

namespace applier {

class YieldingRows {
 public:
  YieldingRows(TargetConnection& connection, const Relation& relation);

  // Before rows are written: removes those that are in their way.  A key that a row has NULL in, or
  // does not carry, is in nobody's way, or was before.
  void make_way(std::span<const Value* const> rows);

  // Prepared statements held on the server.
  std::size_t prepared() const;
  void forget_prepared();

 private:
  using Positions = std::vector<std::uint16_t>;
  using Text = std::string (*)(const Relation&, const Positions&, std::size_t rows);

  struct Key {
    Positions positions;
    RowStatement remove;
  };

  void add_key(TargetConnection& connection, const Positions& positions, Text text);

  const Relation& relation_;
  std::vector<Key> keys_;
  std::vector<const Value*> cells_;  // of the statement at hand
};

}  // namespace applier
