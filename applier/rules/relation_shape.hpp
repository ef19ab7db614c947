// SPDX-License-Identifier: PostgreSQL
// The one place that makes of a relation as the source describes it what it is in the target.
#pragma once

#include <string_view>

#include "applier/config/config.hpp"
#include "applier/rules/table_rules.hpp"

namespace applier {

class RelationShape {
 public:
  // `config`, with its target.database, must outlive this.
  explicit RelationShape(const Config& config) : config_(config), index_(config.rules) {}

  const RuleIndex& rules() const { return index_; }

  // Where the rows of a table go, by its rules or else by its schema.  Throws Error where that
  // cannot be.
  TargetName target_of(std::string_view schema, std::string_view table) const;

  // Gives columns their names and types of the target, and their policies, and adds those that only
  // the target has; the target is given.
  // For a fresh description, whenever one arrives.  Throws Error with the line of the rule that
  // cannot be followed.
  void apply(Relation& relation) const;

 private:
  const Config& config_;
  RuleIndex index_;
};

}  // namespace applier
