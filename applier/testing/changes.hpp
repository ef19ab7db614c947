// SPDX-License-Identifier: PostgreSQL
// Changes of tests, and the rows that they borrow.
#pragma once

#include <deque>
#include <string>
#include <utility>
#include <vector>

#include "applier/model/change.hpp"
#include "applier/testing/values.hpp"

namespace applier::testing {

class Changes {
 public:
  using Row = std::vector<Value>;

  Changes& insert(const Relation& relation, Row row) {
    return add(Action::Insert, frame::OldRow::None, relation, {}, std::move(row));
  }
  Changes& update(const Relation& relation, Row row) {
    return add(Action::Update, frame::OldRow::None, relation, {}, std::move(row));
  }
  Changes& update_key(const Relation& relation, Row key, Row row) {
    return add(Action::Update, frame::OldRow::Key, relation, std::move(key), std::move(row));
  }
  Changes& update_full(const Relation& relation, Row old_row, Row row) {
    return add(Action::Update, frame::OldRow::Full, relation, std::move(old_row), std::move(row));
  }
  Changes& remove(const Relation& relation, Row key) {
    return add(Action::Delete, frame::OldRow::Key, relation, std::move(key), {});
  }
  Changes& remove_full(const Relation& relation, Row row) {
    return add(Action::Delete, frame::OldRow::Full, relation, std::move(row), {});
  }
  Changes& truncate(const Relation& relation) {
    return add(Action::Truncate, frame::OldRow::None, relation, {}, {});
  }
  // Where deleted rows stay; `row` is what is set.
  Changes& mark(const Relation& relation, Row key, Row row) {
    return add(Action::Delete, frame::OldRow::Key, relation, std::move(key), std::move(row));
  }
  Changes& mark_full(const Relation& relation, Row old_row, Row row) {
    return add(Action::Delete, frame::OldRow::Full, relation, std::move(old_row), std::move(row));
  }
  Changes& mark_all(const Relation& relation, Row row) {
    return add(Action::Truncate, frame::OldRow::None, relation, {}, std::move(row));
  }

  // The next change touches a row that an earlier unit touches, too.
  Changes& late() {
    next_is_late_ = true;
    return *this;
  }

  // Valid as long as this.
  const std::deque<Change>& all() const { return changes_; }
  std::deque<Change>& all() { return changes_; }

 private:
  Changes& add(Action action, frame::OldRow old_kind, const Relation& relation, Row old_row,
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

  std::deque<Row> rows_;
  std::deque<Change> changes_;
  bool next_is_late_ = false;
};

// "insert (1, 'a')", "update [1] (2, 'b')", "delete [2]", "truncate"; where deleted rows stay, with
// what is set: "delete [2] (unchanged, unchanged, 7)".
inline std::string line(const Change& change) {
  static constexpr const char* kActions[] = {"insert", "update", "delete", "truncate"};
  const Relation& relation = *change.relation;
  std::string text = kActions[static_cast<int>(change.action)];
  if (change.old_kind == frame::OldRow::Key)
    text += " [" + shown(change.old_row, relation.identity.size()) + "]";
  if (change.old_kind == frame::OldRow::Full)
    text += " [" + shown(change.old_row, relation.columns.size()) + "]";
  const bool removes = change.action == Action::Delete || change.action == Action::Truncate;
  if (!removes || relation.deletion_mark)
    text += " (" + shown(change.new_row, relation.columns.size()) + ")";
  return text;
}

}  // namespace applier::testing
