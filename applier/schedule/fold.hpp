// SPDX-License-Identifier: PostgreSQL
// Folds the changes of a unit into their net effect per row and groups them by table, so that a
// statement can carry many rows.
//
// Inside one MySQL transaction only the end counts, so changes to different rows may swap places.
// What may not: a change that names its row by something else than the key of that moment (a key
// that changes, a table without a key, TRUNCATE).  Such a change stands alone, and everything
// before it in its table is written before it; likewise everything that came under a description
// of the table before anything that came under its successor.
//
// Where deleted rows stay, a DELETE is one more update of its row, which from then on only an
// INSERT can follow, and that takes the row's place.
//
// Where rows that the target had before the copy make way for new ones, they do so for a row that
// is inserted and deleted again, too.
//
// Rows that an earlier unit touches, too, are kept apart, so that the others need not wait for it.
#pragma once

#include <unordered_map>
#include <vector>

#include "applier/model/arena.hpp"
#include "applier/model/change.hpp"
#include "applier/schedule/row_key.hpp"

namespace applier {

// Whether an update, with the old key, gives its row another one.
bool key_changes(const Change& change);

// A row to be found by its key (one value per identity column) and to become `row`.
struct RowUpdate {
  const Value* key;
  const Value* row;
};

// Changes of one table, to be written in this order: deletes, updates, inserts; or one change
// alone.
struct Step {
  const Relation* relation = nullptr;
  std::vector<const Value*> deletes;  // keys
  std::vector<RowUpdate> updates;
  std::vector<const Value*> inserts;  // rows
  const Change* alone = nullptr;
  std::uint32_t times = 1;  // of a change alone: so many equal rows change alike
  bool into_empty = false;  // nothing in the target can be in the way of the inserts
  // Before all: rows as they were for a while, which others in the target made way for.
  std::vector<const Value*> passed;
};

// The steps of each table in order; everything early may be written before anything late.
struct Steps {
  std::vector<Step> early;
  std::vector<Step> late;
};

class Fold {
 public:
  // Keys are built in `arena`; rows are merged in place.  Everything that was added must live, and
  // the arena stay as it is, until the steps have been used.  Unless `split`, all steps are early.
  explicit Fold(Arena& arena, bool split = true) : arena_(arena), split_(split) {}

  void add(const Change& change);

  // Call once, at the end.
  Steps take();

 private:
  enum class Net : std::uint8_t { Nothing, Insert, Update, Delete, DeleteThenInsert, Passed };

  struct Entry {
    const Value* key;
    Value* row;
    Net net;
    bool late;
    bool marked = false;  // deleted, where such rows stay
  };

  struct Table {
    const Relation* relation = nullptr;
    RowIndex index;
    std::vector<Entry> entries;
    bool in_order = false;  // something in it stands alone, so nothing of it may overtake
    // Without a key: the rows deleted since anything else happened to the table, and their steps.
    RowIndex gone;
  };

  Table& table_of(const Relation& relation);
  bool must_stand_alone(const Change& change) const;
  const Value* key_of(const Change& change);
  void fold_into(Table& table, Entry& entry, const Change& change);
  void fold_marking(Table& table, Entry& entry, const Change& change);
  void close(Table& table);
  void sort(Table& table);
  void add_alone(Table& table, const Change& change);
  Step* equal_step(const Table& table, const Change& change);
  std::vector<Step>& ordered_steps() { return split_ ? steps_.late : steps_.early; }

  Arena& arena_;
  bool split_;
  std::unordered_map<std::uint32_t, Table> tables_;  // by the relation's id
  Table* last_ = nullptr;
  Steps steps_;
};

}  // namespace applier
