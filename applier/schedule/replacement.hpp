// SPDX-License-Identifier: PostgreSQL
// The changes of a unit as deletes of every row that it found and inserts of every row that it
// leaves, written as soon as a table's are known.
//
// So no row of an earlier state of the unit is left when those of its end arrive: a unique key that
// only holds at the end of a transaction (a deferred constraint) holds then.  Where deleted rows
// stay, they are updated between the deletes and the inserts.
#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include "applier/schedule/fold.hpp"

namespace applier {

class Replacement {
 public:
  // Gives a row the values that the log does not have, from the target's row of this key.
  // That has all by then that was written before.
  using Complete = std::function<void(const Relation&, const Value* key, Value* row)>;
  using Write = std::function<void(const std::vector<Step>&)>;

  Replacement(Arena& arena, Complete complete, Write write)
      : arena_(arena), complete_(std::move(complete)), write_(std::move(write)) {}

  void add(const Change& change);
  // Writes what is left; call once, at the end.
  void finish();

 private:
  struct Row {
    const Value* original;  // the key it had before the unit; nullptr: inserted by it
    Value* now;             // nullptr: deleted
    bool marked = false;    // deleted, but stays, unless another takes its place
  };

  using Places = std::unordered_map<std::string, std::size_t>;  // of rows, by key

  struct Table {
    const Relation* relation = nullptr;
    std::vector<Row> rows;
    Places living;  // by their key of the moment
    Places marked;
    // What rows were for a while, which others in the target make way for.
    std::vector<const Value*> passed;
  };

  Table& table_of(const Relation& relation);
  void insert(Table& table, const Change& change);
  void update(Table& table, const Change& change);
  void remove(Table& table, const Change& change);
  void mark(Table& table, const Change& change, Places::node_type place);
  void pass(Table& table, const Value* row);
  void make_way(Table& table, const std::string& key);
  Row& find(Table& table, const Value* key);
  const Value* key_of(const Relation& relation, const Value* row);
  void close(Table& table);
  void write_marked(Table& table, Step& step);
  void write_passed(Table& table, Step& step);
  void update_marked(const Relation& relation, const Row& row);
  void write(Step step);

  Arena& arena_;
  Complete complete_;
  Write write_;
  std::unordered_map<std::uint32_t, Table> tables_;  // by the relation's id
};

}  // namespace applier
