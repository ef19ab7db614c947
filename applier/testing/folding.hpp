// SPDX-License-Identifier: PostgreSQL
// Changes of tests, and the steps that they fold into.
#pragma once

#include <string>
#include <vector>

#include "applier/schedule/fold.hpp"
#include "applier/testing/changes.hpp"
#include "applier/testing/relations.hpp"

namespace applier::testing {

// "delete [2]; update [1] (1, 'b'); insert (3, 'c')", or what stands alone:
// "alone update [1] (2, 'b')", "alone truncate".
inline std::string line(const Step& step) {
  const std::size_t columns = step.relation->columns.size();
  const std::size_t keys = step.relation->identity.size();
  if (step.alone != nullptr) return "alone " + line(*step.alone);
  std::string text;
  const auto append = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
  for (const Value* row : step.passed) append("pass (" + shown(row, columns) + ")");
  for (const Value* key : step.deletes) append("delete [" + shown(key, keys) + "]");
  for (const RowUpdate& row : step.updates)
    append("update [" + shown(row.key, keys) + "] (" + shown(row.row, columns) + ")");
  for (const Value* row : step.inserts) append("insert (" + shown(row, columns) + ")");
  return text;
}

// One line a step.
inline std::vector<std::string> lines(const std::vector<Step>& steps) {
  std::vector<std::string> lines;
  for (const Step& step : steps) lines.push_back(line(step));
  return lines;
}

class Folding : public Changes {
 public:
  // Of everything, kept apart.  Valid as long as this.
  Steps split() {
    Fold fold(arena_);
    for (const Change& change : all()) fold.add(change);
    return fold.take();
  }
  std::vector<std::string> early_lines() { return testing::lines(split().early); }
  std::vector<std::string> late_lines() { return testing::lines(split().late); }

  // Of what was added since the last call.  Valid as long as this.
  const std::vector<Step>& steps() {
    Fold fold(arena_, false);
    for (; folded_ < all().size(); ++folded_) fold.add(all()[folded_]);
    steps_ = fold.take().early;
    return steps_;
  }
  std::vector<std::string> lines() { return testing::lines(steps()); }

 private:
  Arena arena_;
  std::size_t folded_ = 0;
  std::vector<Step> steps_;
};

}  // namespace applier::testing
