// SPDX-License-Identifier: PostgreSQL
// Writes units on one connection, inside a MySQL transaction that the caller commits.
#pragma once

#include <cstdint>
#include <memory>
#include <unordered_map>

#include "applier/model/unit.hpp"
#include "applier/values/substitution.hpp"
#include "applier/write/table_writer.hpp"

namespace applier {

class Writer {
 public:
  explicit Writer(const Config& config)
      : stream_(config.name), connection_(config.target), substitution_(connection_) {}

  // The net effect of the unit's changes.
  void write(Unit& unit);
  // The unit's rows, all of them inserts of different rows.
  void load(Unit& unit);

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
