// SPDX-License-Identifier: PostgreSQL
// One change of one row, or of a whole table.  Rows are borrowed from the unit that holds the
// change.
#pragma once

#include <cstdint>

#include "applier/model/relation.hpp"
#include "frame/value.hpp"

namespace applier {

using frame::Value;

enum class Action : std::uint8_t { Insert, Update, Delete, Truncate };

struct Change {
  Action action = Action::Insert;
  frame::OldRow old_kind = frame::OldRow::None;
  bool late =
      false;  // to be written when the unit's earlier ones are committed: they touch its row
  bool settles = false;  // see write/settling.hpp
  const Relation* relation = nullptr;
  Value* old_row = nullptr;  // Key: one value per identity column; Full: one per column
  Value* new_row = nullptr;  // one value per column
};

}  // namespace applier
