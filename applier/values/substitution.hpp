// SPDX-License-Identifier: PostgreSQL
// Puts in place of values that MySQL cannot hold what the columns' policies say, and notes the
// originals for `wal2mysql`.`lossy_values`.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "applier/model/unit.hpp"
#include "applier/write/connection.hpp"

namespace applier {

struct LossyValue {
  std::shared_ptr<const Relation> relation;
  std::size_t column;  // position in the relation
  std::string row_key;
  std::string original;
};

class Substitution {
 public:
  explicit Substitution(TargetConnection& connection) : connection_(connection) {}

  // Before anything else looks at the unit's rows: keys and old rows get what the target holds.
  // Values of columns with the policy `error` stay as they are, and are refused when bound.
  // Returns what has to be saved.
  std::vector<LossyValue> apply(Unit& unit);

  // Writes originals into the open transaction.
  void save(const std::string& stream, const std::vector<LossyValue>& values);

 private:
  void substitute_old(Change& change, Arena& arena);
  void substitute_new(Change& change, Arena& arena);
  Value substitute(const Column& column, const Value& value, Arena& arena);
  bool is_valid_json(const Value& value);
  std::string literal(std::string_view bytes) const;

  TargetConnection& connection_;
  std::vector<LossyValue> lossy_;
};

}  // namespace applier
