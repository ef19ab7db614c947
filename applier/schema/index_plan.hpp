// SPDX-License-Identifier: PostgreSQL
// Which indexes of a source table its target gets.
//
// A unique index of MySQL stops the stream where it refuses what the source has, so it is made only
// of what is certainly unique in the target as well.  What is not becomes an index that is not
// unique, which serves queries all the same, or is left out.
#pragma once

#include <string>
#include <vector>

#include "applier/model/relation.hpp"
#include "applier/schema/source_schema.hpp"

namespace applier {

struct PlannedIndex {
  struct Part {
    std::uint16_t position = 0;  // in the relation's columns
    std::uint32_t prefix = 0;    // so many characters or bytes; 0: all
    bool is_descending = false;
    bool operator==(const Part&) const = default;
  };

  std::string name;
  bool is_unique = false;
  std::vector<Part> parts;
};

struct IndexPlan {
  std::vector<PlannedIndex> indexes;
  std::vector<std::string> notes;  // what is lost, and why
};

// `against_unique`: why the stream cannot promise that the target's rows are as unique as the
// source's; empty: it can.
IndexPlan plan_indexes(const Relation& relation, const SourceTableSchema& source,
                       const std::string& against_unique);

}  // namespace applier
