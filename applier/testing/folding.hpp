// SPDX-License-Identifier: PostgreSQL
// Changes of tests, and the steps that they fold into.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "applier/schedule/fold.hpp"
#include "applier/testing/relations.hpp"
#include "applier/testing/values.hpp"

namespace applier::testing {

class Folding {
 public:
  using Row = std::vector<Value>;

  Folding& insert(const Relation& relation, Row row) {
    return add(Action::Insert, frame::OldRow::None, relation, {}, std::move(row));
  }
  Folding& update(const Relation& relation, Row row) {
    return add(Action::Update, frame::OldRow::None, relation, {}, std::move(row));
  }
  Folding& update_key(const Relation& relation, Row key, Row row) {
    return add(Action::Update, frame::OldRow::Key, relation, std::move(key), std::move(row));
  }
  Folding& update_full(const Relation& relation, Row old_row, Row row) {
    return add(Action::Update, frame::OldRow::Full, relation, std::move(old_row), std::move(row));
  }
  Folding& remove(const Relation& relation, Row key) {
    return add(Action::Delete, frame::OldRow::Key, relation, std::move(key), {});
  }
  Folding& remove_full(const Relation& relation, Row row) {
    return add(Action::Delete, frame::OldRow::Full, relation, std::move(row), {});
  }
  Folding& truncate(const Relation& relation) {
    return add(Action::Truncate, frame::OldRow::None, relation, {}, {});
  }

  // The next change touches a row that an earlier unit touches, too.
  Folding& late() {
    next_is_late_ = true;
    return *this;
  }

  // Of everything, kept apart.
  std::vector<std::string> early_lines() { return lines(split().early); }
  std::vector<std::string> late_lines() { return lines(split().late); }

  // Of what was added since the last call.  Valid as long as this.
  const std::vector<Step>& steps() {
    Fold fold(arena_, false);
    for (; folded_ < changes_.size(); ++folded_) fold.add(changes_[folded_]);
    steps_ = fold.take().early;
    return steps_;
  }

  // One line a step: "delete [2]; update [1] (1, 'b'); insert (3, 'c')", or what stands alone:
  // "alone update [1] (2, 'b')", "alone truncate".
  std::vector<std::string> lines() { return lines(steps()); }

  static std::string line(const Step& step) {
    const std::size_t columns = step.relation->columns.size();
    const std::size_t keys = step.relation->identity.size();
    if (step.alone != nullptr) return "alone " + line(*step.alone);
    std::string text;
    const auto append = [&](const std::string& part) { text += (text.empty() ? "" : "; ") + part; };
    for (const Value* key : step.deletes) append("delete [" + shown(key, keys) + "]");
    for (const RowUpdate& row : step.updates)
      append("update [" + shown(row.key, keys) + "] (" + shown(row.row, columns) + ")");
    for (const Value* row : step.inserts) append("insert (" + shown(row, columns) + ")");
    return text;
  }

 private:
  static std::string line(const Change& change) {
    static constexpr const char* kActions[] = {"insert", "update", "delete", "truncate"};
    const Relation& relation = *change.relation;
    std::string text = kActions[static_cast<int>(change.action)];
    if (change.old_kind == frame::OldRow::Key)
      text += " [" + shown(change.old_row, relation.identity.size()) + "]";
    if (change.old_kind == frame::OldRow::Full)
      text += " [" + shown(change.old_row, relation.columns.size()) + "]";
    if (change.action == Action::Insert || change.action == Action::Update)
      text += " (" + shown(change.new_row, relation.columns.size()) + ")";
    return text;
  }

  static std::vector<std::string> lines(const std::vector<Step>& steps) {
    std::vector<std::string> lines;
    for (const Step& step : steps) lines.push_back(line(step));
    return lines;
  }

  Steps split() {
    Fold fold(arena_);
    for (const Change& change : changes_) fold.add(change);
    return fold.take();
  }

  Folding& add(Action action, frame::OldRow old_kind, const Relation& relation, Row old_row,
               Row new_row) {
    Change change;
    change.action = action;
    change.old_kind = old_kind;
    change.relation = &relation;
    change.late = std::exchange(next_is_late_, false);
    change.old_row = rows_.emplace_back(std::move(old_row)).data();
    change.new_row = rows_.emplace_back(std::move(new_row)).data();
    changes_.push_back(change);
    return *this;
  }

  Arena arena_;
  std::deque<Row> rows_;
  std::deque<Change> changes_;
  bool next_is_late_ = false;
  std::size_t folded_ = 0;
  std::vector<Step> steps_;
};

}  // namespace applier::testing
