// SPDX-License-Identifier: PostgreSQL
// Writes units on one connection, inside a MySQL transaction that the caller commits.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>
#include <vector>

#include "applier/model/unit.hpp"
#include "applier/values/substitution.hpp"
#include "applier/write/table_writer.hpp"

namespace applier {

class Writer {
 public:
  explicit Writer(const Config& config)
      : stream_(config.known_name()), connection_(config.target), substitution_(connection_) {}

  // Puts in place of values that MySQL cannot hold what their policies say, once for every unit
  // and before anything else; what was replaced goes to save_lossy(), in every transaction anew.
  std::vector<LossyValue> substitute(Unit& unit) { return substitution_.apply(unit); }
  void save_lossy(const std::vector<LossyValue>& values) { substitution_.save(stream_, values); }

  void write(const std::vector<Step>& steps);
  // The unit's rows, all of them inserts of different rows; `replaces`: of a resumed copy.
  void load(Unit& unit, bool replaces);
  // Gives `row`, of a table with a key, the values in the target of what it has as unchanged.
  void complete(const Relation& relation, const Value* key, Value* row, Arena& arena);

  TargetConnection& connection() { return connection_; }

 private:
  TableWriter& table(const Relation& relation);
  void bound_prepared();

  std::string stream_;
  TargetConnection connection_;
  Substitution substitution_;
  std::unordered_map<std::uint32_t, TableWriter> tables_;
};

}  // namespace applier
