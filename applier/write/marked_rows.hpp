// SPDX-License-Identifier: PostgreSQL
// Deleted rows that stay in the target, and make way for new ones: a new row takes the place of
// each that has one of its keys, the identity or another unique key of the target.
#pragma once

#include <span>
#include <vector>

#include "applier/write/row_statement.hpp"
#include "applier/write/statement_text.hpp"

namespace applier {

class MarkedRows {
 public:
  MarkedRows(TargetConnection& connection, const Relation& relation);

  // Before rows are written: removes the deleted ones that are in their way.  A key that a row has
  // NULL in, or does not carry, is in nobody's way, or was before.
  void make_way(std::span<const Value* const> rows);

  // Prepared statements held on the server.
  std::size_t prepared() const;
  void forget_prepared();

 private:
  struct Key {
    std::vector<std::uint16_t> positions;
    RowStatement remove;
  };

  void add_key(TargetConnection& connection, const std::vector<std::uint16_t>& positions);

  const Relation& relation_;
  std::vector<Key> keys_;
  std::vector<const Value*> cells_;  // of the statement at hand
};

}  // namespace applier
