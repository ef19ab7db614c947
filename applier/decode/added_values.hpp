// SPDX-License-Identifier: PostgreSQL
// The values of columns that only the target has: they stand in no frame.
#pragma once

#include <optional>

#include "applier/model/arena.hpp"
#include "applier/model/change.hpp"

namespace applier {

// What writes a row.
struct Writing {
  enum class Operation : std::uint8_t { Insert, Update, Delete, Copy };

  Operation operation;
  Lsn commit_lsn;
  std::optional<std::int64_t> commit_time_us;
};

// A constant as its column has it; borrows from the column.
Value constant_value(const Column& column);

// Fills in what the frame of a change does not carry.  Of old rows that is what their key begins
// with, all else is unknown.  A DELETE or TRUNCATE where deleted rows stay gets a new row of
// nothing but what it sets; its new_row has the room.
void add_values(const Change& change, const Writing& writing, Arena& arena);

}  // namespace applier
